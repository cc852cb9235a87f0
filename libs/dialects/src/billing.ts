import { maxCostNanoUsd } from '@smart-router/core';
import { filledString, isRecord, numberOf, objectOf, type WireObject } from './json/guards.js';

/** What a provider says of the charge of an answer; nobody else's dialect has a place for it. */
export interface Billing {
  /** The tier it served in, e.g. `flex`, `priority`. */
  readonly serviceTier?: string;
  /** What it charges, in nano-USD. */
  readonly costNanoUsd?: bigint;
}

/** Tiers are words; what is none is no tier. */
const tierWord = /^[\w.-]{1,32}$/;

const nanoUsdPerUsd = 1e9;

/** https://docs.x.ai/developers/cost-tracking: 10,000,000,000 ticks are a dollar. */
const ticksPerNanoUsd = 10;

/**
 * The tier and the charge that an answer, or a part of a stream that stands for it, tells. Chat and Responses name the
 * tier beside `usage`, Messages in it.
 * @see https://platform.openai.com/docs/api-reference/chat/object#chat/object-service_tier
 * @see https://platform.claude.com/docs/en/api/service-tiers
 */
export function readBilling(answer: WireObject): Billing | undefined {
  const usage = objectOf(answer['usage']);
  const word = filledString(answer['service_tier']) ?? filledString(usage['service_tier']);
  const serviceTier = word !== undefined && tierWord.test(word) ? word : undefined;
  const costNanoUsd = readCharge(usage);
  if (serviceTier === undefined) return costNanoUsd === undefined ? undefined : { costNanoUsd };
  return costNanoUsd === undefined ? { serviceTier } : { serviceTier, costNanoUsd };
}

/** What was told so far, with what came on top. */
export function joinBilling(known: Billing | undefined, more: Billing | undefined): Billing | undefined {
  return known === undefined || more === undefined ? (more ?? known) : { ...known, ...more };
}

function readCharge(usage: WireObject): bigint | undefined {
  const ticks = numberOf(usage['cost_in_usd_ticks']);
  if (ticks !== undefined) return amountOf(ticks / ticksPerNanoUsd);
  const cost = usage['cost'];
  // https://docs.perplexity.ai/api-reference/chat-completions-post: an object with the total in it
  const usd = isRecord(cost) ? numberOf(cost['total_cost']) : numberOf(cost);
  return usd === undefined ? undefined : amountOf((usd + ownKeyCharge(usage)) * nanoUsdPerUsd);
}

/**
 * A broker that used the account's own key at a provider tells its fee as the cost, and what the provider charges beside it.
 * @see https://openrouter.ai/docs/use-cases/usage-accounting
 */
function ownKeyCharge(usage: WireObject): number {
  if (usage['is_byok'] !== true) return 0;
  return numberOf(objectOf(usage['cost_details'])['upstream_inference_cost']) ?? 0;
}

/** Rounded half up to nano-USD; what nothing can cost is not believed. */
function amountOf(nanoUsd: number): bigint | undefined {
  return nanoUsd < 0 || nanoUsd > Number(maxCostNanoUsd) ? undefined : BigInt(Math.round(nanoUsd));
}
