import type { CallerLimits, Quota } from '@smart-router/core';

/** A number as the database yields it: bigint columns come as bigint or text, by connection. */
export type Stored = bigint | number | string | null;

/** The limits of a token in columns; all `null` takes the configured defaults. */
export interface LimitRow<Value = Stored> {
  readonly rpm: Value | null;
  readonly tpm: Value | null;
  readonly concurrent: Value | null;
  readonly day_requests: Value | null;
  readonly day_tokens: Value | null;
  readonly day_cost_nano_usd: Value | null;
  readonly month_requests: Value | null;
  readonly month_tokens: Value | null;
  readonly month_cost_nano_usd: Value | null;
  readonly lifetime_tokens: Value | null;
  readonly lifetime_cost_nano_usd: Value | null;
  readonly soft_percent: number | null;
}

/** Limits out of their columns; `undefined` when none is set. */
export function readLimits(row: LimitRow): CallerLimits | undefined {
  const limits: CallerLimits = {
    ...numberAs('rpm', row.rpm),
    ...numberAs('tpm', row.tpm),
    ...numberAs('concurrent', row.concurrent),
    ...partAs('day', readQuota(row.day_requests, row.day_tokens, row.day_cost_nano_usd)),
    ...partAs('month', readQuota(row.month_requests, row.month_tokens, row.month_cost_nano_usd)),
    ...partAs('lifetime', readQuota(null, row.lifetime_tokens, row.lifetime_cost_nano_usd)),
    ...numberAs('softPercent', row.soft_percent),
  };
  return Object.keys(limits).length === 0 ? undefined : limits;
}

/** Limits as columns. */
export function writeLimits(limits: CallerLimits | undefined): LimitRow<number | bigint> {
  return {
    rpm: limits?.rpm ?? null,
    tpm: limits?.tpm ?? null,
    concurrent: limits?.concurrent ?? null,
    day_requests: limits?.day?.requests ?? null,
    day_tokens: limits?.day?.tokens ?? null,
    day_cost_nano_usd: limits?.day?.costNanoUsd ?? null,
    month_requests: limits?.month?.requests ?? null,
    month_tokens: limits?.month?.tokens ?? null,
    month_cost_nano_usd: limits?.month?.costNanoUsd ?? null,
    lifetime_tokens: limits?.lifetime?.tokens ?? null,
    lifetime_cost_nano_usd: limits?.lifetime?.costNanoUsd ?? null,
    soft_percent: limits?.softPercent ?? null,
  };
}

/** A field of that name when the column has a value, else no field. */
export function numberAs<Name extends string>(name: Name, value: Stored): { readonly [Key in Name]?: number } {
  // An object of one computed key is typed by TypeScript as an index signature; it has that key alone.
  return value === null ? {} : ({ [name]: Number(value) } as { readonly [Key in Name]?: number });
}

function partAs<Name extends string, Part extends object>(name: Name, part: Part): { readonly [Key in Name]?: Part } {
  // As in numberAs.
  return Object.keys(part).length === 0 ? {} : ({ [name]: part } as { readonly [Key in Name]?: Part });
}

function readQuota(requests: Stored, tokens: Stored, costNanoUsd: Stored): Quota {
  return {
    ...numberAs('requests', requests),
    ...numberAs('tokens', tokens),
    ...(costNanoUsd === null ? {} : { costNanoUsd: BigInt(costNanoUsd) }),
  };
}
