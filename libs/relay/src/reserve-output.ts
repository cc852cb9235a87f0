import type { Caller } from '@smart-router/core';
import type { Catalog, ModelGroup } from '@smart-router/config';
import type { Ask } from '@smart-router/dialects';
import { outputReservation } from '@smart-router/traffic-shaping';
import type { Trip } from './journey-state.js';
import { mostOutputOf } from './most-output.js';

/** Output tokens set aside for a request, whichever target of the group will serve it. */
export function reserveOutput(
  trip: Trip,
  { caller, ask, group }: { readonly caller: Caller; readonly ask: Ask; readonly group: ModelGroup },
): number {
  const byCap = reservationByCap(ask, group, trip.catalog.server.defaultOutputReservation);
  return isObserved(caller, trip.catalog) ? trip.house.outputs.reservationFor(caller.keyId, byCap) : byCap;
}

/** Whether a key sets aside what its answers are observed to need. */
export function isObserved({ reserve }: Caller, { defaults }: Catalog): boolean {
  return (reserve ?? defaults.reserve) === 'observed';
}

function reservationByCap(ask: Ask, group: ModelGroup, defaultReservation: number): number {
  return outputReservation({
    outputCap: ask.facts.outputCap,
    maxOutputTokens: Math.max(...group.targets.map(mostOutputOf)),
    defaultReservation,
  });
}
