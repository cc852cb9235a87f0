import type { Capabilities, DialectName } from '@smart-router/core';
import type { PreparedLane } from './lane.js';
import { ableCapabilities, valueOf, writeTarget } from './generated.laws.js';
import { arrayOf, objectOf } from './json/guards.js';
import { prepareLane } from './lanes.js';
import { publishedDialects, type PublishedDialect } from './matrix/exchanges.laws.js';
import { parseAsk } from './parse-ask.js';

const turns = [
  { role: 'system', content: 'first' },
  { role: 'user', content: 'question' },
  { role: 'system', content: 'in between' },
];
const asks: Readonly<Record<PublishedDialect, object>> = {
  'openai-chat': { model: 'group', messages: turns },
  'openai-responses': { model: 'group', input: turns },
  'anthropic-messages': { model: 'group', max_tokens: 9, messages: turns },
};

function prepare(
  from: PublishedDialect,
  dialect: DialectName,
  systemMessages: Capabilities['systemMessages'],
): PreparedLane {
  const ask = valueOf(parseAsk(from, new TextEncoder().encode(JSON.stringify(asks[from])), { maxDepth: 64 }));
  const target = {
    ...writeTarget,
    dialect,
    capabilities: { ...ableCapabilities, systemMessages },
    strict: false,
    requestId: 'req_1',
    showModel: undefined,
    createdSeconds: 0,
  };
  return valueOf(prepareLane(ask, target));
}

function lastRoleOf({ outbound }: PreparedLane): unknown {
  const body = objectOf(JSON.parse(new TextDecoder().decode(outbound.body)));
  return objectOf(arrayOf(body['messages'] ?? body['input']).at(-1))['role'];
}

const pairs = publishedDialects.flatMap((from) => publishedDialects.map((to) => [from, to] as const));

describe('a system message inside the conversation', () => {
  it.each(pairs)(
    'from %s to %s becomes a user message where only leading ones are taken, and a note says so',
    (from, to) => {
      const lane = prepare(from, to, 'leading');
      expect(lastRoleOf(lane)).toBe('user');
      const notes = lane.outbound.notes.filter(({ reason }) => reason.includes('inside the conversation'));
      expect(notes).toMatchObject([{ action: 'changed' }]);
    },
  );

  it.each(pairs.filter(([from, to]) => from === to))(
    'passes from %s to %s as it is where any are taken',
    (from, to) => {
      const lane = prepare(from, to, 'any');
      expect(lastRoleOf(lane)).toBe('system');
      expect(lane.outbound.notes).toEqual([]);
    },
  );

  it.each(pairs.filter(([from, to]) => from !== to && to !== 'anthropic-messages'))(
    'keeps its rank and place from %s to %s where any are taken',
    (from, to) => {
      expect(lastRoleOf(prepare(from, to, 'any'))).toBe('system');
    },
  );
});
