import type { Timeouts } from '@smart-router/core';
import { prepareCount, type CountDialect } from '@smart-router/dialects';
import { servedHeaders } from '../answer-headers.js';
import type { Candidate } from '../candidate.js';
import { passedHeaders } from '../headers/response-headers.js';
import { hopHeaders } from '../hops.js';
import type { ReadyTrip } from '../journey-state.js';
import { strangeProofs, type AskState } from '../state/ask-state.js';
import type { FailedResult, WholeResult } from '../upstream/exchange.js';
import { exchangeWhole } from '../upstream/exchange-whole.js';
import { hideKey } from '../upstream/hide-key.js';
import { outboundRequest } from '../upstream/outbound-request.js';
import { readWireFault } from '../upstream/read-wire-fault.js';

/** Asks one target for its count. Never rejects. */
export async function askForCount(
  trip: ReadyTrip,
  ask: {
    readonly dialect: CountDialect;
    readonly candidate: Candidate;
    readonly number: number;
    readonly state: AskState;
  },
): Promise<WholeResult | FailedResult> {
  const { dialect, number, candidate, state } = ask;
  const { target, credential } = candidate;
  const { endpoint, model, capabilities } = target;
  const lane = prepareCount(trip.ask, {
    ...{ dialect, model, capabilities, strangeProofs: strangeProofs(state, endpoint) },
  });
  const { request, notes } = outboundRequest({
    callerHeaders: trip.inbound.headers,
    ...{ endpoint, outbound: lane.outbound, stream: false, connectMs: target.timeouts.connectMs },
    hopHeaders: hopHeaders(trip, { endpoint, credential }),
    hop: { dialect, sameLane: true, model, capabilities, credential, keyId: trip.caller.keyId },
  });
  const result = await exchangeWhole({
    answerHeaders: (header) => ({
      ...passedHeaders(dialect, header),
      ...servedHeaders(trip, { target, attempts: number, notes }),
    }),
    ...{ pools: trip.house.pools, lane, request, timeouts: countTimeouts(target.timeouts) },
    readFault: (status, body) => readWireFault(dialect, status, body),
    now: () => trip.house.ports.clock.now(),
    whenGone: (listener) => trip.sink.whenGone(listener),
  });
  if (result.kind !== 'failed') return result;
  return { ...result, failure: hideKey(result.failure, credential.key?.reveal()) };
}

/** Nothing is generated, so the answer should come as soon as any first byte. */
function countTimeouts(timeouts: Timeouts): Timeouts {
  const limits = [timeouts.firstByteMs, timeouts.totalMs].filter((limit) => limit > 0);
  return { ...timeouts, totalMs: limits.length === 0 ? 0 : Math.min(...limits) };
}
