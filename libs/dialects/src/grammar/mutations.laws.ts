import type { DialectName } from '@smart-router/core';
import { isRecord, objectOf, type WireObject } from '../json/guards.js';
import type { SseEvent } from '../sse/parse.js';

type Events = readonly SseEvent[];

/** One way to break a stream: all its broken forms, each surely invalid. */
export interface Mutation {
  readonly name: string;
  readonly dialects: readonly DialectName[];
  readonly break: (events: Events) => readonly Events[];
}

const all: readonly DialectName[] = ['openai-chat', 'openai-responses', 'anthropic-messages'];
const named: readonly DialectName[] = ['openai-responses', 'anthropic-messages'];

/** Ways to break a stream the router wrote. */
export const mutations: readonly Mutation[] = [
  { name: 'the first event is missing', dialects: all, break: (events) => [events.slice(1)] },
  { name: 'the last event is missing', dialects: all, break: (events) => [events.slice(0, -1)] },
  { name: 'the last event comes twice', dialects: all, break: (events) => [[...events, ...events.slice(-1)]] },
  { name: 'an event follows the end', dialects: all, break: (events) => events.map((event) => [...events, event]) },
  { name: 'the stream comes twice', dialects: all, break: (events) => [[...events, ...events]] },
  { name: 'the stream is empty', dialects: all, break: () => [[]] },
  {
    name: 'data is cut',
    dialects: all,
    break: each(isJson, ({ event, data }) => ({ event, data: data.slice(0, -1) })),
  },
  { name: 'data is a list', dialects: all, break: each(isJson, ({ event, data }) => ({ event, data: `[${data}]` })) },
  { name: 'an event has no name', dialects: named, break: each(always, ({ data }) => ({ event: undefined, data })) },
  { name: 'an event has another name', dialects: named, break: each(always, ({ data }) => ({ event: 'x', data })) },
  {
    name: 'a Chat event has a name',
    dialects: ['openai-chat'],
    break: each(always, ({ data }) => ({ event: 'x', data })),
  },
  {
    name: 'an event of an unknown type comes between',
    dialects: named,
    break: (events) =>
      places(events, always).map((at) => events.toSpliced(at, 0, { event: 'x', data: '{"type":"x"}' })),
  },
  ...structural('openai-chat', isChatFrame),
  ...structural('anthropic-messages', ({ event }) => event !== 'content_block_delta' && event !== 'ping'),
  ...structural('openai-responses', always),
  ...numbers('openai-responses', [
    'sequence_number',
    'output_index',
    'content_index',
    'summary_index',
    'annotation_index',
  ]),
  ...numbers('anthropic-messages', ['index']),
  {
    name: 'a call has another index',
    dialects: ['openai-chat'],
    break: (events) => [
      ...altered(events, 'tool_calls', shiftCall(1)),
      ...altered(events, 'tool_calls', shiftCall(-1)),
    ],
  },
  changed('openai-chat', 'id', (id) => (String(id).startsWith('chatcmpl') ? 'another' : undefined)),
  changed('openai-chat', 'model', () => 'another'),
  changed('openai-chat', 'object', () => 'chat.completion'),
  changed('openai-chat', 'choices', (choices) => (isFilledList(choices) ? [] : undefined)),
  changed('openai-chat', 'finish_reason', (word) => (word === null ? undefined : 'ended')),
  changed('anthropic-messages', 'stop_reason', (word) => (word === null ? 'end_turn' : 'ended')),
  changed('anthropic-messages', 'content_block', () => ({ type: 'unknown' })),
  changed('anthropic-messages', 'delta', (delta) => ('type' in objectOf(delta) ? { type: 'unknown_delta' } : {})),
  changed('anthropic-messages', 'content', () => [{ type: 'text', text: '' }]),
  changed('anthropic-messages', 'usage', () => null),
  changed('openai-responses', 'item_id', () => 'another'),
  changed('openai-responses', 'item', (item) => ({ ...objectOf(item), id: 'another' })),
  changed('openai-responses', 'item', (item) => ({ ...objectOf(item), type: 'another' })),
  changed('openai-responses', 'delta', (text) => `${String(text)}!`),
  changed('openai-responses', 'text', (text) => (typeof text === 'string' ? `${text}!` : undefined)),
  changed('openai-responses', 'refusal', (text) => `${String(text)}!`),
  changed('openai-responses', 'arguments', (text) => `${String(text)}!`),
  changed('openai-responses', 'input', (text) => `${String(text)}!`),
  changed('openai-responses', 'output', (output) => (Array.isArray(output) ? [...output, {}] : undefined)),
  changed('openai-responses', 'output', (output) => (isFilledList(output) ? output.slice(1) : undefined)),
  changed('openai-responses', 'output', (output) => (isLongList(output) ? output.toReversed() : undefined)),
  behindFirst(changed('openai-responses', 'response', (response) => ({ ...objectOf(response), id: 'another' }))),
  changed('openai-responses', 'response', (response) => ({ ...objectOf(response), status: 'another' })),
  changed('openai-responses', 'response', (response) => ({ ...objectOf(response), object: 'another' })),
  changed('openai-responses', 'part', (part) => ({ ...objectOf(part), type: 'another' })),
];

