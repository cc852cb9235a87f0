import { endOf, periods, type Period } from '../rollups/period.js';
import { scopeCondition } from './conditions.js';
import type { LedgerState, RollupState } from './ledger-state.js';
import type { Ask, TextRow } from './open-snapshots.js';
import type { Scope } from './scope.js';
import { sqlParameters } from './sql-parameters.js';
import { toNumber } from './text-values.js';

const milliseconds = (expression: string): string => `floor(extract(epoch from ${expression}) * 1000)::bigint`;

const windowsStatement = `select period, ${milliseconds('max(window_start)')} as last_ms,
    ${milliseconds(`max(window_start) filter (where status = 'final')`)} as last_final_ms,
    ${milliseconds('max(finalised_at)')} as finalised_ms, ${milliseconds('max(computed_at)')} as computed_ms,
    count(*) as windows, coalesce(sum(correction_count), 0)::bigint as corrections
  from usage_rollup_windows group by period`;

/** A scope that had nothing for so long is quiet: nobody looks further back for its last request. */
const quietAfter = `interval '35 days'`;

/** How far usage is added up, and how far storing lags behind. */
export async function readState(ask: Ask, scope: Scope): Promise<LedgerState> {
  const windows = await ask(windowsStatement, []);
  const newest = await readNewest(ask, scope);
  const rowOf = (period: Period): TextRow | undefined => windows.find((row) => row['period'] === period);
  const told = periods.map((period) => rollupState(period, rowOf(period)));
  return {
    // They count requests of everybody.
    rollups: scope === 'everything' ? told : told.map((state) => ({ ...state, corrections: undefined })),
    newestRequestAt: toNumber(newest?.['started_ms']),
    newestStoredAt: toNumber(newest?.['stored_ms']),
    storingLagMs: toNumber(newest?.['lag_ms']),
  };
}

async function readNewest(ask: Ask, scope: Scope): Promise<TextRow | undefined> {
  const parameters = sqlParameters();
  const recent = scope === 'everything' ? 'true' : `started_at > now() - ${quietAfter}`;
  const text = `with newest as (
      select started_at, stored_at, latency_ms from request_usage
      where ${recent} and ${scopeCondition(parameters, scope)} order by started_at desc limit 100
    )
    select ${milliseconds('max(started_at)')} as started_ms, ${milliseconds('max(stored_at)')} as stored_ms,
      ${milliseconds(`max(stored_at - started_at - latency_ms * interval '1 millisecond')`)} as lag_ms from newest`;
  return (await ask(text, parameters.values))[0];
}

function rollupState(period: Period, row: TextRow | undefined): RollupState {
  const endOfWindow = (start: number | undefined): number | undefined =>
    start === undefined ? undefined : endOf({ period, start });
  return {
    period,
    reachesTo: endOfWindow(toNumber(row?.['last_ms'])),
    finalTo: endOfWindow(toNumber(row?.['last_final_ms'])),
    lastFinalisedAt: toNumber(row?.['finalised_ms']),
    lastComputedAt: toNumber(row?.['computed_ms']),
    windows: Number(row?.['windows'] ?? 0),
    corrections: BigInt(row?.['corrections'] ?? 0),
  };
}
