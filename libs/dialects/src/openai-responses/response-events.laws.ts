import type { ReadContext } from '../dialect.js';
import { readContext } from '../generated.laws.js';
import type { NeutralEvent } from '../neutral/events.js';
import { foldEvents } from '../neutral/fold.js';
import { formatEvent } from '../sse/format.js';
import { encode, expectOrder } from '../streams.laws.js';
import { openReader } from './read-stream.js';

/** An event as the API sends it. */
export interface WireEvent extends Readonly<Record<string, unknown>> {
  readonly type: string;
}

/** Events as a stream. */
export const streamOf = (events: readonly WireEvent[]): string =>
  events.map((event) => formatEvent(event.type, JSON.stringify(event))).join('');

/** What a stream of events says; checked to be in order, and the same wherever it is cut. */
export function readEvents(events: readonly WireEvent[], context: ReadContext = readContext): readonly NeutralEvent[] {
  const bytes = encode(streamOf(events));
  const reader = openReader(context);
  const whole = [...reader.push(bytes), ...reader.end()];
  expectOrder(whole);
  for (let cut = 0; cut < bytes.length; cut += 7) {
    const again = openReader(context);
    expect([...again.push(bytes.subarray(0, cut)), ...again.push(bytes.subarray(cut)), ...again.end()]).toEqual(whole);
  }
  return whole;
}

/** The blocks of an answer, each with its text. */
export const blocksOf = (events: readonly NeutralEvent[]) =>
  foldEvents(events).blocks.map(({ start, text }) => ({ ...start, text }));

/** A response begins. */
export const created: WireEvent = {
  type: 'response.created',
  response: { id: 'resp_1', model: 'm', status: 'in_progress' },
};

/** An item begins. */
export const added = (output_index: number, item: object): WireEvent => ({
  type: 'response.output_item.added',
  output_index,
  item,
});

/** An item is whole. */
export const done = (output_index: number, item: object): WireEvent => ({
  type: 'response.output_item.done',
  output_index,
  item,
});

/** A response ends well. */
export const completed = (fields: object = {}): WireEvent => ({
  type: 'response.completed',
  response: { id: 'resp_1', status: 'completed', output: [], ...fields },
});

/** More text of a message. */
export const textDelta = (output_index: number, delta: string): WireEvent => ({
  type: 'response.output_text.delta',
  output_index,
  content_index: 0,
  delta,
});

/** More arguments of a call. */
export const argumentsDelta = (output_index: number, delta: string): WireEvent => ({
  type: 'response.function_call_arguments.delta',
  output_index,
  delta,
});

/** A call of one tool. */
export const call = (id: string, input = '') => ({
  type: 'function_call',
  id: `fc_${id}`,
  call_id: id,
  name: 'weather',
  arguments: input,
});

/** That call as a block. */
export const weather = (id: string, text: string) => ({ kind: 'tool-call', id, name: 'weather', text });