/** Each event that counts is left out, doubled, and exchanged with its neighbour. */
function structural(
  dialect: DialectName,
  counts: (event: SseEvent, place: number, events: Events) => boolean,
): readonly Mutation[] {
  const dialects = [dialect];
  const again = dialect === 'openai-responses' ? renumbered : (events: Events): Events => events;
  return [
    {
      name: 'an event is missing',
      dialects,
      break: (events) => places(events, counts).map((at) => again(events.toSpliced(at, 1))),
    },
    {
      name: 'an event comes twice',
      dialects,
      break: (events) =>
        places(events, (event, place) => counts(event, place, events) || dialect === 'openai-responses').map((at) =>
          again(events.toSpliced(at, 0, ...events.slice(at, at + 1))),
        ),
    },
    {
      name: 'two neighbours change places',
      dialects,
      break: (events) =>
        places(events, (event, place) => counts(event, place, events) && canChange(events, place)).map((at) =>
          again([...events.slice(0, at), ...events.slice(at, at + 2).toReversed(), ...events.slice(at + 2)]),
        ),
    },
  ];
}

/** Two neighbours that say the same, or nothing about order, may change places. */
function canChange(events: Events, place: number): boolean {
  const [left, right] = [events[place], events[place + 1]];
  if (left?.event === 'ping' || right?.event === 'ping') return false;
  if (left?.event === 'response.output_text.delta' && right?.event === 'response.output_text.annotation.added')
    return false;
  return left !== undefined && right !== undefined && left.data !== right.data && typeOf(left) !== typeOf(right);
}

/** Sequence numbers tell of every broken order; counted anew, the rest of the grammar has to. */
function renumbered(events: Events): Events {
  return events.map(({ event, data }, number) => ({
    event,
    data: JSON.stringify({ ...objectOf(JSON.parse(data)), sequence_number: number }),
  }));
}

function numbers(dialect: DialectName, keys: readonly string[]): readonly Mutation[] {
  return keys.flatMap((key) => [
    changed(dialect, key, (value) => Number(value) + 1),
    changed(dialect, key, (value) => Number(value) - 1),
    { ...changed(dialect, key, () => missing), name: `${key} is missing` },
  ]);
}

/** What a value becomes: `undefined` says: not this one. */
type Change = (value: unknown) => unknown;

/** In place of a value whose member is to be left out; JSON leaves symbols out. */
const missing = Symbol('missing');

/** Each value of a key, wherever in an event it stands, becomes another. */
function changed(dialect: DialectName, key: string, change: Change): Mutation {
  return { name: `${key} is another`, dialects: [dialect], break: (events) => altered(events, key, change) };
}

/** The first of its broken forms would be valid: nothing was said yet that it could contradict. */
function behindFirst(mutation: Mutation): Mutation {
  return { ...mutation, break: (events) => mutation.break(events).slice(1) };
}

function altered(events: Events, key: string, change: Change): readonly Events[] {
  return events.flatMap((event, at) => {
    if (!isJson(event)) return [];
    return variants(JSON.parse(event.data), key, change).map((value) =>
      events.toSpliced(at, 1, { event: event.event, data: JSON.stringify(value) }),
    );
  });
}

/** The value with one place changed, once for each place; a response tells of its ask, too, which is no part of an order. */
function variants(value: unknown, key: string, change: Change): readonly unknown[] {
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    return items.flatMap((member, at) => variants(member, key, change).map((other) => items.toSpliced(at, 1, other)));
  }
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    if (echoed.includes(name) && value['object'] === 'response') return [];
    const inner = variants(member, key, change).map((other) => ({ ...value, [name]: other }));
    if (name !== key) return inner;
    const other = change(member);
    return other === undefined ? inner : [...inner, { ...value, [name]: other }];
  });
}

const echoed = ['text', 'tools', 'usage', 'reasoning', 'tool_choice'];

function shiftCall(by: number): Change {
  return (calls) =>
    Array.isArray(calls)
      ? calls.map((call) => ({ ...objectOf(call), index: Number(objectOf(call)['index']) + by }))
      : undefined;
}

function each(applies: (event: SseEvent) => boolean, change: (event: SseEvent) => SseEvent): Mutation['break'] {
  return (events) => events.flatMap((event, at) => (applies(event) ? [events.toSpliced(at, 1, change(event))] : []));
}

function places(
  events: Events,
  counts: (event: SseEvent, place: number, events: Events) => boolean,
): readonly number[] {
  return events.flatMap((event, at) => (counts(event, at, events) ? [at] : []));
}

/** Chunks that must be there: the first one, starts of calls, the finish, and [DONE]. */
function isChatFrame({ data }: SseEvent, place: number): boolean {
  return place === 0 || data.includes('"name":') || data.includes('"finish_reason":"') || data === '[DONE]';
}

function typeOf({ event, data }: SseEvent): string {
  if (event !== undefined) return event;
  const delta: WireObject = isJson({ event, data }) ? objectOf(objectOf(JSON.parse(data).choices?.[0])['delta']) : {};
  return `${data === '[DONE]'}${Object.keys(delta).join()}${data.includes('"name":')}`;
}

function isJson({ data }: SseEvent): boolean {
  return data !== '[DONE]';
}

function always(): boolean {
  return true;
}

function isFilledList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 0;
}

function isLongList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 1;
}
