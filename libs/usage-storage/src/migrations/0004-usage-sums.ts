import { crossJoinSubjects } from '../subjects.js';

/**
 * What limits count, by subject and UTC day, so that the sums of a day, a month and a life are read from few rows. They
 * are written with the rows of the ledger and say what those say. Older rows do not tell what was counted: there a
 * request counts when it came to an attempt or to the choice of a target, and output nobody reported counts as nothing.
 * `numeric`: one row may hold all that bigint can.
 */
export const usageSumsMigration: readonly string[] = [
  `alter table request_usage add column admitted_at timestamptz, add column counted_tokens bigint,
    add column counted_cost_nano_usd bigint`,
  `create table usage_sums (
    subject text not null,
    day date not null,
    requests numeric not null,
    tokens numeric not null,
    cost_nano_usd numeric not null,
    primary key (subject, day)
  )`,
  `insert into usage_sums (subject, day, requests, tokens, cost_nano_usd)
    select subject, (started_at at time zone 'UTC')::date, count(*),
      coalesce(sum(coalesce(nullif(coalesce(input_tokens, 0) + coalesce(cached_input_tokens, 0)
        + coalesce(cache_write_5m_tokens, 0) + coalesce(cache_write_1h_tokens, 0), 0), estimated_input_tokens, 0)::numeric
        + coalesce(output_tokens, 0)) filter (where target is not null), 0),
      coalesce(sum(cost_nano_usd) filter (where target is not null), 0)
    from request_usage ${crossJoinSubjects}
    where attempt_count > 0 or error_type is null or error_type in ('no-eligible-target', 'upstream-capacity-throttled')
    group by 1, 2`,
];
