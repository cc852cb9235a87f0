import { rangesCondition } from './conditions.js';
import { percentileOfCounts } from './derive.js';
import { durationBoundsMs, durationBuckets } from './histogram.js';
import { ofScope } from './of-scope.js';
import type { Ask, TextRow } from './open-snapshots.js';
import type { HealthQuestion, ProviderHealth } from './provider-health.js';
import { instant, sqlParameters } from './sql-parameters.js';
import { toText } from './text-values.js';
import type { Statement } from './usage-statement.js';

/** No pause is longer: one that began so long before a range cannot reach into it. */
const longestPauseMs = 24 * 3_600_000;

/** How the credentials of a scope's attempts did, most attempts first. */
export async function readProvidersHealth(ask: Ask, question: HealthQuestion): Promise<readonly ProviderHealth[]> {
  const [attempts, pauses] = [attemptsStatement(question), pausesStatement(question)];
  const health = new Map<string, Told>();
  for (const row of await ask(attempts.text, attempts.values)) tellAttempts(toldOf(health, row), row);
  for (const row of await ask(pauses.text, pauses.values)) {
    const told = toldOf(health, row);
    told.cooldowns = Number(row['cooldowns']);
    told.pausedMs = Math.round(Number(row['paused_ms']));
  }
  return [...health.values()].map(healthOf).toSorted((left, right) => right.attempts - left.attempts);
}

/** What is known of one credential so far. */
interface Told {
  readonly row: TextRow;
  readonly errors: Map<string, number>;
  readonly servedByBucket: number[];
  attempts: number;
  longestServedMs: number;
  cooldowns: number;
  pausedMs: number;
}

function attemptsStatement({ scope, range }: HealthQuestion): Statement {
  const parameters = sqlParameters();
  // Bounds belong to the bucket they end; durations are whole milliseconds.
  const bounds = parameters.add(durationBoundsMs.map((bound) => bound + 1));
  const text = `select child.provider, child.model, child.credential_id, child.error_class,
      width_bucket(child.duration_ms, ${bounds}::bigint[]) as bucket, count(*) as attempts, max(child.duration_ms) as longest_ms
    from request_attempts as child ${ofScope(parameters, { scope, range })}
    where ${rangesCondition(parameters, 'child.started_at', [range])} group by 1, 2, 3, 4, 5`;
  return { text, values: parameters.values };
}

function pausesStatement({ scope, range }: HealthQuestion): Statement {
  const parameters = sqlParameters();
  const reaching = { from: range.from - longestPauseMs, to: range.to };
  const asked = `tstzrange(${instant(parameters, range.from)}, ${instant(parameters, range.to)})`;
  const text = `select provider, model, credential_id, cooldowns,
      (select coalesce(sum(extract(epoch from upper(pause) - lower(pause)) * 1000), 0) from unnest(pauses) as pause) as paused_ms
    from (
      select child.provider, child.model, child.credential_id,
        count(*) filter (where child.happened_at <@ ${asked}) as cooldowns,
        range_agg(${asked} * tstzrange(child.happened_at,
          child.happened_at + coalesce(child.retry_after_ms, 0) * interval '1 millisecond')) as pauses
      from request_upstream_shape_events as child ${ofScope(parameters, { scope, range: reaching })}
      where child.decision = 'cooldown_started' and ${rangesCondition(parameters, 'child.started_at', [reaching])}
      group by 1, 2, 3
    ) as paused where cooldowns > 0 or not isempty(pauses)`;
  return { text, values: parameters.values };
}

function toldOf(health: Map<string, Told>, row: TextRow): Told {
  const key = JSON.stringify([row['provider'], row['model'], row['credential_id']]);
  const told = health.get(key) ?? {
    ...{ row, errors: new Map(), servedByBucket: durationBuckets.map(() => 0) },
    ...{ attempts: 0, longestServedMs: 0, cooldowns: 0, pausedMs: 0 },
  };
  health.set(key, told);
  return told;
}

function tellAttempts(told: Told, row: TextRow): void {
  const [attempts, errorClass, bucket] = [Number(row['attempts']), row['error_class'], row['bucket']];
  told.attempts += attempts;
  if (typeof errorClass === 'string') told.errors.set(errorClass, (told.errors.get(errorClass) ?? 0) + attempts);
  else if (typeof bucket === 'string') {
    told.servedByBucket[Number(bucket)] = attempts;
    told.longestServedMs = Math.max(told.longestServedMs, Number(row['longest_ms']));
  }
}

function healthOf({
  row,
  errors,
  attempts,
  servedByBucket,
  longestServedMs,
  cooldowns,
  pausedMs,
}: Told): ProviderHealth {
  const named = [...errors].map(([errorClass, count]) => ({ errorClass, attempts: count }));
  return {
    provider: toText(row['provider']),
    model: toText(row['model']),
    credentialId: toText(row['credential_id']),
    attempts,
    errors: named.toSorted((left, right) => right.attempts - left.attempts),
    durationP50Ms: percentileOfCounts(servedByBucket, 0.5, longestServedMs),
    durationP95Ms: percentileOfCounts(servedByBucket, 0.95, longestServedMs),
    cooldowns,
    pausedMs,
  };
}
