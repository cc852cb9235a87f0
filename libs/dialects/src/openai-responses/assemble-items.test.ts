import { foldEvents } from '../neutral/fold.js';
import { added, blocksOf, completed, created, done, readEvents, textDelta } from './response-events.laws.js';

describe('the items of a Responses stream', () => {
  it('are a search of the web when it is done, and foreign events for other work of the provider', () => {
    const search = (action: object) => ({ type: 'web_search_call', id: 'ws_1', status: 'completed', action });
    const sources = [{ type: 'url', url: 'https://a.example' }];
    const events = readEvents([
      created,
      added(0, { type: 'web_search_call', id: 'ws_1' }),
      { type: 'response.web_search_call.searching', item_id: 'ws_1', output_index: 0 },
      done(0, search({ type: 'search', queries: ['a', 'b'], sources })),
      done(1, { ...search({ type: 'open_page', url: 'https://a.example' }), id: 'ws_2' }),
      done(2, { type: 'image_generation_call', id: 'ig_1', result: 'AAAA' }),
      done(3, { type: 'tool_search_call', id: 'ts_1', call_id: null, execution: 'server', arguments: {} }),
      completed(),
    ]);
    expect(blocksOf(events)).toEqual([{ kind: 'web-search', id: 'ws_1', query: 'a, b', text: '' }]);
    expect(events.flatMap((event) => (event.kind === 'foreign' ? event.name : []))).toEqual([
      'web_search_call.action.sources',
      'web_search_call.open_page',
      'image_generation_call',
      'tool_search_call',
    ]);
    expect(foldEvents(events).finish).toBe('stop');
  });

  it('tell the sources of a text once, whether they came alone, with the text, or both', () => {
    const annotation = { type: 'url_citation', url: 'https://a.example', title: 'A', start_index: 0, end_index: 2 };
    const later = { ...annotation, url: 'https://b.example', title: '', start_index: -1 };
    const file = { type: 'file_citation', file_id: 'f', filename: 'a', index: 0 };
    const message = (annotations: readonly object[]) => ({
      type: 'message',
      id: 'msg_1',
      content: [{ type: 'output_text', text: 'hi', annotations }],
    });
    const alone = { type: 'response.output_text.annotation.added', output_index: 0, content_index: 0, annotation };
    const streams = [
      [created, completed({ output: [message([annotation, later, file])] })],
      [
        created,
        added(0, message([])),
        textDelta(0, 'hi'),
        alone,
        done(0, message([annotation, later, file])),
        completed(),
      ],
    ];
    for (const stream of streams) {
      const events = readEvents(stream);
      expect(foldEvents(events).blocks.map(({ citations }) => citations)).toEqual([
        [
          { url: 'https://a.example', title: 'A', quote: undefined, range: { start: 0, end: 2 } },
          { url: 'https://b.example', title: undefined, quote: undefined, range: undefined },
        ],
      ]);
      expect(events).toContainEqual({ kind: 'foreign', owner: 'openai-responses', name: 'file_citation', value: file });
    }
  });

  it('are a call of its own form where the caller searches for tools', () => {
    const search = {
      type: 'tool_search_call',
      id: 'ts_1',
      call_id: 'c',
      execution: 'client',
      arguments: { query: 'x' },
    };
    const events = readEvents([created, added(0, { ...search, arguments: {} }), done(0, search), completed()]);
    expect(blocksOf(events)).toEqual([
      { kind: 'tool-call', id: 'c', name: 'tool_search', form: 'tool-search', text: '{"query":"x"}' },
    ]);
    expect(foldEvents(events).finish).toBe('tool-calls');
  });

  it('tell once of each thing nobody else has a place for', () => {
    const logprobs = [{ token: 'h', logprob: 0 }];
    const part = { type: 'output_text', text: 'hi', logprobs };
    const events = readEvents([
      created,
      { ...textDelta(0, 'h'), logprobs },
      { ...textDelta(0, 'i'), logprobs },
      done(0, { type: 'message', phase: 'commentary', content: [part, { type: 'output_audio', data: '' }] }),
      { type: 'response.audio.delta', delta: 'AAAA' },
      { type: 'response.audio.transcript.delta', delta: 'a' },
      completed(),
    ]);
    expect(events.flatMap((event) => (event.kind === 'foreign' ? event.name : []))).toEqual([
      'logprobs',
      'output_audio',
      'phase',
      'audio',
    ]);
  });
});
