import { jsonText, readContext } from '../generated.laws.js';
import { readOutcome, readReply } from './read-reply.js';
import { added, blocksOf, call, completed, created, done, readEvents } from './response-events.laws.js';

describe('reading a whole response', () => {
  const outcome = (body: object) =>
    readOutcome(jsonText(JSON.stringify({ id: 'resp_1', model: 'm', output: [], ...body })));

  it('gives the events of its stream', () => {
    const body = {
      id: 'resp_1',
      model: 'm',
      status: 'completed',
      output: [call('a', '{}')],
      usage: { input_tokens: 3, output_tokens: 2 },
    };
    expect(readReply(jsonText(JSON.stringify(body)), readContext)).toEqual([
      { kind: 'begin', id: 'resp_1', model: 'm' },
      { kind: 'block-start', index: 0, block: { kind: 'tool-call', id: 'a', name: 'weather' } },
      { kind: 'block-delta', index: 0, text: '{}' },
      { kind: 'block-end', index: 0 },
      { kind: 'finish', reason: 'tool-calls' },
      { kind: 'usage', tokens: { input: 3, output: 2 } },
    ]);
  });

  it('loses no item where all have the same id, streamed or not', () => {
    const output = ['a', 'b'].map((id) => ({ ...call(id, '{}'), id: 'fc' }));
    const pieces = output.flatMap((item, at) => [added(at, item), done(at, item)]);
    const atOneIndex = output.flatMap((item) => [added(0, item), done(0, item)]);
    const body = jsonText(JSON.stringify({ id: 'resp_1', status: 'completed', output }));
    for (const events of [
      readReply(body, readContext),
      readEvents([created, ...pieces, completed({ output })]),
      readEvents([created, ...atOneIndex, completed({ output })]),
    ]) {
      expect(blocksOf(events).map((block) => block.text)).toEqual(['{}', '{}']);
    }
  });

  it('tells what became of it, failed and background ones included', () => {
    expect(outcome({ status: 'completed' })).toMatchObject({ finish: 'stop', complete: true });
    expect(outcome({ status: 'failed', error: { code: 'server_error', message: 'boom' } })).toMatchObject({
      complete: false,
      fault: { message: 'boom' },
    });
    expect(outcome({ status: 'queued' })).toMatchObject({
      id: 'resp_1',
      finish: undefined,
      fault: undefined,
      complete: true,
    });
    expect(readReply(jsonText('{"status":"queued","output":[]}'), readContext).at(-1)?.kind).toBe('fault');
  });
});
