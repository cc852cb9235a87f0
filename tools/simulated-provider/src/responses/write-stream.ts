import type { ResponseOutputItem } from 'openai/resources/responses/responses';
import type { Frame, FrameRole } from '../frame.js';
import type { Question } from '../question/question.js';
import type { Script } from '../script/script.js';
import { itemEvents, openedItem, type ItemEvent } from './item-events.js';
import { outputItems } from './output-items.js';
import { finalStatus, responseObject, responsesUsage, writeResponse } from './response-object.js';

/** An event that does not know its number yet. */
type Unnumbered = ItemEvent & { readonly role: FrameRole };

/** A streamed Responses answer. */
export function writeResponsesStream(script: Script, question: Question): readonly Frame[] {
  const begun = { status: 'in_progress' as const, output: [], usage: null };
  const early = script.usageReports === 'twice' ? responsesUsage(script) : null;
  const events: readonly Unnumbered[] = [
    { role: 'open', type: 'response.created', response: responseObject(script, question, begun) },
    {
      role: 'open',
      type: 'response.in_progress',
      response: responseObject(script, question, { ...begun, usage: early }),
    },
    ...outputItems(script, question).flatMap((item, index) => eventsOfItem(item, index, script)),
    { role: 'terminal', type: `response.${finalStatus(script)}`, response: writeResponse(script, question) },
  ];
  return events.map(({ role, ...event }, sequence) => numbered(role, event, sequence));
}

function numbered(role: FrameRole, { type, ...rest }: ItemEvent, sequence: number): Frame {
  return { role, event: type, data: JSON.stringify({ type, sequence_number: sequence, ...rest }) };
}

function eventsOfItem(item: ResponseOutputItem, index: number, script: Script): readonly Unnumbered[] {
  const place = { output_index: index };
  return [
    { role: 'part', type: 'response.output_item.added', ...place, item: openedItem(item) },
    ...itemEvents(item, script).map((event) => ({
      role: event.type.endsWith('.delta') ? ('content' as const) : ('part' as const),
      ...event,
      ...place,
    })),
    { role: 'part', type: 'response.output_item.done', ...place, item },
  ];
}
