import type { Credential, LateShapeEvents, Target } from '@smart-router/core';
import type { Skip } from '@smart-router/traffic-shaping';
import type { Candidate } from './candidate.js';
import { ShapeEvidence } from './shape-evidence.js';

const credential: Credential = { id: 'main', key: undefined, priority: 0, weight: 1, disabled: false };

/** The evidence looks at names alone. */
const candidate = (id: string): Candidate => {
  const endpoint = { provider: 'p', dialect: 'openai-chat' };
  return { target: { id, model: 'm', endpoint } as Target, credential }; // all of a target that is looked at
};

function evidence() {
  const late: LateShapeEvents[] = [];
  const clock = { now: () => 7 };
  const usage = {
    ready: () => true,
    record: () => undefined,
    recordLate: (events: LateShapeEvents) => late.push(events),
  };
  return { late, noted: new ShapeEvidence({ requestId: 'r', startedAt: 5, clock, usage }) };
}

const skip = (index: number, bucket = 'model.backoff'): Skip => ({
  ...{ index, reason: 'backoff', bucket, retryAfterMs: 9 },
});

describe('the evidence of a request', () => {
  it('says once why a candidate was passed over, however often attempts look there', () => {
    const { noted } = evidence();
    const candidates = [candidate('a'), candidate('b')];
    noted.noteSkips([skip(0), skip(1)], candidates, 1);
    noted.noteSkips([skip(0), skip(1)], candidates, 2);
    noted.noteSkips([skip(0, 'provider.concurrent')], candidates, 3);
    const { ofUpstream } = noted.seal();
    expect(
      ofUpstream.map((event) => [event.number, event.upstream?.target, event.bucket, event.attemptNumber]),
    ).toEqual([
      [1, 'a', 'model.backoff', 1],
      [2, 'b', 'model.backoff', 1],
      [3, 'a', 'provider.concurrent', 3],
    ]);
  });

  it('is bounded, and keeps room beside those passed over for what happened then', () => {
    const { noted, late } = evidence();
    const candidates = Array.from({ length: 100 }, (_, index) => candidate(`t${index}`));
    noted.noteSkips(
      candidates.map((_, index) => skip(index)),
      candidates,
      1,
    );
    noted.noteUpstream({ decision: 'rejected', attemptNumber: 1 });
    for (let event = 0; event < 100; event += 1) noted.noteCaller({ decision: 'queued' });
    const { ofCaller, ofUpstream } = noted.seal();
    expect([ofCaller.length, ofUpstream.length, ofUpstream.at(-1)?.decision]).toEqual([64, 41, 'rejected']);
    for (let event = 0; event < 100; event += 1) noted.noteUpstream({ decision: 'cooldown_ended', attemptNumber: 1 });
    expect(late).toHaveLength(64 - 41);
  });

  it('tells the ledger by itself what became known after the record, numbered on', () => {
    const { noted, late } = evidence();
    noted.noteUpstream({ decision: 'admitted', attemptNumber: 1, probe: true });
    expect(noted.seal().ofUpstream).toHaveLength(1);
    noted.noteUpstream({ decision: 'cooldown_started', attemptNumber: 1, bucket: 'model.backoff', retryAfterMs: 4 });
    expect(late).toMatchObject([
      { requestId: 'r', startedAt: 5, upstreamShapeEvents: [{ number: 2, at: 7, decision: 'cooldown_started' }] },
    ]);
  });
});
