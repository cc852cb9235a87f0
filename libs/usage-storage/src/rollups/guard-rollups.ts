import { periods, rollupTables, type Period } from './period.js';

const guards = (period: Period): readonly string[] => {
  const table = rollupTables[period];
  const guard = `for each statement execute function guard_usage_rollup('${period}')`;
  return [
    `create trigger ${table}_added after insert on ${table} referencing new table as changed ${guard}`,
    `create trigger ${table}_removed after delete on ${table} referencing old table as changed ${guard}`,
    `create trigger ${table}_changed before update or truncate on ${table} ${guard}`,
  ];
};

/**
 * Makes the triggers that keep rollups as they were told: their rows are never changed, and once a window is final none
 * goes and only corrections come. A final window stays one; only its count of corrections grows.
 */
export const guardRollups: readonly string[] = [
  `create function guard_usage_rollup() returns trigger language plpgsql as $function$
  begin
    if tg_op in ('UPDATE', 'TRUNCATE') then
      raise exception 'rows of % are never changed: corrections are added', tg_table_name using errcode = 'restrict_violation';
    end if;
    if exists (
      select from changed join usage_rollup_windows on period = tg_argv[0] and window_start = bucket_start
      where status = 'final' and (tg_op = 'DELETE' or not is_correction)
    ) then
      raise exception 'the window in % is final: only corrections may be added', tg_table_name
        using errcode = 'restrict_violation';
    end if;
    return null;
  end $function$`,
  ...periods.flatMap(guards),
  `create function guard_usage_window() returns trigger language plpgsql as $function$
  begin
    if tg_op = 'UPDATE' and new.correction_count >= old.correction_count
      and (new.period, new.window_start, new.status, new.source_request_count, new.source_cost_nano_usd, new.computed_at,
        new.finalised_at) is not distinct from (old.period, old.window_start, old.status, old.source_request_count,
        old.source_cost_nano_usd, old.computed_at, old.finalised_at)
    then
      return new;
    end if;
    raise exception 'the % of % is final', old.period, old.window_start using errcode = 'restrict_violation';
  end $function$`,
  `create trigger usage_rollup_windows_final before update or delete on usage_rollup_windows for each row
    when (old.status = 'final') execute function guard_usage_window()`,
];
