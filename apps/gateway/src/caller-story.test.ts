import type { RequestStory } from '@smart-router/usage-storage';
import { callerStory } from './caller-story.js';

const score = {
  ...{ kind: 'term', final: 0.75, live: 0.8, term: 'balanced', observationCount: 40, isOverThreshold: false },
  parts: { cost: 0.9, latency: 0.5, throughput: 0.4, reliability: 1, complexity: 0.2, eval_quality: 0.7, cache: 0 },
};

/** As far as it is read here. */
const story = {
  request: { target: 'lab/large', notes: 'seed: dropped' },
  decision: { selectedTarget: 'lab/large', policy: { kind: 'external', choice: 'lab/small' } },
  candidates: [
    { number: 1, target: 'lab/small', provider: 'lab', model: 'small-1', score },
    { number: 2, target: 'lab/large', provider: 'lab', model: 'large-1', score },
  ],
  attempts: [],
  upstreamShapeEvents: [],
} as unknown as RequestStory;

describe('a story as its caller may read it', () => {
  it('numbers every target, and keeps what tells of them with the operator', () => {
    const told = callerStory(story, 'numbered');
    expect(told).toMatchObject({
      request: { target: 'target-2', notes: undefined },
      decision: { selectedTarget: 'target-2', policy: { choice: 'target-1' } },
      candidates: [
        { target: 'target-1', score: undefined },
        { target: 'target-2', score: undefined },
      ],
    });
    expect(JSON.stringify(told)).not.toMatch(/lab|small-1|0\.75/);
  });

  it('names them where answers do, with what they were scored by, and never accounts and models', () => {
    const told = callerStory(story, 'named');
    expect(told).toMatchObject({
      request: { target: 'lab/large', notes: 'seed: dropped' },
      decision: { policy: { choice: 'lab/small' } },
      candidates: [
        { target: 'lab/small', score },
        { target: 'lab/large', score },
      ],
    });
    expect(JSON.stringify(told)).not.toContain('small-1');
  });
});
