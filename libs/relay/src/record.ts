import type { Caller, UsageRecord } from '@smart-router/core';
import { callerGoneStatus } from './endings.js';
import { ledgerNotes } from './ledger-notes.js';
import { headerOf, type InboundHeaders } from './inbound.js';
import type { Ending, Trip } from './journey-state.js';

const maxClientRequestId = 128;

/** The ledger's row of a request: one, whatever happened. */
export function usageRecord(trip: Trip, caller: Caller, ending: Ending): UsageRecord {
  const { facts, target, outcome, bill } = ending;
  const shaped = trip.evidence.seal();
  const traced = trip.trace.told();
  return {
    requestId: trip.requestId,
    startedAt: trip.startedAt,
    durationMs: trip.house.ports.clock.now() - trip.startedAt,
    firstTokenMs: ending.firstTokenMs,
    bodyReadMs: traced.bodyReadMs,
    plannedMs: traced.plannedMs,
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
    decision: traced.decision,
    candidates: traced.candidates,
    traceEvents: traced.traceEvents,
    callerShapeEvents: shaped.ofCaller,
    upstreamShapeEvents: shaped.ofUpstream,
    fallbackUsed: target !== undefined && ending.attempts.length > 0 && ending.attempts[0]?.target !== target.id,
    tokens: outcome?.tokens ?? {},
    estimatedInputTokens: facts?.estimatedInputTokens ?? 0,
    reservedOutputTokens: ending.outputReservation,
    counted: ending.counted,
    costNanoUsd: bill.costNanoUsd,
    costBasis: bill.basis,
    upstreamCostNanoUsd: bill.upstreamCostNanoUsd,
    serviceTier: bill.serviceTier,
    prices: bill.prices,
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
