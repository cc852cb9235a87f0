import type { ShapingRow } from '@smart-router/usage-storage';
import { adviceOf } from './advice.js';

const row = (keys: ShapingRow['keys'], events: number, waitedMsMax = 0): ShapingRow => ({
  ...{ bucketStart: undefined, keys, events, requests: events },
  ...{ waitedMsSum: waitedMsMax, waitedMsMax, retryAfterMsMax: 0 },
});
const said = (callers: readonly ShapingRow[], pauses: readonly ShapingRow[] = []): readonly string[] =>
  adviceOf(callers, pauses).map(({ text }) => text);

describe('advice about shaping', () => {
  it('is silent about what is rare', () => {
    expect(said([row(['key.rpm', 'rejected'], 19)], [row(['openai', 'gpt-5', 'main', 'timeout'], 3)])).toEqual([]);
  });

  it('tells a limit from a rate, and a rate with a queue from one without', () => {
    const rate = 'key.request_start_per_sec';
    expect(said([row(['key.rpm', 'rejected'], 59)])).toEqual([
      'key.rpm refused 59 times: whoever needs more needs a higher limit.',
    ]);
    expect(said([row([rate, 'rejected'], 40)])).toEqual([
      `${rate} refused 40 times: a queue would let them wait instead.`,
    ]);
    expect(said([row([rate, 'rejected'], 40), row([rate, 'queued'], 5, 100)])).toEqual([
      `${rate} refused 40 times: a deeper queue or a larger burst would let more of them wait.`,
    ]);
  });

  it('speaks of long waits and of upstreams that pause', () => {
    expect(said([row(['key.request_start_per_sec', 'queued'], 5, 9000)])[0]).toContain('waited up to 9.00 s');
    const pauses = [
      row(['openai', 'gpt-5', 'main', 'rate_limited'], 30),
      row(['lab', undefined, 'main', 'timeout'], 30),
    ];
    expect(said([], pauses)).toEqual([
      'gpt-5 of openai paused 30 times because of rate_limited: ask the provider for more capacity, or send it less.',
      'lab paused 30 times because of timeout: look at its health, and at what stands behind it in the plan.',
    ]);
  });
});
