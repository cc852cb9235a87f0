import { succeed, type Result } from '@smart-router/core';
import type { Ask } from './ask.js';
import type { Dialect, WrittenAsk } from './dialect.js';
import type { Note } from './neutral/note.js';
import { lostNote } from './notes.js';
import { isRecord } from './json/guards.js';
import type { LaneTarget } from './lane.js';
import { movedSystemNote, movesSystem, moveSystemTurns } from './leading-system.js';
import { boundNotes } from './bound-notes.js';
import { dispositionOf, isKnownField, lossesTo } from './losses.js';
import type { TargetBody } from './losses/disposition.js';
import { refuseLoss } from './refuse-loss.js';

/** A request body in the target's dialect, decided field by field by the losses table. */
export function translateAsk(dialect: Dialect, ask: Ask, target: LaneTarget): Result<WrittenAsk> {
  const losses = lossesTo(ask.facts, dialect.name);
  const [refusedField] = target.strict ? [...losses.refused, ...losses.dropped] : losses.refused;
  if (refusedField !== undefined)
    return refuseLoss({ field: refusedField, reason: reasonOf(refusedField, ask, dialect) }, dialect.name);
  const neutral = ask.neutral();
  if (!neutral.ok) return neutral;
  const moved = movesSystem(ask, target.capabilities);
  const written = dialect.writeAsk(moved ? moveSystemTurns(neutral.value) : neutral.value, target);
  if (!written.ok) return written;
  const notes = [
    ...droppedNotes(losses.dropped, ask, dialect),
    ...memberNotes(ask, dialect),
    ...neutral.value.notes,
    ...(moved ? [movedSystemNote(ask)] : []),
    ...written.value.notes,
  ];
  const lost = target.strict ? notes.find((note) => note.action === 'dropped') : undefined;
  if (lost !== undefined) return refuseLoss(lost, dialect.name);
  return succeed({ ...written.value, body: carryFields(written.value.body, ask, dialect), notes: boundNotes(notes) });
}

function droppedNotes(fields: readonly string[], ask: Ask, dialect: Dialect): readonly Note[] {
  return fields.map((field) => {
    const reason = reasonOf(field, ask, dialect);
    return isKnownField(ask.dialect, field) ? { field, action: 'dropped', reason } : lostNote('', field, reason);
  });
}

function reasonOf(field: string, ask: Ask, dialect: Dialect): string {
  return `${dialect.name} ${dispositionOf(ask.dialect, field, dialect.name).reason}`;
}

/** Members of mapped objects that nobody understood, as `text.tone`. */
function memberNotes(ask: Ask, dialect: Dialect): readonly Note[] {
  return ask.facts.fields.flatMap((field) => {
    const { members } = dispositionOf(ask.dialect, field, dialect.name);
    if (members === undefined) return [];
    const unknown = (ask.body.get(field)?.entries() ?? []).filter(
      ([name, value]) => !members.includes(name) && value.value !== null,
    );
    return unknown.map(([name]) => lostNote(field, name, `${dialect.name} has no counterpart`));
  });
}

/** Puts the fields in that the target's dialect shares with the caller's and the neutral form does not know. */
function carryFields(body: unknown, ask: Ask, dialect: Dialect): unknown {
  if (!isRecord(body)) return body;
  return ask.facts.fields.reduce<TargetBody>((carried, field) => {
    const { carry } = dispositionOf(ask.dialect, field, dialect.name);
    const value = carry === undefined ? undefined : ask.body.get(field);
    return carry === undefined || value === undefined ? carried : carry(carried, value);
  }, body);
}
