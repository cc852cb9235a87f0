import type { Fault } from './fault.js';

/** An expected "yes" with its value, or an expected "no" with its fault. Bugs throw instead. */
export type Result<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly fault: Fault };

/** Wraps a value as a success. */
export function succeed<Value>(value: Value): Result<Value> {
  return { ok: true, value };
}

/** Wraps a fault as a refusal. */
export function refuse(fault: Fault): { readonly ok: false; readonly fault: Fault } {
  return { ok: false, fault };
}
