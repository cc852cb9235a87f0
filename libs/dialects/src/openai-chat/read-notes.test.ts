import { jsonText, valueOf } from '../generated.laws.js';
import { readAsk } from './read-ask.js';

const read = (body: object) => readAsk(jsonText(JSON.stringify({ model: 'm', messages: [], ...body })));
const notesOf = (...messages: readonly unknown[]) => valueOf(read({ messages })).notes;
const fieldsOf = (...messages: readonly unknown[]) => notesOf(...messages).map(({ field }) => field);

describe('what a Chat ask loses on the way to another dialect', () => {
  it('is nothing when every member is understood', () => {
    expect(
      notesOf(
        { role: 'developer', content: [{ type: 'text', text: 'be brief' }] },
        { role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://example.com/a.png' } }], name: null },
        {
          role: 'assistant',
          content: null,
          refusal: null,
          annotations: [],
          reasoning_content: 'hm',
          tool_calls: [{ index: 0, id: 'a', type: 'function', function: { name: 'look', arguments: '{}' } }],
        },
        { role: 'tool', tool_call_id: 'a', name: 'look', content: [{ type: 'text', text: 'seen' }] },
      ),
    ).toEqual([]);
  });

  it.each<readonly [string, object]>([
    ['messages[].name', { role: 'user', name: 'Ada', content: 'hello' }],
    ['messages[].audio', { role: 'assistant', content: 'hello', audio: { id: 'audio_1' } }],
    ['messages[].annotations', { role: 'assistant', content: 'hello', annotations: [{ type: 'url_citation' }] }],
    [
      'messages[].reasoning_details',
      { role: 'assistant', content: 'hello', reasoning_details: [{ type: 'reasoning.encrypted', data: 'AAAA' }] },
    ],
    [
      'messages[].content[].cache_control',
      { role: 'user', content: [{ type: 'text', text: 'a', cache_control: { type: 'ephemeral' } }] },
    ],
    [
      'messages[].content[].image_url.fps',
      { role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://example.com/a.png', fps: 2 } }] },
    ],
    [
      'messages[].tool_calls[].extra_content',
      {
        role: 'assistant',
        tool_calls: [{ id: 'a', function: { name: 'look', arguments: '{}' }, extra_content: { google: {} } }],
      },
    ],
  ])('is told as %s', (field, message) => {
    expect(notesOf(message)).toMatchObject([{ field, action: 'dropped' }]);
  });

  it('is told once, however often it occurs', () => {
    const message = { role: 'user', name: 'Ada', content: 'hello' };
    expect(fieldsOf(message, message)).toEqual(['messages[].name']);
  });

  it('is told in few and short notes, whatever a caller names its members', () => {
    const members = Array.from({ length: 500 }, (_member, index) => [`${index}${'x'.repeat(200)}`, 1] as const);
    const fields = fieldsOf({ role: 'user', content: 'hello', ...Object.fromEntries(members) });
    expect([fields.length, Math.max(...fields.map(({ length }) => length))]).toEqual([64, 'messages[].'.length + 64]);
  });

  it('is told of tools, but not where a tool is named twice', () => {
    const tool = { type: 'function', name: 'look', cache_control: {}, function: { name: 'look', output: 'text' } };
    expect(valueOf(read({ tools: [tool] })).notes.map(({ field }) => field)).toEqual([
      'tools[].cache_control',
      'tools[].function.output',
    ]);
  });

  it('is never a file that only its provider has: such an ask is refused', () => {
    const content = [
      { type: 'text', text: 'read' },
      { type: 'file', file: { file_id: 'file-1' } },
    ];
    expect(read({ messages: [{ role: 'user', content }] })).toMatchObject({
      ok: false,
      fault: { type: 'unsupported-parameter', details: { param: 'messages[0].content[1].file.file_id' } },
    });
  });
});

describe('thinking in the history of a Chat ask', () => {
  it.each([
    ['reasoning_content', { reasoning_content: 'hm', reasoning: 'hm' }],
    ['reasoning', { reasoning: 'hm' }],
    ['reasoning_details', { reasoning_details: [{ type: 'reasoning.text', text: 'h' }, { summary: 'm' }] }],
  ])('is read from %s, once', (_name, fields) => {
    const { turns } = valueOf(read({ messages: [{ role: 'assistant', content: 'hello', ...fields }] }));
    expect(turns[0]?.blocks).toEqual([
      { kind: 'reasoning', text: 'hm', proof: undefined },
      { kind: 'text', text: 'hello' },
    ]);
  });
});

describe('legacy functions of a Chat ask', () => {
  it('are tools whose calls come back one an answer, as function_call', () => {
    expect(valueOf(read({ functions: [{ name: 'look' }] }))).toMatchObject({
      tools: [{ name: 'look' }],
      legacyCalls: true,
      parallelToolCalls: false,
    });
    expect(valueOf(read({ tools: [{ type: 'function', function: { name: 'look' } }] }))).not.toHaveProperty(
      'legacyCalls',
    );
  });
});
