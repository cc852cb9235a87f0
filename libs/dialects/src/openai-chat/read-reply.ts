import type { Outcome, ReadContext } from '../dialect.js';
import { arrayOf, filledString, isRecord, objectOf, type WireObject } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import type { NeutralEvent } from '../neutral/events.js';
import { foldEvents } from '../neutral/fold.js';
import { outcomeOf } from '../outcome.js';
import { ReplyAssembly } from './assemble-reply.js';
import { readFinish, type AnswerContent } from './finish.js';
import { readUsage } from './usage.js';
import { firstChoice } from './wire.js';

/** A whole Chat reply as the events its stream would give. */
export function readReply(body: JsonText, context: ReadContext): readonly NeutralEvent[] {
  const assembly = new ReplyAssembly(context);
  const reply = objectOf(body.value);
  const choice = firstChoice(reply['choices']);
  const others = arrayOf(reply['choices']).filter((other) => other !== choice);
  const delta = numberCalls(objectOf(choice['message']));
  const chunk = { ...reply, choices: Object.keys(choice).length === 0 ? [] : [{ ...choice, delta }, ...others] };
  return [...assembly.take(chunk), ...assembly.done()];
}

/**
 * What became of a whole reply, for the lane that does not translate it. A finished one is read without building its
 * events; the rest is told by them.
 */
export function readOutcome(body: JsonText): Outcome {
  const reply = objectOf(body.value);
  const choice = firstChoice(reply['choices']);
  const word = filledString(choice['finish_reason']);
  if (word === undefined || reply['error'] !== undefined) {
    return outcomeOf(foldEvents(readReply(body, { issuer: '', toolNames: new Map() })));
  }
  return {
    id: filledString(reply['id']),
    model: filledString(reply['model']),
    finish: readFinish(word, contentOf(objectOf(choice['message']))),
    tokens: readUsage(reply['usage']),
    fault: undefined,
    complete: true,
    state: undefined,
    billing: undefined,
  };
}

function contentOf(message: WireObject): AnswerContent {
  return {
    toolCalls: arrayOf(message['tool_calls']).length > 0 || isRecord(message['function_call']),
    refusal: filledString(message['refusal']) !== undefined,
  };
}

/** In a whole message every item is a call of its own, whatever index or id it has. */
function numberCalls(message: WireObject): WireObject {
  const calls = arrayOf(message['tool_calls']);
  return calls.length === 0
    ? message
    : { ...message, tool_calls: calls.map((call, index) => ({ ...objectOf(call), index })) };
}
