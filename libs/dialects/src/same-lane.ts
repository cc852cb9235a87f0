import { refuse, succeed, type Result } from '@smart-router/core';
import { applyPatches } from './apply-patches.js';
import type { Ask } from './ask.js';
import { readBilling } from './billing.js';
import { openCheckedStream } from './checked-stream.js';
import type { Dialect, Patch, StreamReader } from './dialect.js';
import { openForeignNotes } from './foreign-notes.js';
import { integerOf, objectOf } from './json/guards.js';
import { movedSystemNote, movesSystem, patchSystemTurns } from './leading-system.js';
import type { Lane, LaneTarget, PreparedLane, ReplyStream, WholeAnswer } from './lane.js';
import type { Note } from './neutral/note.js';
import { withBilling } from './outcome.js';
import { refuseLoss } from './refuse-loss.js';
import { readReplyBody, upstreamFault } from './reply-body.js';
import { openSameStream } from './same-stream.js';
import { showModelInBody } from './show-model.js';

/** The lane between equal dialects: bytes pass, patched by name where they must be and nowhere else. */
export function sameLane(dialect: Dialect): Lane {
  return {
    from: dialect.name,
    to: dialect.name,
    prepare: (ask, target) => prepareSame(dialect, ask, target),
  };
}

function prepareSame(dialect: Dialect, ask: Ask, target: LaneTarget): Result<PreparedLane> {
  const moved = movesSystem(ask, target.capabilities);
  const patches = [...dialect.patch(ask.body, target), ...(moved ? patchSystemTurns(ask) : [])];
  const notes = [...notesOf(patches), ...(moved ? [movedSystemNote(ask)] : [])];
  const lost = target.strict ? notes.find(({ action }) => action === 'dropped') : undefined;
  if (lost !== undefined) return refuseLoss(lost, dialect.name);
  const foreign = openForeignNotes(dialect.name);
  const openReader = (): StreamReader => dialect.openReader({ issuer: target.issuer, toolNames: new Map() });
  const openStream = (): ReplyStream =>
    openSameStream({
      tap: dialect.openTap({ removeUsage: !asksForUsage(ask), choices: choicesOf(ask) }),
      requestId: target.requestId,
      showModel: target.showModel,
    });
  return succeed({
    replyNotes: () => foreign.notes,
    outbound: { path: dialect.path, body: applyPatches(ask.body.bytes, patches), notes },
    readWhole: (bytes) => readWhole(dialect, bytes, target.showModel),
    openStream,
    openCheckedStream: () => openCheckedStream(openStream(), openReader()),
    openPart: (answer) => answer.openPart({ reader: openReader(), foreign }),
  });
}

/** What the patches take away, each once. */
function notesOf(patches: readonly Patch[]): readonly Note[] {
  return [...new Set(patches.flatMap(({ note }) => note ?? []))];
}

function readWhole(dialect: Dialect, bytes: Uint8Array, showModel: string | undefined): Result<WholeAnswer> {
  const body = readReplyBody(dialect, bytes);
  if (!body.ok) return body;
  const outcome = withBilling(dialect.readOutcome(body.value), readBilling(objectOf(body.value.value)));
  if (outcome.fault !== undefined) return refuse(upstreamFault(outcome.fault));
  return succeed({ body: showModel === undefined ? bytes : showModelInBody(body.value, showModel), outcome });
}

/** Whether the caller itself wants the usage chunk; only Chat has this option. */
function asksForUsage(ask: Ask): boolean {
  return ask.body.get('stream_options')?.get('include_usage')?.value === true;
}

/** How many answers the caller asks for; only Chat gives several. */
function choicesOf(ask: Ask): number {
  const wanted = integerOf(ask.body.get('n')?.value) ?? 1;
  return Math.max(1, wanted);
}
