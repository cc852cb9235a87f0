import type { Capabilities } from '@smart-router/core';
import type { WriteTarget, WrittenAsk } from '../dialect.js';
import { readJson, type JsonText } from '../json/json-text.js';
import { writeJson } from '../json/write-json.js';
import type { NeutralAsk, Tool } from '../neutral/ask.js';
import type { Block, Turn } from '../neutral/message.js';
import { readAsk } from './read-ask.js';
import { writeAsk } from './write-ask.js';

const capabilities: Capabilities = {
  inputModalities: ['text', 'image', 'file'],
  outputModalities: ['text'],
  tools: true,
  toolChoice: true,
  parallelToolCalls: true,
  structuredOutputs: true,
  reasoning: undefined,
  prefill: true,
  systemMessages: 'leading',
  countTokens: true,
  hostedTools: [],
  maxOutputTokens: 8000,
  minOutputTokens: undefined,
  honorsMaxTokens: true,
  outputTokenField: undefined,
  unsupportedFeatures: [],
};

const reasoning = {
  mode: 'opt_in',
  control: 'budget',
  efforts: ['low', 'medium', 'high'],
  minBudgetTokens: undefined,
  maxBudgetTokens: 32_000,
  summaries: true,
} as const;

const target: WriteTarget = { model: 'claude', issuer: 'anthropic', capabilities, defaultMaxTokens: 4096 };

const reasoner = (control: 'effort' | 'budget' | 'adaptive', mode: 'opt_in' | 'always_on' = 'opt_in'): WriteTarget => ({
  ...target,
  capabilities: { ...capabilities, reasoning: { ...reasoning, control, mode } },
});

const plain: NeutralAsk = {
  from: 'openai-chat',
  stream: false,
  includeUsage: true,
  turns: [{ role: 'user', blocks: [{ kind: 'text', text: 'Hi' }] }],
  tools: [],
  toolChoice: undefined,
  parallelToolCalls: undefined,
  outputCap: 4000,
  temperature: undefined,
  topP: undefined,
  stop: undefined,
  reasoning: undefined,
  format: undefined,
  notes: [],
  vendor: {},
};

const tool = (name: string, fields: Partial<Tool> = {}): Tool => ({
  form: 'function',
  name,
  namespace: undefined,
  description: undefined,
  schema: undefined,
  strict: undefined,
  grammar: undefined,
  ...fields,
});

const text = (words: string): Block => ({ kind: 'text', text: words });
const turn = (role: Turn['role'], ...blocks: Block[]): Turn => ({ role, blocks });
const call = (id: string, fields: object = {}): Block => ({
  kind: 'tool-call',
  id,
  name: 'f',
  namespace: undefined,
  form: 'function',
  input: '{}',
  ...fields,
});
const result = (callId: string, words: string): Block => ({
  kind: 'tool-result',
  callId,
  content: words === '' ? [] : [{ kind: 'text', text: words }],
  isError: false,
  form: 'function',
});

function jsonText(value: string): JsonText {
  const read = readJson(new TextEncoder().encode(value), 64);
  if (!read.ok) throw new Error(read.fault.message);
  return read.value;
}

function write(fields: Partial<NeutralAsk>, to: WriteTarget = target): WrittenAsk {
  const written = writeAsk({ ...plain, ...fields }, to);
  if (!written.ok) throw new Error(written.fault.message);
  return written.value;
}

interface WireBody {
  readonly [field: string]: unknown;
  readonly messages: readonly unknown[];
  readonly tools: readonly { readonly name: string }[];
}

/** The body as it goes on the wire; members a test looks at and that are missing fail it. */
const bodyOf = (written: WrittenAsk): WireBody => JSON.parse(writeJson(written.body)) as WireBody;
const messagesOf = (...turns: Turn[]): unknown => bodyOf(write({ turns })).messages;
const notesOf = ({ notes }: WrittenAsk): readonly string[] => notes.map(({ field, action }) => `${field} ${action}`);

