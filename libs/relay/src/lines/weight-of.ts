import type { QueueRules } from '@smart-router/core';

/** How much a project is served beside others. It may be called as something that every object has, like `constructor`. */
export function weightOf(weights: QueueRules['weights'] = {}, project: string): number {
  return Object.hasOwn(weights, project) ? (weights[project] ?? 1) : 1;
}
