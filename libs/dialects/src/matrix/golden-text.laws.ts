import type { Fault } from '@smart-router/core';
import type { Outcome } from '../dialect.js';
import { jsonText, valueOf } from '../generated.laws.js';
import type { JsonText } from '../json/json-text.js';
import { writeJson } from '../json/write-json.js';
import type { PreparedLane } from '../lane.js';
import { callerOfAnswers } from './curated-fixtures.laws.js';
import { passStream, sendAsk } from './lane-run.laws.js';
import { prettyJson } from './pretty-json.laws.js';
import { eventsIn } from './sse-data.laws.js';
import type { Exchange, PublishedDialect } from './exchanges.laws.js';

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** What a lane makes of a fixture, as it is kept in a golden file. */
export function goldenText(from: PublishedDialect, to: PublishedDialect, exchange: Exchange): string {
  return `${prettyJson(jsonText(writeJson(goldenOf(from, to, exchange))))}\n`;
}

function goldenOf(from: PublishedDialect, to: PublishedDialect, { ask, reply, stream }: Exchange): unknown {
  if (ask !== undefined) return goldenAsk(from, to, ask);
  const lane = valueOf(sendAsk(from, to, callerOfAnswers(from)));
  if (reply !== undefined) return goldenReply(lane, reply);
  return goldenStream(lane, stream ?? new Uint8Array());
}

function goldenAsk(from: PublishedDialect, to: PublishedDialect, ask: Uint8Array): unknown {
  const sent = sendAsk(from, to, ask);
  if (!sent.ok) return { refused: shownFault(sent.fault) };
  const { path, body, notes } = sent.value.outbound;
  return { path, notes, body: bodyOrUnchanged(body, ask) };
}

function goldenReply(lane: PreparedLane, reply: Uint8Array): unknown {
  const whole = lane.readWhole(reply);
  if (!whole.ok) return { refused: shownFault(whole.fault) };
  const { body, outcome } = whole.value;
  return { outcome: shownOutcome(outcome), notes: lane.replyNotes(), body: bodyOrUnchanged(body, reply) };
}

function goldenStream(lane: PreparedLane, stream: Uint8Array): unknown {
  const { bytes, outcome, fault } = passStream(lane, stream);
  const events = decode(bytes) === decode(stream) ? 'unchanged' : eventsIn(bytes).map(shownEvent);
  const ended = fault === undefined ? {} : { fault: shownFault(fault) };
  return { outcome: shownOutcome(outcome), notes: lane.replyNotes(), ...ended, events };
}

function shownEvent({ event, data }: { readonly event: string | undefined; readonly data: string }): unknown {
  const value = data === '[DONE]' ? data : jsonText(data);
  return event === undefined || (typeof value !== 'string' && value.get('type')?.value === event)
    ? value
    : { event, data: value };
}

/** Bytes that passed need not be shown again. */
function bodyOrUnchanged(body: Uint8Array, original: Uint8Array): JsonText | string {
  return decode(body) === decode(original) ? 'unchanged' : jsonText(decode(body));
}

function shownFault({ type, message, details }: Fault): unknown {
  return { type, message, details };
}

function shownOutcome({ id, model, ...rest }: Outcome): unknown {
  return { ...rest, id, model };
}
