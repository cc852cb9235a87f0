import type { ModelGroup, ServerSettings } from '@smart-router/config';
import type { Ask } from '@smart-router/dialects';

/**
 * Output tokens set aside for a request: what the caller capped, else the smaller of what the group's models can give at
 * most and the configured default.
 */
export function reserveOutput(ask: Ask, group: ModelGroup, server: ServerSettings): number {
  if (ask.facts.outputCap !== undefined) return ask.facts.outputCap;
  const maxima = group.targets.map((target) => target.capabilities.maxOutputTokens ?? Infinity);
  return Math.min(Math.max(...maxima), server.defaultOutputReservation);
}
