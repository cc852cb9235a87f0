import { runKeysCli } from '../run-keys-cli.js';

/** The time at which commands of tests are given. */
export const now = Date.UTC(2026, 10, 21, 12);

/** What a command said, and how it ended. */
export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** Empty where the output is no JSON object. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** Where a command is given. */
export interface Circumstances {
  readonly url: string;
  /** What the person there says when asked; absent where there is none. */
  readonly answer?: boolean;
}

/** Runs one command line, its words apart by single spaces. */
export async function runCli(line: string, { url, answer }: Circumstances): Promise<Run> {
  let [out, err] = ['', ''];
  const code = await runKeysCli(line.split(' '), {
    env: { DATABASE_URL: url, USER: 'olga' },
    stdout: (text) => void (out += text),
    stderr: (text) => void (err += text),
    isTerminal: false,
    now: () => now,
    ...(answer === undefined ? {} : { confirm: () => Promise.resolve(answer) }),
  });
  const isJson = out.startsWith('{');
  return { code, out, err, json: isJson ? (JSON.parse(out) as Readonly<Record<string, unknown>>) : {} }; // it began as an object
}
