import { dialectNames, type DialectName } from '@smart-router/core';
import { valueOf } from './generated.laws.js';
import { ableTarget } from './grammar/open-lane.laws.js';
import { prepareLane } from './lanes.js';
import { parseAsk } from './parse-ask.js';

const many = Array.from({ length: 20_000 }, (_, index) => index);
const more = Array.from({ length: 100_000 }, (_, index) => index);

const hello = { model: 'group', messages: [{ role: 'user', content: 'hello' }] };

const call = (id: string) => ({ id, type: 'function', function: { name: 'look', arguments: '{}' } });

const answered = (idOf: (index: number) => string): object => ({
  ...hello,
  messages: [
    ...hello.messages,
    { role: 'assistant', content: null, tool_calls: many.map((index) => call(idOf(index))) },
    ...many.toReversed().map((index) => ({ role: 'tool', tool_call_id: idOf(index), content: 'seen' })),
  ],
});

const unnamed = (fields: object): object => ({
  ...hello,
  messages: [
    ...hello.messages,
    { role: 'assistant', content: null, tool_calls: many.map((index) => call(`call_${index}`)) },
    ...many.map(() => ({ role: 'tool', content: 'seen', ...fields })),
  ],
});

const tool = (parameters: object): object => ({
  ...hello,
  tools: [{ type: 'function', function: { name: 'look', parameters } }],
});

const branch = (index: number): object => ({
  type: 'object',
  properties: { kind: { const: index }, [`only${index}`]: {} },
  required: ['kind', `only${index}`],
});

/** Bodies that would take minutes, and stop every other request, if any step looked through all parts for each. */
const bodies: readonly (readonly [string, object])[] = [
  ['unknown fields', { ...hello, ...Object.fromEntries(more.map((index) => [`unknown${index}`, index])) }],
  ['calls and results', answered((index) => `call_${index}`)],
  ['calls and results of one id', answered(() => 'call')],
  ['calls and results of one long id', answered(() => 'c'.repeat(100))],
  ['results without ids', unnamed({})],
  ['results that name their functions only', unnamed({ name: 'look' })],
  ['alternatives of a schema', tool({ anyOf: many.map(branch) })],
  [
    'pointers to one large schema',
    tool({
      $defs: { all: { properties: Object.fromEntries(many.map((index) => [`field${index}`, {}])), required: ['a'] } },
      anyOf: many.map(() => ({ $ref: '#/$defs/all' })),
      allOf: many.map(() => ({ $ref: '#/$defs/all' })),
    }),
  ],
];

describe('an ask of many parts', () => {
  describe.each(dialectNames)('to %s', (dialect) => {
    it.each(bodies)('is translated in a time that grows with its size: %s', (_name, body) => {
      expect(translate(body, dialect)).toBe(true);
    });
  });
});

function translate(body: object, dialect: DialectName): boolean {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  const ask = valueOf(parseAsk('openai-chat', bytes, { maxDepth: 64 }));
  return prepareLane(ask, ableTarget(dialect)).ok;
}
