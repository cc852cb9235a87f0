/** The environment of the quickstart; the only place of this tool that reads it. */
export function quickstartEnvironment(): Readonly<Record<string, string | undefined>> {
  return process.env;
}
