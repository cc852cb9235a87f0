import type { CallerShape, QueueRules } from '@smart-router/core';
import { numberAs, type Stored } from './limit-columns.js';

/** The traffic shape of a token in columns; all `null` takes the configured defaults. */
export interface ShapeRow<Value = Stored> {
  readonly request_start_per_sec: number | null;
  readonly request_burst: number | null;
  readonly input_tokens_per_sec: number | null;
  readonly input_token_burst: number | null;
  readonly output_reservation_tokens_per_sec: number | null;
  readonly output_reservation_token_burst: number | null;
  readonly total_reserved_tokens_per_sec: number | null;
  readonly total_reserved_token_burst: number | null;
  readonly queue_enabled: boolean | null;
  readonly queue_max_wait_ms: Value | null;
  readonly queue_max_depth: Value | null;
}

/** A shape out of its columns; `undefined` when none is set. */
export function readShape(row: ShapeRow): CallerShape | undefined {
  const queue = readQueue(row);
  const shape: CallerShape = {
    ...numberAs('requestStartPerSec', row.request_start_per_sec),
    ...numberAs('requestBurst', row.request_burst),
    ...numberAs('inputTokensPerSec', row.input_tokens_per_sec),
    ...numberAs('inputTokenBurst', row.input_token_burst),
    ...numberAs('outputReservationTokensPerSec', row.output_reservation_tokens_per_sec),
    ...numberAs('outputReservationTokenBurst', row.output_reservation_token_burst),
    ...numberAs('totalReservedTokensPerSec', row.total_reserved_tokens_per_sec),
    ...numberAs('totalReservedTokenBurst', row.total_reserved_token_burst),
    ...(queue === undefined ? {} : { queue }),
  };
  return Object.keys(shape).length === 0 ? undefined : shape;
}

/** A shape as columns. */
export function writeShape(shape: CallerShape | undefined): ShapeRow<number> {
  return {
    request_start_per_sec: shape?.requestStartPerSec ?? null,
    request_burst: shape?.requestBurst ?? null,
    input_tokens_per_sec: shape?.inputTokensPerSec ?? null,
    input_token_burst: shape?.inputTokenBurst ?? null,
    output_reservation_tokens_per_sec: shape?.outputReservationTokensPerSec ?? null,
    output_reservation_token_burst: shape?.outputReservationTokenBurst ?? null,
    total_reserved_tokens_per_sec: shape?.totalReservedTokensPerSec ?? null,
    total_reserved_token_burst: shape?.totalReservedTokenBurst ?? null,
    queue_enabled: shape?.queue?.enabled ?? null,
    queue_max_wait_ms: shape?.queue?.maxWaitMs ?? null,
    queue_max_depth: shape?.queue?.maxDepth ?? null,
  };
}

function readQueue(row: ShapeRow): QueueRules | undefined {
  const { queue_enabled: enabled, queue_max_wait_ms: maxWaitMs, queue_max_depth: maxDepth } = row;
  if (enabled === null) return undefined;
  return { enabled, maxWaitMs: Number(maxWaitMs ?? 0), maxDepth: Number(maxDepth ?? 0) };
}
