import { endOf, startOf, type Period } from '../rollups/period.js';
import type { Ask } from './open-snapshots.js';
import { edgeHours, type KnownWindows } from './plan-segments.js';
import type { Range } from './reports.js';
import { instant, sqlParameters } from './sql-parameters.js';

/** Which windows that touch a range are added up, and at which of its ends requests are no longer all kept. */
export async function readWindows(ask: Ask, range: Range): Promise<KnownWindows> {
  const starts = await readStarts(ask, range);
  const cut = [...new Set(edgeHours(range))].filter(
    (start) => starts.hour.has(start) && (start < range.from || endOf({ period: 'hour', start }) > range.to),
  );
  return { starts, thinned: cut.length === 0 ? new Set() : await readThinned(ask, cut) };
}

async function readStarts(ask: Ask, { from, to }: Range): Promise<KnownWindows['starts']> {
  const parameters = sqlParameters();
  const rows = await ask(
    `select period, extract(epoch from window_start) * 1000 as start_ms from usage_rollup_windows
    where window_start >= ${instant(parameters, startOf('hour', from))} and window_start < ${instant(parameters, to)}`,
    parameters.values,
  );
  const startsOf = (period: Period): ReadonlySet<number> =>
    new Set(rows.filter((row) => row['period'] === period).map((row) => Number(row['start_ms'])));
  return { hour: startsOf('hour'), day: startsOf('day'), month: startsOf('month') };
}

/** A window that counts more requests than are there: some were removed when their time was over. */
async function readThinned(ask: Ask, hours: readonly number[]): Promise<ReadonlySet<number>> {
  const parameters = sqlParameters();
  const each = hours.map((start) => {
    const [from, to] = [start, endOf({ period: 'hour', start })].map((at) => instant(parameters, at));
    return `select ${parameters.add(start)}::bigint as start_ms,
      (select coalesce(sum(requests), 0) from usage_rollup_hourly where bucket_start = ${from})
        > (select count(*) from request_usage where started_at >= ${from} and started_at < ${to}) as is_thinned`;
  });
  const rows = await ask(each.join(' union all '), parameters.values);
  return new Set(rows.filter((row) => row['is_thinned'] === 't').map((row) => Number(row['start_ms'])));
}
