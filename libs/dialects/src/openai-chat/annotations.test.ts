import { chatStreams } from '../__fixtures__/chat-streams.js';
import { jsonText, plainAsk, readContext, writeContext } from '../generated.laws.js';
import { writeJson } from '../json/write-json.js';
import type { Citation } from '../neutral/events.js';
import { foldEvents, unfoldReply } from '../neutral/fold.js';
import type { NeutralReply } from '../neutral/reply.js';
import { readReply } from './read-reply.js';
import { openReader } from './read-stream.js';
import { writeReply } from './write-reply.js';
import { openWriter } from './write-stream.js';

const citation = (url: string, range: Citation['range'], quote?: string): Citation => ({
  url,
  title: 'Ulm',
  quote,
  range,
});

function readStream(text: string): NeutralReply {
  const reader = openReader(readContext);
  return foldEvents([...reader.push(new TextEncoder().encode(text)), ...reader.end()]);
}

function readMessage(message: object) {
  const choices = [{ index: 0, message, finish_reason: 'stop' }];
  return readReply(jsonText(JSON.stringify({ id: 'a', choices })), readContext);
}

const annotation = (url: string, start: number, end: number, rest: object = {}) => ({
  type: 'url_citation',
  url_citation: { url, title: 'Ulm', start_index: start, end_index: end, ...rest },
});

describe('sources of a Chat answer', () => {
  it('are read from a stream at their places', () => {
    expect(readStream(chatStreams['a text with sources'] ?? '').blocks).toMatchObject([
      {
        text: 'The minster is 161.5 m high.',
        citations: [
          citation('https://example.com/minster', { start: 0, end: 11 }),
          citation('https://example.com/high', { start: 12, end: 28 }),
        ],
      },
    ]);
  });

  it('are read from a whole reply, those without a place as ones of all the text', () => {
    const annotations = [annotation('https://a.org', 0, 2), annotation('https://b.org', 0, 0, { content: 'high' })];
    expect(foldEvents(readMessage({ content: 'Hi.', annotations })).blocks[0]?.citations).toEqual([
      citation('https://a.org', { start: 0, end: 2 }),
      citation('https://b.org', undefined, 'high'),
    ]);
  });

  it.each<readonly [string, object]>([
    ['of a text that is not there', { content: null, annotations: [annotation('https://a.org', 0, 2)] }],
    ['behind the end of the text', { content: 'Hi.', annotations: [annotation('https://a.org', 2, 9)] }],
    ['of another kind', { content: 'Hi.', annotations: [{ type: 'file_citation' }] }],
  ])('%s are told to be lost', (_name, message) => {
    expect(readMessage(message)).toContainEqual(expect.objectContaining({ kind: 'foreign', name: 'annotations' }));
  });
});

describe('writing the sources of an answer', () => {
  const reply: NeutralReply = {
    id: 'a',
    model: 'm',
    blocks: [
      { start: { kind: 'web-search', id: 'ws_1', query: 'minster' }, text: '', proof: undefined },
      { start: { kind: 'text' }, text: 'Look: ', proof: undefined, citations: [] },
      {
        start: { kind: 'text' },
        text: '161.5 m',
        proof: undefined,
        citations: [citation('https://a.org', { start: 0, end: 5 }), citation('https://b.org', undefined, 'high')],
      },
    ],
    tokens: {},
    finish: 'stop',
    stopSequence: undefined,
    fault: undefined,
  };
  const written = [annotation('https://a.org', 6, 11), annotation('https://b.org', 6, 13)];

  it('counts their places over the whole message, whole and in a stream', () => {
    const context = writeContext(plainAsk);
    expect(writeReply(reply, context)).toMatchObject({
      choices: [{ message: { content: 'Look: 161.5 m', annotations: written } }],
    });
    const writer = openWriter(context);
    const stream = unfoldReply(reply).map((event) => writer.push(event));
    expect(stream.join('')).toContain(`"delta":{"annotations":${sorted(written)}}`);
    const whole = readReply(jsonText(writeJson(writeReply(reply, context))), readContext);
    expect(readStream(stream.join('') + writer.end()).blocks).toEqual(foldEvents(whole).blocks);
  });

  /** In the order in which the writer names the members. */
  function sorted(annotations: readonly ReturnType<typeof annotation>[]): string {
    return JSON.stringify(
      annotations.map(({ type, url_citation: { start_index, end_index, title, url } }) => ({
        type,
        url_citation: { start_index, end_index, title, url },
      })),
    );
  }
});
