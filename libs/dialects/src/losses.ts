import type { AskFacts, DialectName } from '@smart-router/core';
import { chatLosses } from './losses/chat-losses.js';
import { dropped, mapped, type Disposition, type LossRow, type LossTable } from './losses/disposition.js';
import { messagesLosses } from './losses/messages-losses.js';
import { responsesLosses } from './losses/responses-losses.js';

/** The fields of an ask that a dialect cannot take. */
export interface Losses {
  /** Left out at such a target, with a signal. */
  readonly dropped: readonly string[];
  /** Such a target cannot serve the ask. */
  readonly refused: readonly string[];
}

/** The one disposition table: caller's dialect → field → target's dialect. */
export const lossTables: Readonly<Record<DialectName, LossTable>> = {
  'openai-chat': chatLosses,
  'openai-responses': responsesLosses,
  'anthropic-messages': messagesLosses,
};

const unknownField: Disposition = dropped('does not know it');

/** What an ask would lose at a target of a dialect. Nothing at its own. */
export function lossesTo(facts: AskFacts, to: DialectName): Losses {
  if (facts.dialect === to) return { dropped: [], refused: [] };
  const named = (kind: Disposition['kind']): readonly string[] =>
    facts.fields.filter((field) => dispositionOf(facts.dialect, field, to).kind === kind);
  return { dropped: named('dropped'), refused: named('refused') };
}

/** What becomes of a top-level field on the way from one dialect to another. Unknown fields are dropped. */
export function dispositionOf(from: DialectName, field: string, to: DialectName): Disposition {
  if (from === to) return mapped;
  return rowOf(from, field)?.to[to] ?? unknownField;
}

/** Whether a field has a row in the table, so that its name is none the caller made up. */
export function isKnownField(from: DialectName, field: string): boolean {
  return rowOf(from, field) !== undefined;
}

/** Whether a field's value says no more than leaving the field out would; such fields are never lost. */
export function saysNothing(from: DialectName, field: string, value: unknown): boolean {
  return value === null || value === undefined || rowOf(from, field)?.saysNothing?.(value) === true;
}

function rowOf(from: DialectName, field: string): LossRow | undefined {
  const table = lossTables[from];
  return Object.hasOwn(table, field) ? table[field] : undefined;
}
