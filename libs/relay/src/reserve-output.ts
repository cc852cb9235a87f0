import type { ModelGroup, ServerSettings } from '@smart-router/config';
import type { Ask } from '@smart-router/dialects';
import { outputReservation } from '@smart-router/traffic-shaping';

/** Output tokens set aside for a request, whichever target of the group will serve it. */
export function reserveOutput(ask: Ask, group: ModelGroup, server: ServerSettings): number {
  const maxima = group.targets.map((target) => target.capabilities.maxOutputTokens ?? Infinity);
  const largest = Math.max(...maxima);
  return outputReservation({
    outputCap: ask.facts.outputCap,
    maxOutputTokens: largest === Infinity ? undefined : largest,
    defaultReservation: server.defaultOutputReservation,
  });
}
