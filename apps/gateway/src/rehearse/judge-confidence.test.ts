import { isAtLeast, judgeConfidence } from './judge-confidence.js';

const sure = { onUnknownTargets: 0, byOtherModels: 0, estimatedTokens: 0, withoutCost: 0, unjudged: 0 };

test('many requests of known targets are good evidence', () => {
  expect(judgeConfidence(1000, sure)).toEqual({ level: 'high', reasons: [] });
});

test('the lowest of what each rule allows counts, and every one that lowers is told', () => {
  const judged = judgeConfidence(500, { ...sure, byOtherModels: 0.9, unjudged: 0.06 });
  expect(judged.level).toBe('low');
  expect(judged.reasons).toEqual([
    'only 500 requests',
    '90.0 % would be answered by another model than counted their tokens',
    '6.0 % could not be judged by what was kept of them',
  ]);
  expect(judgeConfidence(500, { ...sure, onUnknownTargets: 0.2 }).level).toBe('medium');
  expect(judgeConfidence(99, sure).level).toBe('low');
});

test('confidences have an order', () => {
  expect([isAtLeast('high', 'medium'), isAtLeast('medium', 'medium'), isAtLeast('low', 'medium')]).toEqual([
    ...[true, true, false],
  ]);
});
