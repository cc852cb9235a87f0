import { storyJson } from './story-json.js';
import { writeJson } from './write-json.js';

it('tells a story in snake_case: unknown is null, times are ISO, amounts are told twice', () => {
  const story = {
    ...{ requestId: 'req_1', startedAt: 0, latencyMs: 12, costNanoUsd: 1_500_000_001n, upstreamCostNanoUsd: undefined },
    attempts: [{ firstTokenMs: undefined, isKept: true }],
    states: { 'caller-shaping': 'present' },
  };
  expect(JSON.parse(writeJson(storyJson(story)))).toEqual({
    ...{ request_id: 'req_1', started_at: '1970-01-01T00:00:00.000Z', latency_ms: 12 },
    ...{ cost_usd: '1.500000001', cost_nano_usd: 1_500_000_001 },
    ...{ upstream_cost_usd: null, upstream_cost_nano_usd: null },
    attempts: [{ first_token_ms: null, is_kept: true }],
    states: { caller_shaping: 'present' },
  });
});
