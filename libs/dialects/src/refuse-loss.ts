import { fault, refuse, type DialectName, type Result } from '@smart-router/core';
import type { Note } from './neutral/note.js';

/** Refuses what cannot be carried to a target, naming the field. The reason is a clause of its own, as in notes. */
export function refuseLoss({ field, reason }: Pick<Note, 'field' | 'reason'>, target: DialectName): Result<never> {
  const message = `${field} cannot be carried to a target of ${target}: ${reason}`;
  return refuse(fault('unsupported-parameter', message, { details: { param: field, dialect: target } }));
}
