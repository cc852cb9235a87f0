import type { Caller } from '@smart-router/core';

/** Whether a caller may use a model group: named in `allow`, or covered by an entry that ends in `*`. */
export function mayUse(caller: Caller, group: string): boolean {
  return caller.allow.some((entry) => (entry.endsWith('*') ? group.startsWith(entry.slice(0, -1)) : entry === group));
}
