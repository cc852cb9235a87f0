import { reasonOf } from '../reason-of.js';
import { tellOutage, type OutageTeller } from '../tell-outage.js';

/** What a spool has to tell of its disk. */
export interface SpoolTroubles {
  readonly writing: OutageTeller;
  readonly syncing: OutageTeller;
  /** Of one file: the others may be well. */
  reading(file: { readonly path: string }): OutageTeller;
  /** What is met once, e.g. `lost its folder`. */
  note(what: string, error: unknown): void;
}

/** Nothing is wrong yet. */
export function spoolTroubles(onProblem: (message: string) => void): SpoolTroubles {
  const teller = (lost: string, back: string): OutageTeller =>
    tellOutage({ lost: `the usage spool ${lost}`, back: `the usage spool ${back}` }, onProblem);
  const files = new WeakMap<object, OutageTeller>();
  return {
    writing: teller('cannot be written', 'can be written again'),
    syncing: teller('cannot be synced', 'can be synced again'),
    reading(file) {
      const { path } = file;
      const known = files.get(file) ?? teller(`cannot be read in ${path}`, `can be read again in ${path}`);
      files.set(file, known);
      return known;
    },
    note: (what, error) => onProblem(`the usage spool ${what}: ${reasonOf(error)}`),
  };
}
