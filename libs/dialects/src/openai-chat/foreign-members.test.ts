import { jsonText, readContext } from '../generated.laws.js';
import { readReply } from './read-reply.js';

const foreignOf = (message: object, choice: object = {}, reply: object = {}) =>
  readReply(
    jsonText(JSON.stringify({ id: 'a', choices: [{ message, finish_reason: 'stop', ...choice }], ...reply })),
    readContext,
  ).flatMap((event) => (event.kind === 'foreign' ? event.name : []));

describe('parts of a Chat answer no other dialect has a place for', () => {
  it('are none in an ordinary answer', () => {
    const message = { role: 'assistant', content: 'Hi.', refusal: null, audio: null, annotations: [], images: [] };
    expect(foreignOf(message, { logprobs: null, index: 0 })).toEqual([]);
  });

  it.each<readonly [string, Parameters<typeof foreignOf>]>([
    ['logprobs', [{ content: 'Hi.' }, { logprobs: { content: [] } }]],
    ['audio', [{ content: 'Hi.', audio: { id: 'audio_1', data: 'AAAA', transcript: 'Hi.' } }]],
    ['images', [{ content: 'Hi.', images: [{ type: 'image_url' }] }]],
    ['citations', [{ content: 'Hi.' }, {}, { citations: ['https://a.org'] }]],
    ['reasoning_details', [{ content: 'Hi.', reasoning_details: [{ type: 'reasoning.encrypted', data: 'AAAA' }] }]],
  ])('are told: %s', (name, answer) => {
    expect(foreignOf(...answer)).toEqual([name]);
  });
});
