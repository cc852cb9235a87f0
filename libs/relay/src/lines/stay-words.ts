import type { Passed } from './pass-lines.js';

/** What became of a stay in a queue, for the caller who got nothing of it. */
export function stayWords({ left, waitedMs }: Extract<Passed<unknown>, { readonly kind: 'left' }>): string {
  if (left.kind === 'full') return `the queue for ${left.bucket} is full`;
  return `waited ${Math.round(waitedMs)} ms in the queue for ${left.bucket}`;
}
