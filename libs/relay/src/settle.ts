import { costOf, totalInputTokens, type CountedUsage } from '@smart-router/core';
import type { Ending, ReadyTrip } from './journey-state.js';
import { isObserved } from './reserve-output.js';

/**
 * Ends the admission: actual usage replaces what was set aside; what served nothing gives everything back. Not awaited.
 * Returns what the limits have counted by then, for the ledger, from which they can be told again.
 */
export function settle(trip: ReadyTrip, ending: Ending, admittedAt: number): CountedUsage {
  const { ports, leases } = trip.house;
  leases.drop('request', trip.requestId); // first: whatever goes wrong here, the lease then expires
  const actual = actualOf(trip, ending);
  observe(trip, ending);
  // The store has its own degraded mode; a lease that could not be settled expires.
  ports.limits
    .settle({ leaseId: trip.requestId, turnId: undefined, actual, nowMs: ports.clock.now() })
    .catch(() => undefined);
  if (actual === undefined) return { admittedAt, tokens: 0, costNanoUsd: 0n };
  return { admittedAt, tokens: actual.inputTokens + actual.outputTokens, costNanoUsd: actual.costNanoUsd };
}

/** Learns from whole answers alone: one that broke or was left says little of what the next will need. */
function observe({ house, caller, catalog }: ReadyTrip, ending: Ending | undefined): void {
  const output = ending?.outcome?.complete === true ? ending.outcome.tokens.output : undefined;
  if (output !== undefined && isObserved(caller, catalog)) house.outputs.observe(caller.keyId, output);
}

/** Usage the provider never told counts as it was reserved. */
function actualOf(trip: ReadyTrip, ending: Ending) {
  if (ending.outcome === undefined || ending.target === undefined) return undefined;
  const { tokens } = ending.outcome;
  const inputTokens = totalInputTokens(tokens) ?? trip.ask.facts.estimatedInputTokens;
  const outputTokens = tokens.output ?? trip.outputReservation;
  return { inputTokens, outputTokens, costNanoUsd: countedCost(trip, ending, { inputTokens, outputTokens }) };
}

/** What the row says, but where that is an estimate: then output counts, too, as it was reserved. */
function countedCost(
  trip: ReadyTrip,
  ending: Ending,
  { inputTokens, outputTokens }: { readonly inputTokens: number; readonly outputTokens: number },
): bigint {
  const { basis, prices, costNanoUsd } = ending.bill;
  if (basis !== 'estimated') return costNanoUsd ?? 0n;
  const reserved = { input: inputTokens, output: outputTokens, images: trip.ask.facts.imageCount };
  return costOf(reserved, prices, 'computed').costNanoUsd ?? 0n;
}
