import type { AttemptRecord, Result } from '@smart-router/core';
import { prepareLane, type JointAnswer, type Note, type PreparedLane } from '@smart-router/dialects';
import { announceBench } from './announce-bench.js';
import { servedHeaders } from './answer-headers.js';
import { believeHint } from './believe-hint.js';
import { billOf, type Bill } from './bill.js';
import type { Candidate } from './candidate.js';
import { upstreamPath } from './compaction.js';
import { failureOfTarget } from './failure-of-target.js';
import { finishTurn } from './finish-turn.js';
import { passedHeaders } from './headers/response-headers.js';
import { hopHeaders } from './hops.js';
import type { ReadyTrip } from './journey-state.js';
import { strangeProofs, type AskState } from './state/ask-state.js';
import type { StreamStage } from './stream-stage.js';
import type { AttemptFailure, Exchange, ExchangeResult } from './upstream/exchange.js';
import { exchangeStream } from './upstream/exchange-stream.js';
import { exchangeWhole } from './upstream/exchange-whole.js';
import { hideKey } from './upstream/hide-key.js';
import { outboundRequest, type OutboundRequest } from './upstream/outbound-request.js';
import { readWireFault } from './upstream/read-wire-fault.js';

/** One attempt that was really sent. */
export interface Attempted {
  readonly candidate: Candidate;
  readonly lane: PreparedLane;
  /** What was left out on the way there: of the body by the lane, of the headers by their table. */
  readonly notes: readonly Note[];
  readonly result: ExchangeResult;
  /** Of what was answered; `undefined` when nothing was. */
  readonly bill: Bill | undefined;
  readonly record: AttemptRecord;
}

/** A reserved target with its translation. */
export interface Turn {
  readonly number: number;
  readonly candidate: Candidate;
  readonly lane: PreparedLane;
  /** The answer this attempt gives a part of; `undefined` when it gives one of its own. */
  readonly joint: JointAnswer | undefined;
}

/** Translates the ask for a target. */
export function translate(trip: ReadyTrip, candidate: Candidate, state: AskState): Result<PreparedLane> {
  const { server } = trip.catalog;
  const { target } = candidate;
  return prepareLane(trip.ask, {
    dialect: target.endpoint.dialect,
    model: target.model,
    issuer: target.endpoint.issuer,
    capabilities: target.capabilities,
    defaultMaxTokens: Math.min(server.translation.defaultMaxTokens, target.capabilities.maxOutputTokens ?? Infinity),
    strict: server.translation.strict,
    requestId: trip.requestId,
    showModel: server.modelIdentity === 'requested_group' ? trip.group.name : undefined,
    createdSeconds: Math.floor(trip.startedAt / 1000),
    strangeProofs: strangeProofs(state, target.endpoint),
  });
}

/** Sends one attempt and waits for its end; the turn of the reservation is settled and reported. */
export async function attemptOne(trip: ReadyTrip, turn: Turn, stage: StreamStage | undefined): Promise<Attempted> {
  const { leases, ports } = trip.house;
  const turnId = turnIdOf(trip, turn.number);
  const startedAt = ports.clock.now();
  leases.hold('turn', turnId);
  const outbound = outboundOf(trip, turn.candidate, turn.lane);
  const notes = [...turn.lane.outbound.notes, ...outbound.notes];
  const exchange = exchangeOf(trip, turn, { ...outbound, notes });
  const ended =
    stage === undefined
      ? await exchangeWhole(exchange)
      : await exchangeStream(exchange, { stage, sink: trip.sink, ...streamManners(trip, turn) });
  const result = withoutKey(ended, turn.candidate.credential.key?.reveal());
  leases.drop('turn', turnId);
  const { number, candidate } = turn;
  const failure = failureOfTarget(result, failureOfResult(result), candidate.target);
  finishTurn(trip, { turnId, number, candidate, failure });
  announceBench(trip, candidate, failure);
  const record = attemptRecord({
    number: turn.number,
    candidate: turn.candidate,
    startedAt,
    durationMs: ports.clock.now() - startedAt,
    requestBytes: outbound.request.body.length,
    result,
  });
  return {
    candidate: turn.candidate,
    lane: turn.lane,
    notes,
    result: withBelievedHint(result, turn.candidate),
    bill: result.kind === 'failed' ? undefined : billOf(result.outcome, candidate.target, trip.ask.facts),
    record,
  };
}

