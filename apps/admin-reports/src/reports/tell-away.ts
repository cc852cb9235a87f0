import type { Reports } from '@smart-router/usage-storage';

/** The database did not answer, or not in time; `cause` says how. */
export class DatabaseAway extends Error {
  readonly status = 503;
}

/** The same reports, with rejections of the database told apart from bugs. */
export function tellAway(reports: Reports): Reports {
  const methods = Object.entries(reports).map(([name, method]: [string, (question: never) => Promise<unknown>]) => [
    name,
    (...question: never[]) =>
      Reflect.apply(method, reports, question).catch((cause: unknown) => {
        throw new DatabaseAway('the database did not answer', { cause });
      }),
  ]);
  return Object.fromEntries(methods) as Reports; // the same methods under the same names
}
