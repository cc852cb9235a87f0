import type { DialectName } from '@smart-router/core';
import { dialects } from './dialects.js';
import { ableCapabilities, jsonText, plainAsk, valueOf, writeTarget } from './generated.laws.js';
import { arrayOf, isRecord } from './json/guards.js';
import { prepareLane } from './lanes.js';
import type { Proof } from './neutral/proof.js';
import { parseAsk } from './parse-ask.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Replies with sealed reasoning, as their providers send them. */
const sealedReplies = {
  'anthropic-messages': {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude-up',
    content: [
      { type: 'thinking', thinking: 'Let me see.', signature: 'EqQBCkgIARAB' },
      { type: 'tool_use', id: 'toolu_1', name: 'weather', input: { city: 'Ulm' } },
    ],
    stop_reason: 'tool_use',
    stop_sequence: null,
    usage: { input_tokens: 1, output_tokens: 1 },
  },
  'openai-responses': {
    id: 'resp_1',
    object: 'response',
    status: 'completed',
    model: 'gpt-up',
    output: [
      { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'gAAAAABo' },
      { type: 'function_call', id: 'fc_1', call_id: 'toolu_1', name: 'weather', arguments: '{}', status: 'completed' },
    ],
    usage: { input_tokens: 1, output_tokens: 1, total_tokens: 2 },
  },
} as const;

type Sealing = keyof typeof sealedReplies;

/** The next ask of a conversation, with the answer echoed as a client of the dialect would. */
const nextAsk: Readonly<Record<Sealing, (answer: Readonly<Record<string, unknown>>) => object>> = {
  'anthropic-messages': (answer) => ({
    model: 'group',
    max_tokens: 2000,
    messages: [
      { role: 'user', content: 'weather?' },
      { role: 'assistant', content: answer['content'] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'rain' }] },
    ],
  }),
  'openai-responses': (answer) => ({
    model: 'group',
    input: [
      { role: 'user', content: 'weather?' },
      ...arrayOf(answer['output']),
      { type: 'function_call_output', call_id: 'toolu_1', output: 'rain' },
    ],
  }),
};

function prepare(from: DialectName, body: object, target: { readonly dialect: DialectName; readonly issuer: string }) {
  const ask = valueOf(parseAsk(from, encode(JSON.stringify(body)), { maxDepth: 64 }));
  const manners = {
    strict: false,
    requestId: 'req_01',
    showModel: undefined,
    createdSeconds: 0,
    defaultMaxTokens: 4096,
  };
  return valueOf(prepareLane(ask, { ...target, ...manners, model: 'm', capabilities: ableCapabilities }));
}

/** What the caller gets of a sealed reply and sends back next turn. */
function echo(from: Sealing, to: Sealing): object {
  const first = valueOf(dialects[from].writeAsk(plainAsk, writeTarget)).body;
  if (!isRecord(first)) throw new Error('an ask should be an object');
  const lane = prepare(from, { ...first, stream: false }, { dialect: to, issuer: 'issuer' });
  const answer: unknown = JSON.parse(decode(valueOf(lane.readWhole(encode(JSON.stringify(sealedReplies[to])))).body));
  if (!isRecord(answer)) throw new Error('an answer should be an object');
  return nextAsk[from](answer);
}

function proofsAt(target: Sealing, body: Uint8Array): readonly (Proof | undefined)[] {
  const { turns } = valueOf(dialects[target].readAsk(jsonText(decode(body))));
  return turns.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'reasoning' ? [block.proof] : [])));
}

describe.each([
  ['anthropic-messages', 'openai-responses', 'gAAAAABo'],
  ['openai-responses', 'anthropic-messages', 'EqQBCkgIARAB'],
] as const)('a proof shown to a caller of %s by a target of %s', (from, to, sealed) => {
  it('is opaque to the caller and comes home next turn', () => {
    const asked = echo(from, to);
    expect(JSON.stringify(asked)).not.toContain(sealed);
    const { outbound } = prepare(from, asked, { dialect: to, issuer: 'issuer' });
    expect(decode(outbound.body)).toContain(sealed);
    expect(proofsAt(to, outbound.body)).toHaveLength(1);
  });

  it('is never shown to another issuer, nor in another dialect', () => {
    const asked = echo(from, to);
    const stranger = prepare(from, asked, { dialect: to, issuer: 'stranger' }).outbound;
    const sameLane = prepare(from, asked, { dialect: from, issuer: 'issuer' }).outbound;
    const chat = prepare(from, asked, { dialect: 'openai-chat', issuer: 'issuer' }).outbound;
    for (const { body } of [stranger, sameLane, chat]) {
      expect(decode(body)).not.toContain(sealed);
      expect(decode(body)).not.toContain('rtp1.');
      expect(decode(body)).toContain('rain');
    }
    expect(stranger.notes.map(({ action }) => action)).toContain('dropped');
  });
});

describe('a bare proof on the lane between equal dialects', () => {
  const bodies = {
    'anthropic-messages': nextAsk['anthropic-messages'](sealedReplies['anthropic-messages']),
    'openai-responses': nextAsk['openai-responses'](sealedReplies['openai-responses']),
  } as const;
  const target = {
    ...{ model: 'm', issuer: 'stranger', capabilities: ableCapabilities, defaultMaxTokens: 4096 },
    ...{ requestId: 'req_01', showModel: undefined, createdSeconds: 0 },
  };

  it.each([
    ['anthropic-messages', 'EqQBCkgIARAB', 'messages[].content'],
    ['openai-responses', 'gAAAAABo', 'input[]'],
  ] as const)(
    'of %s is left out with a note where it is strange, and refused in strict mode',
    (dialect, proof, field) => {
      const ask = valueOf(parseAsk(dialect, encode(JSON.stringify(bodies[dialect])), { maxDepth: 64 }));
      const lane = { ...target, dialect, strangeProofs: new Set([proof]) };
      const { outbound } = valueOf(prepareLane(ask, { ...lane, strict: false }));
      expect(decode(outbound.body)).not.toContain(proof);
      expect(decode(outbound.body)).toContain('rain');
      expect(outbound.notes).toEqual([expect.objectContaining({ field, action: 'dropped' })]);
      expect(prepareLane(ask, { ...lane, strict: true })).toMatchObject({
        ok: false,
        fault: { type: 'unsupported-parameter', details: { param: field } },
      });
    },
  );
});
