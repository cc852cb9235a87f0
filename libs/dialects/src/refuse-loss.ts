import { fault, refuse, type DialectName, type Result } from '@smart-router/core';
import type { Note } from './neutral/note.js';

/** Callers name fields as they like; errors stay short. */
const maxFieldLength = 128;

/** Refuses what cannot be carried to a target, naming the field. The reason is a clause of its own, as in notes. */
export function refuseLoss(lost: Pick<Note, 'field' | 'reason'>, target: DialectName): Result<never> {
  const { reason } = lost;
  const field = lost.field.slice(0, maxFieldLength);
  const message = `${field} cannot be carried to a target of ${target}: ${reason}`;
  return refuse(fault('unsupported-parameter', message, { details: { param: field, dialect: target } }));
}
