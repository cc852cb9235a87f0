import type { Fault, ReasoningCapability, Result } from '@smart-router/core';
import type { Outcome } from '../dialect.js';
import { ableTarget } from '../grammar/open-lane.laws.js';
import { joinBytes } from '../join-bytes.js';
import type { PreparedLane } from '../lane.js';
import { prepareLane } from '../lanes.js';
import { parseAsk } from '../parse-ask.js';
import { upstreamFault } from '../reply-body.js';
import type { PublishedDialect } from './exchanges.laws.js';

const effort: ReasoningCapability = {
  mode: 'opt_in',
  control: 'effort',
  efforts: ['low', 'medium', 'high'],
  minBudgetTokens: 1024,
  maxBudgetTokens: 32_000,
  summaries: true,
};

/** How a target of each dialect lets itself be told to think. */
const reasoningOf: Readonly<Record<PublishedDialect, ReasoningCapability>> = {
  'openai-chat': effort,
  'openai-responses': effort,
  'anthropic-messages': { ...effort, control: 'budget' },
};

/** Sends a body of a caller's dialect to a target that can do everything, thinking included. */
export function sendAsk(from: PublishedDialect, to: PublishedDialect, body: Uint8Array): Result<PreparedLane> {
  const ask = parseAsk(from, body, { maxDepth: 64 });
  if (!ask.ok) return ask;
  const target = ableTarget(to);
  return prepareLane(ask.value, { ...target, capabilities: { ...target.capabilities, reasoning: reasoningOf[to] } });
}

/** What the caller of a stream got. */
export interface StreamedAnswer {
  readonly bytes: Uint8Array;
  readonly outcome: Outcome;
  /** What the stream was ended with, when the provider's failed. */
  readonly fault: Fault | undefined;
}

/** Passes a provider's whole stream; one that fails is ended as the gateway would end it. */
export function passStream(lane: PreparedLane, bytes: Uint8Array): StreamedAnswer {
  const stream = lane.openStream();
  const pieces = [...stream.push(bytes), ...stream.end()].map((piece) => piece.bytes);
  const fault = stream.outcome.fault && upstreamFault(stream.outcome.fault);
  const last = fault === undefined ? [] : [stream.fail(fault)];
  return { bytes: joinBytes([...pieces, ...last]), outcome: stream.outcome, fault };
}
