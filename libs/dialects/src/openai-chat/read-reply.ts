import type { Outcome, ReadContext } from '../dialect.js';
import { arrayOf } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import type { NeutralEvent } from '../neutral/events.js';
import { foldEvents } from '../neutral/fold.js';
import { outcomeOf } from '../outcome.js';
import { ReplyAssembly } from './assemble-reply.js';
import { isFirstChoice, objectOf, type WireObject } from './wire.js';

/** A whole Chat reply as the events its stream would give. */
export function readReply(body: JsonText, context: ReadContext): readonly NeutralEvent[] {
  const assembly = new ReplyAssembly(context);
  const reply = objectOf(body.value);
  const choice = objectOf(arrayOf(reply['choices']).find(isFirstChoice));
  const delta = numberCalls(objectOf(choice['message']));
  const chunk = { ...reply, choices: Object.keys(choice).length === 0 ? [] : [{ ...choice, delta }] };
  return [...assembly.take(chunk), ...assembly.done()];
}

/** What became of a whole reply, for the lane that does not translate it. */
export function readOutcome(body: JsonText): Outcome {
  return outcomeOf(foldEvents(readReply(body, { issuer: '', toolNames: new Map() })));
}

/** In a whole message every item is a call of its own, whatever index or id it has. */
function numberCalls(message: WireObject): WireObject {
  const calls = arrayOf(message['tool_calls']);
  return calls.length === 0
    ? message
    : { ...message, tool_calls: calls.map((call, index) => ({ ...objectOf(call), index })) };
}
