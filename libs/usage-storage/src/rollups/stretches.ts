import { sql, type Kysely } from 'kysely';
import type { Tables } from '../tables.js';
import type { Stretch } from './add-up-windows.js';
import { endOf, type Window } from './period.js';

/** So many windows are added up at once: a day of hours. */
const maxWindows = 24;

/** Unless they have more rows than this: late rows of a window wait while it is added up. */
const maxRows = 20_000;

/** Windows of one period, in order, as stretches that are added up in one transaction each. */
export async function* stretchesOf(database: Kysely<Tables>, windows: readonly Window[]): AsyncGenerator<Stretch> {
  for (const stretch of adjacent(windows)) {
    if (stretch.length === 1 || !(await isLarge(database, stretch))) yield stretch;
    else for (const window of stretch) yield [window];
  }
}

function adjacent(windows: readonly Window[]): readonly Stretch[] {
  const stretches: [Window, ...Window[]][] = [];
  for (const window of windows) {
    const open = stretches.at(-1);
    const last = open?.at(-1);
    const goesOn = last !== undefined && endOf(last) === window.start;
    if (open !== undefined && goesOn && open.length < maxWindows) open.push(window);
    else stretches.push([window]);
  }
  return stretches;
}

/** Days and months are added up from few rows. */
async function isLarge(database: Kysely<Tables>, stretch: Stretch): Promise<boolean> {
  const [{ period, start }] = stretch;
  if (period !== 'hour') return false;
  const to = endOf(stretch.at(-1) ?? stretch[0]);
  const { rows } = await sql`select from request_usage
    where started_at >= ${new Date(start)} and started_at < ${new Date(to)} offset ${maxRows} limit 1`.execute(
    database,
  );
  return rows.length > 0;
}
