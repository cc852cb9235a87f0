import { dialectNames } from '@smart-router/core';
import { openLane } from './grammar/open-lane.laws.js';

const chunks = Array.from({ length: 60 }, (_, index) => index);
const perChunk = Array.from({ length: 1000 }, (_, index) => index);

const frameOf = (delta: object, finish: string | null = null): string =>
  `data: ${JSON.stringify({ id: 'c', model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;

const calls = (text: string, id: (index: number) => object): readonly string[] =>
  chunks.map((chunk) => {
    const call = (at: number) => ({
      ...{ index: chunk * 1000 + at, ...id(chunk * 1000 + at) },
      function: { name: 'f', arguments: text },
    });
    return frameOf({ tool_calls: perChunk.map(call) });
  });

const pieces = (text: string): readonly string[] =>
  chunks.map(() =>
    frameOf({ tool_calls: perChunk.map(() => ({ index: 0, id: 'a', function: { name: 'f', arguments: text } })) }),
  );

/** Streams that would take minutes, or exhaust the stack, if any step looked at all parts for each. */
const streams: readonly (readonly [string, readonly string[]])[] = [
  ['calls', calls('{}', (index) => ({ id: `call_${index}` }))],
  ['calls that never end', calls('{', (index) => ({ id: `call_${index}` }))],
  ['calls without ids', calls('{}', () => ({}))],
  ['arguments that seem to end with every piece', pieces('{}')],
  ['arguments whose brackets never close', pieces('[{}')],
];

describe('an answer of many parts', () => {
  describe.each(dialectNames)('to %s', (caller) => {
    it.each(streams)('is translated in a time that grows with its size: %s', (_name, frames) => {
      const stream = openLane(caller, 'openai-chat').openStream();
      const all = [...frames, frameOf({}, 'tool_calls'), 'data: [DONE]\n\n'];
      for (const frame of all) stream.push(new TextEncoder().encode(frame));
      stream.end();
      expect(stream.outcome).toMatchObject({ complete: true, finish: 'tool-calls' });
    });
  });
});
