import type { Outcome, ReadContext } from '../dialect.js';
import { incompleteStream } from '../incomplete-stream.js';
import { filledString, objectOf } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import type { NeutralEvent } from '../neutral/events.js';
import { foldEvents } from '../neutral/fold.js';
import { joinState, nothingSeen, outcomeOf } from '../outcome.js';
import { ReplyAssembly } from './assemble-reply.js';
import { issuedByResponse } from './issued-state.js';

/** What ends a response of a status; a response of another status goes on in the background. */
const lastEvents: ReadonlyMap<string, string> = new Map(
  ['completed', 'incomplete', 'failed', 'cancelled'].map((status) => [status, `response.${status}`]),
);

/** A whole response as the events its stream would give. */
export function readReply(body: JsonText, context: ReadContext): readonly NeutralEvent[] {
  const assembly = new ReplyAssembly(context);
  const response = objectOf(body.value);
  const status = filledString(response['status']) ?? 'completed';
  const type = lastEvents.get(status);
  const begun = assembly.take('response.created', { response });
  if (type !== undefined) return [...begun, ...assembly.take(type, { response })];
  const message = `the provider answered before the response was finished: its status is ${status}`;
  return [...begun, ...assembly.fail({ ...incompleteStream, message })];
}

/**
 * What became of a whole reply, for the lane that does not translate it. One that goes on in the background was
 * answered well: its caller will ask the provider for the rest.
 */
export function readOutcome(body: JsonText): Outcome {
  const response = objectOf(body.value);
  const { id, model, status = 'completed' } = response;
  if (status === 'queued' || status === 'in_progress') {
    const state = issuedByResponse(response);
    return { ...nothingSeen, id: filledString(id), model: filledString(model), complete: true, state };
  }
  const outcome = outcomeOf(foldEvents(readReply(body, { issuer: '', toolNames: new Map() })));
  return { ...outcome, state: joinState([], issuedByResponse(response)) };
}
