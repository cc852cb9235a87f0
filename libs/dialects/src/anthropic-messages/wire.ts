import { fault, refuse } from '@smart-router/core';
import { isRecord } from '../json/guards.js';

/** An object off the wire: nothing is known of its members. */
export type WireObject = Readonly<Record<string, unknown>>;

/** This dialect's name, as facts and proofs carry it. */
export const dialectName = 'anthropic-messages';

const nothing: WireObject = {};

/** The value when it is an object, else an empty one. */
export function objectOf(value: unknown): WireObject {
  return isRecord(value) ? value : nothing;
}

/** The value when it is a string with something in it. */
export function filledString(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Whether a field was left out; `null` says the same. */
export function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}

/** What a message says it got: the kind of a value, never the value. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** Refuses with `invalid-request`, naming the field. */
export function invalid(param: string, message: string): ReturnType<typeof refuse> {
  return refuse(fault('invalid-request', message, { details: { param } }));
}

/** Refuses content that must not be lost and has no place at the target. */
export function unsupported(param: string, message: string): ReturnType<typeof refuse> {
  return refuse(fault('unsupported-parameter', message, { details: { param } }));
}
