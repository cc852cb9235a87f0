import type { CallerLimits, CallerShape } from '@smart-router/core';
import type { Guard } from './guard.js';
import { openGroups, upstreamGroups } from './upstreams.js';

/** Callers that share a token and come too often for what limits them. */
export interface Crew {
  readonly name: string;
  readonly limits?: CallerLimits;
  readonly shape?: CallerShape;
  /** Asked in turn. */
  readonly groups: readonly string[];
  /** About so many requests a second fit its limit; the load sends a multiple of it. */
  readonly fitsPerSec: number;
  /** Output caps, in turn. */
  readonly outputCaps: readonly number[];
  /** How long the prompt is. */
  readonly words: number;
  readonly guards: readonly Guard[];
  /** Whether what does not fit is refused, or goes elsewhere. */
  readonly beyond: 'refused' | 'elsewhere';
}

const usual = { words: 8, outputCaps: [64, 200, 400], beyond: 'refused' } as const;
const day = { requests: 25, tokens: 2_500, costNanoUsd: 5_000_000n } as const;

/** Hard limits of a token, one crew each. */
const hardLimits: readonly Crew[] = [
  {
    ...{ ...usual, name: 'rpm', groups: openGroups('quick'), fitsPerSec: 0.75, limits: { rpm: 45 } },
    guards: [{ kind: 'minute', bucket: 'key.rpm', measure: 'requests', limit: 45 }],
  },
  {
    ...{ ...usual, name: 'tpm', groups: openGroups('quick'), fitsPerSec: 1, limits: { tpm: 2_400 } },
    guards: [{ kind: 'minute', bucket: 'key.tpm', measure: 'totalTokens', limit: 2_400 }],
  },
  {
    // Here the answers use what was set aside for them, to the last token.
    ...{ ...usual, name: 'tpm-used-up', groups: openGroups('wordy'), fitsPerSec: 0.7, limits: { tpm: 3_000 } },
    ...{ outputCaps: [24, 32, 40], guards: [minuteOfTokens(3_000)] },
  },
  {
    ...{ ...usual, name: 'concurrent', groups: openGroups('slow'), fitsPerSec: 2.5, limits: { concurrent: 3 } },
    guards: [{ kind: 'at-once', bucket: 'key.concurrent', limit: 3 }],
  },
  ...(['day', 'month'] as const).flatMap((period): readonly Crew[] => [
    {
      ...{ ...usual, name: `${period}-requests`, groups: openGroups('quick'), fitsPerSec: 0.6 },
      limits: { [period]: { requests: day.requests } },
      guards: [{ kind: period, bucket: `key.${period}.requests`, measure: 'requests', limit: day.requests }],
    },
    {
      ...{ ...usual, name: `${period}-tokens`, groups: openGroups('quick'), fitsPerSec: 0.6 },
      limits: { [period]: { tokens: day.tokens } },
      guards: [{ kind: period, bucket: `key.${period}.tokens`, measure: 'totalTokens', limit: day.tokens }],
    },
    {
      ...{ ...usual, name: `${period}-cost`, groups: openGroups('quick'), fitsPerSec: 0.6 },
      limits: { [period]: { costNanoUsd: day.costNanoUsd } },
      guards: [costOf(period)],
    },
  ]),
  {
    ...{ ...usual, name: 'lifetime-tokens', groups: openGroups('quick'), fitsPerSec: 0.6 },
    limits: { lifetime: { tokens: day.tokens } },
    guards: [{ kind: 'lifetime', bucket: 'key.lifetime.tokens', measure: 'totalTokens', limit: day.tokens }],
  },
  {
    ...{ ...usual, name: 'lifetime-cost', groups: openGroups('quick'), fitsPerSec: 0.6 },
    limits: { lifetime: { costNanoUsd: day.costNanoUsd } },
    guards: [costOf('lifetime')],
  },
];

function minuteOfTokens(limit: number): Guard {
  return { kind: 'minute', bucket: 'key.tpm', measure: 'totalTokens', limit };
}

function costOf(period: 'day' | 'month' | 'lifetime'): Guard {
  const limit = Number(day.costNanoUsd);
  return { kind: period, bucket: `key.${period}.cost_usd`, measure: 'costNanoUsd', limit };
}

/** Smoothing of a token, one crew a bucket. */
const smoothed: readonly Crew[] = [
  {
    ...{ ...usual, name: 'shape-starts', groups: openGroups('quick'), fitsPerSec: 0.6 },
    shape: { requestStartPerSec: 0.6, requestBurst: 4 },
    guards: [{ kind: 'rate', bucket: 'key.request_start_per_sec', measure: 'requests', perSec: 0.6, burst: 4 }],
  },
  {
    ...{ ...usual, name: 'shape-input', groups: openGroups('quick'), fitsPerSec: 0.6, words: 60 },
    shape: { inputTokensPerSec: 100, inputTokenBurst: 400 },
    guards: [{ kind: 'rate', bucket: 'key.input_tokens_per_sec', measure: 'inputTokens', perSec: 100, burst: 400 }],
  },
  {
    ...{ ...usual, name: 'shape-output', groups: openGroups('quick'), fitsPerSec: 0.6 },
    shape: { outputReservationTokensPerSec: 130, outputReservationTokenBurst: 900 },
    guards: [
      {
        ...{ kind: 'rate', bucket: 'key.output_reservation_tokens_per_sec', measure: 'outputTokens' },
        ...{ perSec: 130, burst: 900 },
      },
    ],
  },
  {
    ...{ ...usual, name: 'shape-total', groups: openGroups('quick'), fitsPerSec: 0.6 },
    shape: { totalReservedTokensPerSec: 150, totalReservedTokenBurst: 1_000 },
    guards: [
      {
        ...{ kind: 'rate', bucket: 'key.total_reserved_tokens_per_sec', measure: 'totalTokens' },
        ...{ perSec: 150, burst: 1_000 },
      },
    ],
  },
];

/** Smoothing of upstreams at every scope; their callers have no limits of their own. */
const upstream: readonly Crew[] = upstreamGroups.map(({ name, groups, fitsPerSec, words = 8, guards, beyond }) => ({
  ...{ ...usual, name, groups, fitsPerSec, words, guards, beyond: beyond ?? 'refused' },
}));

/** Everybody. */
export const crews: readonly Crew[] = [...hardLimits, ...smoothed, ...upstream];
