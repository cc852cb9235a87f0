import fc from 'fast-check';
import type { Kysely } from 'kysely';
import { openDatabase } from '../open-database.js';
import type { Tables } from '../tables.js';
import { openLedger, type Ledger } from '../testing/ledger.js';
import { differencesOf } from '../testing/rollup-sums.js';
import { storeRecords } from '../testing/store-records.js';
import { happenings, type Happening } from '../testing/usage-history.js';
import { finalise } from './finalise.js';
import { periods, rollupTables } from './period.js';
import { rollUp } from './roll-up.js';

const hourMs = 3_600_000;

/** Rollups are never emptied, so every run has a month of its own. */
const firstYear = 2000;

let ledger: Ledger;
let database: Kysely<Tables>;
beforeAll(async () => {
  ledger = await openLedger();
  database = openDatabase(ledger.url, { maxConnections: 4 });
});
afterAll(async () => {
  await database.destroy();
  await ledger.drop();
});

/** The rows of final windows that are no corrections. */
const finalSums = async (since: number): Promise<readonly string[]> => {
  const ofPeriods = periods.map(
    (period) => `select rollup::text as row from ${rollupTables[period]} as rollup join usage_rollup_windows
      on period = '${period}' and window_start = bucket_start and status = 'final'
      where bucket_start >= $1 and not is_correction`,
  );
  const rows = await ledger.query(ofPeriods.join(' union all '), [new Date(since)]);
  return rows.map(({ row }) => String(row));
};

async function play(monthStart: number, happening: Happening, stored: { records: readonly object[] }): Promise<void> {
  const until = 'untilHour' in happening ? monthStart + happening.untilHour * hourMs : 0;
  switch (happening.kind) {
    case 'store':
      stored.records = await storeRecords(ledger.url, happening.records);
      return;
    case 'store-again':
      if (stored.records.length > 0) await storeRecords(ledger.url, stored.records);
      return;
    case 'roll-up':
      await rollUp(database, { since: monthStart, until });
      return;
    case 'finalise':
      expect((await finalise(database, { daysUntil: until, monthsUntil: until })).refused).toEqual([]);
      return;
    case 'at-once':
      await Promise.all(happening.happenings.map((each) => play(monthStart, each, stored)));
      return;
  }
}

test('whatever is stored, added up and made final, in turn or at once: each window says what its rows say', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(happenings(0), async (all) => {
      const monthStart = Date.UTC(firstYear + run++, 1, 1);
      const stored = { records: [] as readonly object[] };
      for (const happening of all) {
        const before = await finalSums(monthStart);
        await play(monthStart, shift(happening, monthStart), stored);
        expect(await differencesOf(ledger, monthStart)).toEqual([]);
        const after = new Set(await finalSums(monthStart));
        expect(before.filter((row) => !after.has(row))).toEqual([]);
      }
    }),
    { numRuns: 15 },
  );
});

/** The happenings of a run are made before it is known which month is its own. */
function shift(happening: Happening, monthStart: number): Happening {
  if (happening.kind === 'at-once')
    return { ...happening, happenings: happening.happenings.map((each) => shift(each, monthStart)) };
  if (happening.kind !== 'store') return happening;
  const records = happening.records.map((each) => ({ ...each, startedAt: monthStart + (each.startedAt ?? 0) }));
  return { ...happening, records };
}
