import { laneDialects, type LaneDialect } from '../lane-config.js';
import type { Guard } from './guard.js';

/** How an upstream answers, as the simulated provider reads it. */
const manners = {
  quick: 'sim-ok+tokens-8+pace-10',
  wordy: 'sim-ok+tokens-60+pace-5',
  slow: 'sim-ok+tokens-20+pace-60',
  endless: 'sim-ok+tokens-3000+pace-50',
} as const;

/** The name of a way to answer. */
export type Manner = keyof typeof manners;

/** Groups nobody limits upstream, one a dialect. */
export function openGroups(manner: Manner): readonly string[] {
  return laneDialects.map((dialect) => `${manner}-${dialect}`);
}

/** Keys of a provider with two credentials; the simulated provider tells their ends. */
export const credentialKeys = { one: 'sk-simulated-one1', two: 'sk-simulated-two2' } as const;

/** A provider with a shape somewhere, and who is asked there. */
export interface UpstreamGroup {
  readonly name: string;
  readonly groups: readonly string[];
  readonly dialect: LaneDialect;
  readonly manner: Manner;
  readonly shapes: Partial<Record<'provider' | 'credential' | 'model' | 'target', object>>;
  readonly fitsPerSec: number;
  readonly words?: number;
  readonly guards: readonly Guard[];
  /** `elsewhere`: a second target without limits takes what does not fit. */
  readonly beyond?: 'elsewhere';
}

const [chat, responses, messages] = laneDialects;
const starts = { request_start_per_sec: 0.6, request_burst: 3 };

function startsGuard(scope: string, label: string, rate: { perSec: number; burst: number }, keyEnding?: string): Guard {
  return {
    ...{ kind: 'rate', bucket: `${scope}.request_start_per_sec`, measure: 'requests', ...rate },
    upstream: (arrival) =>
      arrival.model.endsWith(`+${label}`) && (keyEnding === undefined || arrival.keyEnding === keyEnding),
  };
}

/** One provider for each scope and kind of shape. The label behind the model's name keeps their arrivals apart. */
export const upstreamGroups: readonly UpstreamGroup[] = [
  {
    ...{ name: 'provider-starts', groups: ['provider-starts'], dialect: chat, manner: 'quick', fitsPerSec: 0.6 },
    shapes: { provider: starts },
    guards: [startsGuard('provider', 'provider-starts', { perSec: 0.6, burst: 3 })],
  },
  {
    ...{ name: 'provider-input', groups: ['provider-input'], dialect: responses, manner: 'quick', fitsPerSec: 0.6 },
    ...{ words: 60, shapes: { provider: { input_tokens_per_sec: 100, input_token_burst: 400 } } },
    guards: [amountGuard('provider.input_tokens_per_sec', 'inputTokens', { perSec: 100, burst: 400 })],
  },
  {
    ...{ name: 'provider-total', groups: ['provider-total'], dialect: messages, manner: 'quick', fitsPerSec: 0.6 },
    shapes: { provider: { total_reserved_tokens_per_sec: 150, total_reserved_token_burst: 1_000 } },
    guards: [amountGuard('provider.total_reserved_tokens_per_sec', 'totalTokens', { perSec: 150, burst: 1_000 })],
  },
  {
    ...{ name: 'provider-at-once', groups: ['provider-at-once'], dialect: chat, manner: 'slow', fitsPerSec: 1.7 },
    shapes: { provider: { concurrent: 2 } },
    guards: [{ kind: 'at-once', bucket: 'provider.concurrent', limit: 2, upstream: () => true }],
  },
  {
    name: 'credential-starts',
    groups: ['credential-starts'],
    dialect: responses,
    manner: 'quick',
    fitsPerSec: 0.6,
    shapes: { credential: { request_start_per_sec: 0.3, request_burst: 2 } },
    guards: ['one1', 'two2'].map((ending) =>
      startsGuard('credential', 'credential-starts', { perSec: 0.3, burst: 2 }, ending),
    ),
  },
  {
    name: 'credential-at-once',
    groups: ['credential-at-once'],
    dialect: messages,
    manner: 'slow',
    fitsPerSec: 1.7,
    shapes: { credential: { concurrent: 1 } },
    guards: ['one1', 'two2'].map((ending) => ({
      ...{ kind: 'at-once', bucket: 'credential.concurrent', limit: 1 },
      upstream: ({ keyEnding }) => keyEnding === ending,
    })),
  },
  {
    // Two groups ask the same model.
    ...{ name: 'model-starts', groups: ['model-starts', 'model-starts-2'], dialect: chat, manner: 'quick' },
    ...{ fitsPerSec: 0.6, shapes: { model: starts } },
    guards: [startsGuard('model', 'model-starts', { perSec: 0.6, burst: 3 })],
  },
  {
    ...{ name: 'target-starts', groups: ['target-starts'], dialect: messages, manner: 'quick', fitsPerSec: 0.6 },
    shapes: { target: starts },
    guards: [startsGuard('target', 'target-starts', { perSec: 0.6, burst: 3 })],
  },
  {
    ...{ name: 'around', groups: ['around'], dialect: chat, manner: 'quick', fitsPerSec: 0.6, beyond: 'elsewhere' },
    shapes: { provider: starts },
    guards: [startsGuard('provider', 'around', { perSec: 0.6, burst: 3 })],
  },
];

/** For a caller alone with the limit of an upstream. */
export const patientGroup: UpstreamGroup = {
  ...{ name: 'patient-starts', groups: ['patient-starts'], dialect: chat, manner: 'quick', fitsPerSec: 0.6 },
  shapes: { provider: { request_start_per_sec: 0.1, request_burst: 1 } },
  guards: [startsGuard('provider', 'patient-starts', { perSec: 0.1, burst: 1 })],
};

/** For places that a killed replica held. */
export const heldGroup: UpstreamGroup = {
  ...{ name: 'held-places', groups: ['held-places'], dialect: messages, manner: 'endless', fitsPerSec: 1 },
  shapes: { provider: { concurrent: 2 } },
  guards: [{ kind: 'at-once', bucket: 'provider.concurrent', limit: 2, upstream: () => true }],
};

function amountGuard(
  bucket: string,
  measure: 'inputTokens' | 'totalTokens',
  rate: { readonly perSec: number; readonly burst: number },
): Guard {
  return { kind: 'rate', bucket, measure, ...rate, upstream: () => true };
}

/** The model an upstream sends the provider, with the label of who is asked. */
export function simulatedModel(manner: Manner, label: string): string {
  return `${manners[manner]}+${label}`;
}