/** What follows an attempt goes by the believed hint; its record keeps what the provider said. */
function withBelievedHint(result: ExchangeResult, { target }: Candidate): ExchangeResult {
  if (result.kind !== 'failed') return result;
  return { ...result, failure: believeHint(result.failure, target.endpoint.backoff) };
}

/** What went wrong with an attempt; `undefined` when it went well. */
export function failureOfResult(result: ExchangeResult): AttemptFailure | undefined {
  if (result.kind === 'failed') return result.failure;
  return result.kind === 'streamed' ? result.broken : undefined;
}

function streamManners({ group }: ReadyTrip, { lane, joint }: Turn) {
  const commitAfterMs = group.streamCommitAfterMs;
  if (group.midStream === 'hold')
    return { commitAfterMs, stream: lane.openCheckedStream(), release: 'when-whole' } as const;
  const stream = joint === undefined ? lane.openStream() : lane.openPart(joint);
  return { commitAfterMs, stream, release: 'at-once' } as const;
}

/** No provider's words leave this file with our key among them. */
function withoutKey(result: ExchangeResult, key: string | undefined): ExchangeResult {
  if (result.kind === 'failed') return { ...result, failure: hideKey(result.failure, key) };
  if (result.kind !== 'streamed' || result.broken === undefined) return result;
  return { ...result, broken: hideKey(result.broken, key) };
}

/** Names the reservation of an attempt. */
export function turnIdOf(trip: ReadyTrip, number: number): string {
  return `${trip.requestId}.${number}`;
}

function outboundOf(trip: ReadyTrip, { target, credential }: Candidate, lane: PreparedLane): OutboundRequest {
  const { endpoint, model, capabilities } = target;
  const sameLane = trip.dialect === endpoint.dialect;
  return outboundRequest({
    endpoint,
    outbound: { ...lane.outbound, path: upstreamPath(trip, lane.outbound.path) },
    stream: trip.ask.facts.stream,
    connectMs: target.timeouts.connectMs,
    callerHeaders: trip.inbound.headers,
    hopHeaders: hopHeaders(trip, { endpoint, credential }),
    hop: { dialect: endpoint.dialect, sameLane, model, capabilities, credential, keyId: trip.caller.keyId },
  });
}

function exchangeOf(
  trip: ReadyTrip,
  turn: { readonly number: number; readonly candidate: Candidate; readonly lane: PreparedLane },
  { request, notes }: OutboundRequest,
): Exchange {
  const { candidate, lane, number } = turn;
  const { target } = candidate;
  const { facts } = trip.ask;
  const sameLane = trip.dialect === target.endpoint.dialect;
  return {
    pools: trip.house.pools,
    lane,
    timeouts: target.timeouts,
    firstTokenMs: facts.reasoning === undefined ? target.timeouts.firstTokenMs : target.timeouts.reasoningFirstTokenMs,
    request,
    answerHeaders: (header) => ({
      ...servedHeaders(trip, { target, attempts: number, notes }),
      ...(sameLane && passedHeaders(trip.dialect, header)),
    }),
    readFault: (status, body) => readWireFault(target.endpoint.dialect, status, body),
    now: () => trip.house.ports.clock.now(),
    whenGone: (listener) => {
      if (trip.catalog.server.onDisconnect === 'cancel') trip.sink.whenGone(listener);
    },
  };
}

function attemptRecord(attempt: {
  readonly number: number;
  readonly candidate: Candidate;
  readonly startedAt: number;
  readonly durationMs: number;
  readonly requestBytes: number;
  readonly result: ExchangeResult;
}): AttemptRecord {
  const { target, credential } = attempt.candidate;
  const { result } = attempt;
  const { timing } = result;
  const failure = failureOfResult(result);
  return {
    number: attempt.number,
    target: target.id,
    provider: target.endpoint.provider,
    model: target.model,
    dialect: target.endpoint.dialect,
    credentialId: credential.id,
    startedAt: attempt.startedAt,
    durationMs: attempt.durationMs,
    connectedMs: timing.connectedMs,
    firstByteMs: timing.firstByteMs,
    firstTokenMs: timing.firstTokenMs,
    upstreamStatus: timing.status,
    upstreamRequestId: timing.requestId,
    errorClass: failure?.errorClass,
    retryAfterMs: failure?.retryAfterMs,
    timeoutPhase: failure?.timeoutPhase,
    isKept: result.kind !== 'failed',
    requestBytes: attempt.requestBytes,
    responseBytes: timing.responseBytes,
  };
}
