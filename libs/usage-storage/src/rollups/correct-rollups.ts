import { periods, rollupTables, type Period } from './period.js';
import { addUpRows } from './rollup-sql.js';

/** Locks are few: rows of more hours than this in one statement lock all windows at once. */
const maxHoursLockedSingly = 100;

/** The windows of a period that the new rows are in, as instants. */
const windowsOf = (period: Period): string =>
  `select distinct date_trunc('${period}', each, 'UTC') from unnest(hours) each`;

const placedWindows = (period: Period, place: number): string =>
  `select ${place} as place, '${period}' as period, start from (${windowsOf(period)}) as windows (start)`;

const correct = (period: Period): string => `
    late := array(
      select window_start from usage_rollup_windows where period = '${period}' and window_start in (${windowsOf(period)})
      order by window_start for update
    );
    if cardinality(late) > 0 then
      ${addUpRows({ into: rollupTables[period], from: 'added', ...lateRows(period) }, 'correction')};
      update usage_rollup_windows set correction_count = correction_count + added_up.requests
      from (select date_trunc('${period}', started_at, 'UTC') as start, count(*) as requests from added group by 1) added_up
      where period = '${period}' and window_start = added_up.start;
    end if;`;

function lateRows(period: Period): { readonly bucket: string; readonly where: string } {
  const bucket = `date_trunc('${period}', started_at, 'UTC')`;
  return { bucket, where: `${bucket} = any (late)` };
}

/**
 * Makes the trigger that adds new rows of usage to the windows that exist already, in the transaction that stores them.
 * It shares a lock on each window with other writers; whoever adds up a window has that lock alone. So either the rows
 * are seen while it is added up, or the window is seen here: each query of a function that is volatile sees all that was
 * committed before that query, and so before the lock was had. A change of the measures makes it anew.
 */
export const correctRollups: readonly string[] = [
  `create function usage_window_lock(period text, window_start timestamptz) returns bigint language sql immutable
    return hashtextextended('usage window ' || period || ' ' || extract(epoch from window_start)::text, 0)`,
  `create function usage_windows_lock() returns bigint language sql immutable
    return hashtextextended('usage windows', 0)`,
  `create or replace function correct_usage_rollups() returns trigger language plpgsql volatile as $function$
  declare
    hours timestamptz[] := array(select distinct date_trunc('hour', started_at, 'UTC') from added);
    late timestamptz[];
  begin
    if current_setting('transaction_isolation') <> 'read committed' then
      raise exception 'rows of usage should be stored at the isolation level read committed, got %',
        current_setting('transaction_isolation') using errcode = 'invalid_transaction_state';
    end if;
    if cardinality(hours) > ${maxHoursLockedSingly} then
      perform pg_advisory_xact_lock(usage_windows_lock());
    else
      perform pg_advisory_xact_lock_shared(usage_window_lock(period, start)) from (
        ${periods.map(placedWindows).join(' union all ')}
      ) as windows order by place, start;
    end if;${periods.map(correct).join('')}
    return null;
  end $function$`,
  `create trigger request_usage_added after insert on request_usage referencing new table as added
    for each statement execute function correct_usage_rollups()`,
];
