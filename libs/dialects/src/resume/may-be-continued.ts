import type { Ask } from '../ask.js';
import { arrayOf } from '../json/guards.js';

/**
 * Fields that make an answer more than one text with its reasoning, and the values that do: several answers, parts that
 * no other answer can go on with, answers that their provider keeps.
 */
const binding: Readonly<Record<string, (value: unknown) => boolean>> = {
  n: (value) => typeof value === 'number' && value > 1,
  logprobs: (value) => value === true,
  top_logprobs: (value) => typeof value === 'number' && value > 0,
  audio: (value) => value !== null,
  store: (value) => value === true,
  background: (value) => value === true,
  include: (value) => arrayOf(value).some((part) => part !== 'reasoning.encrypted_content'),
};

/** Whether another target may go on with an answer to this ask: it has no tools, and no state binds it to one provider. */
export function mayBeContinued({ facts, body }: Ask): boolean {
  if (facts.toolCount > 0 || facts.hostedTools.length > 0) return false;
  if (facts.bound.some(({ kind }) => kind !== 'proof')) return false;
  return facts.fields.every((field) => binding[field]?.(body.get(field)?.value) !== true);
}