describe('writeAsk', () => {
  it('writes the least there can be, and nothing more', () => {
    expect(write({}).notes).toEqual([]);
    expect(bodyOf(write({}))).toEqual({
      model: 'claude',
      max_tokens: 4000,
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }],
    });
  });

  it('sends the default cap when there is none, clamps one that is too large, and says both', () => {
    const defaulted = write({ outputCap: undefined });
    expect(bodyOf(defaulted)['max_tokens']).toBe(4096);
    expect(notesOf(defaulted)).toEqual(['max_tokens changed']);
    const clamped = write({ outputCap: 10_000 });
    expect(bodyOf(clamped)['max_tokens']).toBe(8000);
    expect(notesOf(clamped)).toEqual(['max_completion_tokens changed']);
  });

  describe('of turns', () => {
    it('puts leading system turns in the system parameter and later ones in user turns, with a note', () => {
      const written = write({
        turns: [
          turn('system', text('A')),
          turn('developer', text('B')),
          turn('user', text('C')),
          turn('system', text('D')),
        ],
      });
      expect(bodyOf(written)).toMatchObject({
        system: [
          { type: 'text', text: 'A' },
          { type: 'text', text: 'B' },
        ],
        messages: [{ role: 'user', content: [{ text: 'C' }, { text: 'D' }] }],
      });
      expect(notesOf(written)).toEqual(['messages[].role changed']);
    });

    it('gives an ask of system text alone the user turn it needs, and says so', () => {
      const written = write({ turns: [turn('system', text('A'))] });
      expect(bodyOf(written)).toMatchObject({ system: 'A', messages: [{ role: 'user' }] });
      expect(notesOf(written)).toEqual(['messages changed']);
    });

    it('puts parallel results first in the turn after their calls, in call order', () => {
      expect(
        messagesOf(
          turn('user', text('q')),
          turn('assistant', text('let me see'), call('a'), call('b')),
          turn('user', result('b', '2')),
          turn('system', text('hint')),
          turn('user', result('a', '1'), text('so?')),
        ),
      ).toMatchObject([
        { role: 'user' },
        {
          role: 'assistant',
          content: [{ type: 'text' }, { type: 'tool_use', id: 'a' }, { type: 'tool_use', id: 'b' }],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'a', content: '1' },
            { type: 'tool_result', tool_use_id: 'b', content: '2' },
            { text: 'hint' },
            { text: 'so?' },
          ],
        },
      ]);
    });

    it('keeps the last content of a call that was answered twice', () => {
      expect(
        messagesOf(
          turn('user', text('q')),
          turn('assistant', call('a')),
          turn('user', result('a', 'old'), result('a', 'new')),
        ),
      ).toMatchObject([{}, {}, { content: [{ type: 'tool_result', content: 'new' }] }]);
    });

    it('tells calls of one id in different turns apart', () => {
      const messages = JSON.stringify(
        messagesOf(
          turn('user', text('q')),
          turn('assistant', call('call_0')),
          turn('user', result('call_0', 'one')),
          turn('assistant', call('call_0')),
          turn('user', result('call_0', 'two')),
        ),
      );
      const ids = [...messages.matchAll(/"id":"([^"]+)"/g)].map((found) => found[1]);
      const answers = [...messages.matchAll(/"content":"(\w+)","tool_use_id":"([^"]+)"/g)].map((found) => [
        found[1],
        found[2],
      ]);
      expect(new Set(ids).size).toBe(2);
      expect(answers).toEqual([
        ['one', ids[0]],
        ['two', ids[1]],
      ]);
    });

    it.each(['', 'unknown'])('refuses a result of the call %j and names the field', (id) => {
      const written = writeAsk({ ...plain, turns: [turn('user', result(id, 'x'))] }, target);
      expect(written).toMatchObject({ ok: false, fault: { details: { param: 'messages[].tool_call_id' } } });
    });

    it('maps ids the API refuses, the same for call and result', () => {
      const id = `functions.get:0/${'x'.repeat(80)}`;
      const messages = JSON.stringify(
        messagesOf(turn('user', text('q')), turn('assistant', call(id)), turn('user', result(id, '1'))),
      );
      const [made] = [...messages.matchAll(/"id":"([^"]+)"/g)].map((found) => found[1] ?? '');
      expect(made).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
      expect(messages).toContain(`"tool_use_id":"${made}"`);
    });

    it('keeps the text of arguments that are an object, and wraps others with a note', () => {
      const input = '{"10":12345678901234567890,"2":1.0}';
      const written = write({
        turns: [
          turn('user', text('q')),
          turn('assistant', call('a', { input }), call('b', { input: '[1]' }), call('c', { input: '' })),
        ],
      });
      const wire = writeJson(written.body);
      expect(wire).toContain(`"input":${input}`);
      expect(wire).toContain('"input":{"input":"[1]"}');
      expect(wire).toContain('"input":{}');
      expect(notesOf(written)).toEqual(['messages[].arguments changed']);
    });

    it('sends reasoning to its issuer only', () => {
      const own = { issuer: 'anthropic', dialect: 'anthropic-messages', value: 'v' } as const;
      const written = write({
        turns: [
          turn('user', text('q')),
          turn(
            'assistant',
            { kind: 'reasoning', text: 'mine', proof: { ...own, form: 'signature' } },
            { kind: 'reasoning', text: '', proof: { ...own, form: 'redacted' } },
            { kind: 'reasoning', text: 'stranger', proof: { ...own, issuer: 'other', form: 'signature' } },
            { kind: 'reasoning', text: 'bare', proof: undefined },
            text('a'),
          ),
          turn('user', text('q2')),
        ],
      });
      expect(bodyOf(written).messages[1]).toEqual({
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'mine', signature: 'v' },
          { type: 'redacted_thinking', data: 'v' },
          { type: 'text', text: 'a' },
        ],
      });
      expect(notesOf(written)).toEqual(['messages[].reasoning dropped']);
    });

    it('writes media, and refuses what has no place', () => {
      const media = (fields: object): Block =>
        ({
          kind: 'media',
          media: 'image',
          mediaType: undefined,
          name: undefined,
          detail: undefined,
          ...fields,
        }) as Block;
      const base64 = (data: string) => ({ source: { kind: 'base64', data } });
      expect(
        messagesOf(
          turn(
            'user',
            media({ mediaType: 'image/webp', ...base64('UklGR') }),
            media({ mediaType: 'image/JPG', ...base64('/9j/') }),
            media(base64('iVBORw0')),
            media({ source: { kind: 'url', url: 'https://example.com/a.png' } }),
            media({ media: 'file', mediaType: 'application/pdf', name: 'a.pdf', ...base64('JVBERi0=') }),
            media({ media: 'file', mediaType: 'text/plain', ...base64('aGk=') }),
          ),
        ),
      ).toEqual([
        {
          role: 'user',
          content: [
            { type: 'image', source: { type: 'base64', media_type: 'image/webp', data: 'UklGR' } },
            { type: 'image', source: { type: 'base64', media_type: 'image/jpeg', data: '/9j/' } },
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0' } },
            { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
            {
              type: 'document',
              source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0=' },
              title: 'a.pdf',
            },
            { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'hi' } },
          ],
        },
      ]);
      const sound = media({ media: 'audio', ...base64('AA') });
      const drawing = media({ mediaType: 'image/svg+xml', ...base64('PHN2Zz4=') });
      for (const strange of [sound, drawing, media(base64('AAAA'))]) {
        expect(writeAsk({ ...plain, turns: [turn('user', strange)] }, target)).toMatchObject({
          ok: false,
          fault: { type: 'unsupported-parameter', details: { param: 'messages[].content' } },
        });
      }
    });

    it('keeps a prefill, without the white space at its end', () => {
      const written = write({ turns: [turn('user', text('q')), turn('assistant', text('{"a": '))] });
      expect(bodyOf(written).messages[1]).toEqual({ role: 'assistant', content: [{ type: 'text', text: '{"a":' }] });
      expect(notesOf(written)).toEqual(['messages changed']);
    });
  });

  describe('of tools', () => {
    it('flattens namespaces and custom tools, and tells how to restore them', () => {
      const grammar = jsonText('{"type":"grammar","syntax":"lark","definition":"start: WORD"}');
      const written = write({
        tools: [
          tool('get', { namespace: 'mcp__wx' }),
          tool('mcp__wx__get'),
          tool('patch', { form: 'custom', description: 'Patches.', grammar }),
        ],
        toolChoice: { kind: 'named', name: 'get', namespace: 'mcp__wx' },
        parallelToolCalls: false,
      });
      const body = bodyOf(written);
      const names = body.tools.map(({ name }) => name);
      expect(names[0]).toMatch(/^mcp__wx__get_[0-9a-f]{8}$/);
      expect(names.slice(1)).toEqual(['mcp__wx__get', 'patch']);
      expect(body['tool_choice']).toEqual({ type: 'tool', name: names[0], disable_parallel_tool_use: true });
      expect(body.tools[2]).toMatchObject({
        description: 'Patches.\n\nThe input must follow this lark grammar:\nstart: WORD',
        input_schema: { required: ['input'] },
      });
      expect([...written.toolNames]).toEqual([
        [names[0], { name: 'get', namespace: 'mcp__wx' }],
        ['patch', { name: 'patch', form: 'custom' }],
      ]);
    });

    it.each([
      [undefined, '{"type":"object","properties":{}}'],
      ['{}', '{"type":"object","properties":{}}'],
      ['{"type":"object", "maximum":12345678901234567890}', '{"type":"object", "maximum":12345678901234567890}'],
      ['{"properties":{"a":{"const":1.0}}}', '{"type":"object","properties":{"a":{"const":1.0}}}'],
      [
        '{"anyOf":[{"properties":{"a":{"type":"string"}},"required":["a","b"]},{"$ref":"#/$defs/x"}],"$defs":{"x":{"properties":{"a":{"type":"number"}},"required":["a"]}}}',
        '{"$defs":{"x":{"properties":{"a":{"type":"number"}},"required":["a"]}},"type":"object","properties":{"a":{"anyOf":[{"type":"string"},{"type":"number"}]}},"required":["a"]}',
      ],
    ])('writes the schema %s as %s', (schema, expected) => {
      const written = write({ tools: [tool('f', { schema: schema === undefined ? undefined : jsonText(schema) })] });
      expect(writeJson(written.body)).toContain(`"input_schema":${expected}`);
    });

    it.each([
      [{ kind: 'auto' }, undefined, { type: 'auto' }],
      [{ kind: 'required' }, true, { type: 'any', disable_parallel_tool_use: false }],
      [{ kind: 'none' }, false, { type: 'none' }],
      [undefined, false, { type: 'auto', disable_parallel_tool_use: true }],
      [undefined, undefined, undefined],
    ] as const)('maps the choice %j with parallel calls %j', (toolChoice, parallelToolCalls, expected) => {
      expect(bodyOf(write({ tools: [tool('f')], toolChoice, parallelToolCalls }))['tool_choice']).toEqual(expected);
    });
  });

  describe('of reasoning', () => {
    const wish = { mode: 'on', effort: undefined, budgetTokens: undefined, show: undefined } as const;

    it.each([
      ['an effort', { ...wish, effort: 'low' }, 8000, 1600, []],
      ['an effort under a small cap', { ...wish, effort: 'high' }, 2000, 1600, []],
      ['a budget', { ...wish, budgetTokens: 3000 }, 8000, 3000, []],
      ['a budget above the cap', { ...wish, budgetTokens: 9000 }, 8000, 7999, ['reasoning_effort changed']],
      ['a budget below the least', { ...wish, budgetTokens: 10 }, 8000, 1024, ['reasoning_effort changed']],
    ])('turns %s into a budget', (_title, wanted, outputCap, budget, notes) => {
      const written = write({ reasoning: wanted, outputCap }, reasoner('budget'));
      expect(bodyOf(written)['thinking']).toEqual({ type: 'enabled', budget_tokens: budget });
      expect(notesOf(written)).toEqual(notes);
    });

    it('turns budgets and unknown words into efforts where those are taken', () => {
      const adaptive = write({ reasoning: { ...wish, effort: 'xhigh', show: true } }, reasoner('adaptive'));
      expect(bodyOf(adaptive)).toMatchObject({
        thinking: { type: 'adaptive', display: 'summarized' },
        output_config: { effort: 'high' },
      });
      expect(notesOf(adaptive)).toEqual(['reasoning_effort changed']);
      const effort = bodyOf(write({ reasoning: { ...wish, budgetTokens: 16_000 } }, reasoner('effort')));
      expect([effort['output_config'], effort['thinking']]).toEqual([{ effort: 'medium' }, undefined]);
    });

    it.each([
      ['a forced choice', { tools: [tool('f')], toolChoice: { kind: 'required' } }],
      ['a prefill', { turns: [turn('user', text('q')), turn('assistant', text('a'))] }],
      ['a cap with no room', { outputCap: 1024 }],
      [
        'calls whose thinking is lost',
        { turns: [turn('user', text('q')), turn('assistant', call('a')), turn('user', result('a', '1'))] },
      ],
    ] as const)('switches thinking off for %s, and says so', (_title, fields) => {
      const written = write({ reasoning: wish, ...fields }, reasoner('budget'));
      expect(bodyOf(written)['thinking']).toEqual({ type: 'disabled' });
      expect(notesOf(written)).toContain('reasoning_effort dropped');
    });

    it('drops temperature and narrow top_p beside thinking, and clamps temperature otherwise', () => {
      const thinking = write({ reasoning: wish, temperature: 0.2, topP: 0.5 }, reasoner('adaptive'));
      expect(notesOf(thinking)).toEqual(['temperature dropped', 'top_p dropped']);
      expect(bodyOf(thinking)).not.toHaveProperty('temperature');
      const clamped = write({ temperature: 1.7, topP: 0.5 });
      expect(bodyOf(clamped)).toMatchObject({ temperature: 1, top_p: 0.5 });
      expect(notesOf(clamped)).toEqual(['temperature changed']);
    });

    it('says when reasoning can be neither switched on nor off', () => {
      expect(notesOf(write({ reasoning: wish }))).toEqual(['reasoning_effort dropped']);
      expect(notesOf(write({ reasoning: { ...wish, mode: 'off' } }))).toEqual([]);
      expect(notesOf(write({ reasoning: { ...wish, mode: 'off' } }, reasoner('adaptive', 'always_on')))).toEqual([
        'reasoning_effort dropped',
      ]);
    });
  });

  it('writes formats and stop sequences', () => {
    const schema = jsonText('{"type":"object"}');
    const format = { kind: 'json-schema', name: 'n', description: undefined, schema, strict: true } as const;
    expect(bodyOf(write({ format, stop: ['END'] }))).toMatchObject({
      output_config: { format: { type: 'json_schema', schema: { type: 'object' } } },
      stop_sequences: ['END'],
    });
    const loose = write({ format: { kind: 'json-object' }, stop: ['\n'] });
    expect(notesOf(loose)).toEqual(['response_format changed', 'stop dropped']);
    expect(bodyOf(loose)['system']).toMatch(/JSON object/);
  });

  it('reads back what it wrote', () => {
    const ask: NeutralAsk = {
      ...plain,
      from: 'anthropic-messages',
      stream: true,
      turns: [
        turn('system', text('A'), text('B')),
        turn('user', text('q')),
        turn(
          'assistant',
          {
            kind: 'reasoning',
            text: 't',
            proof: { issuer: '', dialect: 'anthropic-messages', form: 'signature', value: 'v' },
          },
          call('a', { input: '{"n":1}' }),
        ),
        turn('user', result('a', '1'), text('so?')),
      ],
      tools: [tool('f', { schema: jsonText('{"type":"object","properties":{}}'), strict: true })],
      toolChoice: { kind: 'auto' },
      parallelToolCalls: false,
      stop: ['END'],
      reasoning: { mode: 'on', effort: undefined, budgetTokens: 2000, show: true },
      format: {
        kind: 'json-schema',
        name: undefined,
        description: undefined,
        schema: jsonText('{"type":"object"}'),
        strict: undefined,
      },
    };
    const there = write(ask, { ...reasoner('budget'), issuer: '' });
    const back = readAsk(jsonText(writeJson(there.body)));
    expect(there.notes).toEqual([]);
    expect(JSON.parse(writeJson(back.ok ? back.value : back.fault))).toEqual(JSON.parse(writeJson(ask)));
  });
});
