import { costOf, type Caller, type UsageRecord } from '@smart-router/core';
import { callerGoneStatus } from './endings.js';
import { ledgerNotes } from './ledger-notes.js';
import { headerOf, type InboundHeaders } from './inbound.js';
import type { Ending, Trip } from './journey-state.js';

const maxClientRequestId = 128;

/** The ledger's row of a request: one, whatever happened. */
export function usageRecord(trip: Trip, caller: Caller, ending: Ending): UsageRecord {
  const { facts, target, outcome } = ending;
  const cost = costOfEnding(ending);
  const shaped = trip.evidence.seal();
  return {
    requestId: trip.requestId,
    startedAt: trip.startedAt,
    durationMs: trip.house.ports.clock.now() - trip.startedAt,
    firstTokenMs: ending.firstTokenMs,
    tokenId: caller.tokenId,
    keyId: caller.keyId,
    user: caller.user,
    project: caller.project,
    environment: caller.environment,
    organization: caller.organization,
    clientRequestId: headerOf(trip.inbound.headers, 'x-client-request-id')?.slice(0, maxClientRequestId),
    client: clientOf(trip.inbound.headers),
    inboundDialect: facts?.dialect ?? trip.dialect,
    requestedModel: facts?.model?.slice(0, 128),
    group: ending.group,
    target: target?.id,
    provider: target?.endpoint.provider,
    model: target?.model,
    targetDialect: target?.endpoint.dialect,
    stream: facts?.stream ?? false,
    status: ending.status,
    onDisconnect: leftMidway(ending) ? trip.catalog.server.onDisconnect : undefined,
    errorType: ending.fault?.type,
    errorClass: ending.errorClass,
    finish: outcome?.finish,
    attempts: ending.attempts,
    callerShapeEvents: shaped.ofCaller,
    upstreamShapeEvents: shaped.ofUpstream,
    fallbackUsed: target !== undefined && ending.attempts.length > 0 && ending.attempts[0]?.target !== target.id,
    tokens: outcome?.tokens ?? {},
    estimatedInputTokens: facts?.estimatedInputTokens ?? 0,
    reservedOutputTokens: ending.outputReservation,
    counted: ending.counted,
    costNanoUsd: cost.costNanoUsd,
    costBasis: cost.basis,
    prices: target?.prices,
    requestBytes: facts?.requestBytes ?? 0,
    toolCount: facts?.toolCount ?? 0,
    imageCount: facts?.imageCount ?? 0,
    notes: ledgerNotes(ending.notes),
    catalogHash: trip.catalog.hash,
  };
}

/** Whether the caller left while a provider was asked. */
function leftMidway({ status, attempts }: Ending): boolean {
  return status === callerGoneStatus && attempts.length > 0;
}

/** Nothing served costs nothing. Usage the provider never told is estimated from the input alone. */
function costOfEnding(ending: Ending): ReturnType<typeof costOf> {
  const { outcome, target, facts } = ending;
  if (outcome === undefined || target === undefined) return { costNanoUsd: 0n, basis: 'computed' };
  if (outcome.tokens.output !== undefined) return costOf(outcome.tokens, target.prices, 'computed');
  return costOf({ input: facts?.estimatedInputTokens ?? 0, ...outcome.tokens }, target.prices, 'estimated');
}

const clients = [
  ['claude-cli', 'claude-code'],
  ['claude-code', 'claude-code'],
  ['codex', 'codex'],
  ['anthropic', 'anthropic-sdk'],
  ['openai', 'openai-sdk'],
  ['ai-sdk', 'ai-sdk'],
  ['curl', 'curl'],
  ['python-requests', 'python-requests'],
] as const;

/** A short label from a closed list, so that a header cannot fill a column with its own words. */
function clientOf(headers: InboundHeaders): string | undefined {
  const agent = headerOf(headers, 'user-agent')?.toLowerCase();
  if (agent === undefined) return undefined;
  return clients.find(([word]) => agent.includes(word))?.[1] ?? 'other';
}
