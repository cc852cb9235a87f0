import type { DialectName } from '@smart-router/core';
import type { JsonText } from '../json/json-text.js';

/** What becomes of a top-level request field at a target of another dialect. */
export interface Disposition {
  readonly kind: 'mapped' | 'dropped' | 'refused';
  readonly reason: string;
  /** For a mapped field the neutral form does not know: puts the caller's value in the target's body. */
  readonly carry?: Carry;
  /** For a mapped object: its members that are understood; any other one is dropped with a note. */
  readonly members?: readonly string[];
}

/** Puts a caller's value into a target body. */
export type Carry = (body: TargetBody, value: JsonText) => TargetBody;

/** A request body under construction. */
export type TargetBody = Readonly<Record<string, unknown>>;

/** One field of one dialect: what becomes of it at each other dialect. */
export interface LossRow {
  readonly to: Readonly<Partial<Record<DialectName, Disposition>>>;
  /** Values that say no more than leaving the field out; `null` always is one. */
  readonly saysNothing?: (value: unknown) => boolean;
}

/** Every field of a dialect by name. */
export type LossTable = Readonly<Record<string, LossRow>>;

/** The neutral form carries it. */
export const mapped: Disposition = { kind: 'mapped', reason: 'has a counterpart' };

/** The neutral form carries these members of it. */
export function mappedMembers(...members: readonly string[]): Disposition {
  return { ...mapped, members };
}

/** The target's dialect has the same field; the value is taken over as it is. */
export function carried(field: string): Disposition {
  return {
    kind: 'mapped',
    reason: 'is the same field there',
    carry: (body, value) => (field in body ? body : { ...body, [field]: value }),
  };
}

/** Left out, and the caller is told. */
export function dropped(reason: string): Disposition {
  return { kind: 'dropped', reason };
}

/** Must not be lost: such a target cannot serve the ask. */
export function refused(reason: string): Disposition {
  return { kind: 'refused', reason };
}
