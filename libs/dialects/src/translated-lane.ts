import { refuse, succeed, type Result } from '@smart-router/core';
import type { Ask } from './ask.js';
import type { Dialect, ReadContext, WriteContext } from './dialect.js';
import { readBilling } from './billing.js';
import { openForeignNotes, type ForeignNotes } from './foreign-notes.js';
import type { Lane, LaneTarget, PreparedLane, ReplyStream, WholeAnswer } from './lane.js';
import { objectOf } from './json/guards.js';
import { foldEvents } from './neutral/fold.js';
import type { NeutralAsk } from './neutral/ask.js';
import { outcomeOf, withBilling } from './outcome.js';
import { readReplyBody, upstreamFault } from './reply-body.js';
import { openTranslatedStream } from './translated-stream.js';
import { translateAsk } from './translate-ask.js';
import { writeJson } from './json/write-json.js';

const encoder = new TextEncoder();

/** The lane between two different dialects: through the neutral form, both ways. */
export function translatedLane(caller: Dialect, target: Dialect): Lane {
  return {
    from: caller.name,
    to: target.name,
    prepare: (ask, laneTarget) => prepareTranslated({ caller, target }, ask, laneTarget),
  };
}

/** The two dialects of a lane. */
interface Pair {
  readonly caller: Dialect;
  readonly target: Dialect;
}

function prepareTranslated(pair: Pair, ask: Ask, target: LaneTarget): Result<PreparedLane> {
  const neutral = ask.neutral();
  if (!neutral.ok) return neutral;
  const translated = translateAsk(pair.target, ask, target);
  if (!translated.ok) return translated;
  const { body, notes, toolNames } = translated.value;
  const reading: ReadContext = { issuer: target.issuer, toolNames };
  const writing = writeContextOf(target, neutral.value);
  const foreign = openForeignNotes(pair.caller.name);
  const openStream = (): ReplyStream =>
    openTranslatedStream({
      reader: pair.target.openReader(reading),
      writer: pair.caller.openWriter(writing),
      foreign,
    });
  return succeed({
    outbound: { path: pair.target.path, body: encoder.encode(writeJson(body)), notes },
    replyNotes: () => foreign.notes,
    readWhole: (bytes) => readWhole(pair, bytes, { reading, writing, foreign }),
    openStream,
    openCheckedStream: openStream,
    openPart: (answer) => answer.openPart({ reader: pair.target.openReader(reading), foreign }),
  });
}

function writeContextOf(target: LaneTarget, ask: NeutralAsk): WriteContext {
  return { requestId: target.requestId, model: target.showModel, createdSeconds: target.createdSeconds, ask };
}

/** How the target's answers are read and the caller's written. */
interface Contexts {
  readonly reading: ReadContext;
  readonly writing: WriteContext;
  readonly foreign: ForeignNotes;
}

function readWhole(pair: Pair, bytes: Uint8Array, { reading, writing, foreign }: Contexts): Result<WholeAnswer> {
  const body = readReplyBody(pair.target, bytes);
  if (!body.ok) return body;
  const events = pair.target.readReply(body.value, reading);
  for (const event of events) foreign.see(event);
  const reply = foldEvents(events);
  if (reply.fault !== undefined) return refuse(upstreamFault(reply.fault));
  const written = pair.caller.writeReply(reply, writing);
  return succeed({
    body: encoder.encode(writeJson(written)),
    outcome: withBilling(outcomeOf(reply), readBilling(objectOf(body.value.value))),
  });
}
