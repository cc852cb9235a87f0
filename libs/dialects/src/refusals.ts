import { fault, refuse } from '@smart-router/core';

/** Refuses with `invalid-request`, naming the field. */
export function invalid(param: string, message: string): ReturnType<typeof refuse> {
  return refuse(fault('invalid-request', message, { details: { param } }));
}

/** Refuses content that must not be lost and has no place at the target, naming the field. */
export function unsupported(param: string, message: string): ReturnType<typeof refuse> {
  return refuse(fault('unsupported-parameter', message, { details: { param } }));
}
