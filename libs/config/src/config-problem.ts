/** One thing wrong with a configuration. */
export interface ConfigProblem {
  /** Where, e.g. `providers.openai.models["gpt-4.1"].prices`; empty for the document as a whole. */
  readonly path: string;
  /** Names the thing, its value (never a secret) and what it should be. */
  readonly message: string;
}

/** The steps from the document's root to one of its values. */
export type ConfigPath = readonly (string | number)[];

/** Creates a problem at a path. */
export function problem(path: ConfigPath, message: string): ConfigProblem {
  return { path: showPath(path), message };
}

/** Writes a path as a reader would type it: `targets[0].model`; names with dots are quoted. */
export function showPath(path: ConfigPath): string {
  return path.map(showStep).join('').replace(/^\./, '');
}

function showStep(step: string | number): string {
  if (typeof step === 'number') return `[${step}]`;
  return /^[\w-]+$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
}
