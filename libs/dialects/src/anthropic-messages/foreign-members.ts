import { isAbsent, objectOf, type WireObject } from '../json/guards.js';
import type { NeutralEvent } from '../neutral/events.js';
import { dialectName } from './wire.js';

/** Members of a message or of its last delta that say more than content, finish and usage. */
const members = ['container', 'context_management', 'diagnostics', 'input_transformations', 'stop_details'] as const;

/** What a message says beside its content, for callers whose dialect has no place for it. */
export function foreignMembers(holder: WireObject): readonly NeutralEvent[] {
  return members.flatMap((name) => {
    const value = holder[name];
    return saysNothing(value) ? [] : [{ kind: 'foreign', owner: dialectName, name, value } as const];
  });
}

function saysNothing(value: unknown): boolean {
  if (isAbsent(value)) return true;
  if (Array.isArray(value)) return value.length === 0;
  return Object.values(objectOf(value)).every((part) => isAbsent(part) || (Array.isArray(part) && part.length === 0));
}
