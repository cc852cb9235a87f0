import { readModelName } from './model-name.js';

const none = {
  paceMs: undefined,
  tokens: undefined,
  after: undefined,
  waitMs: undefined,
  times: undefined,
  limit: undefined,
  hint: 'seconds',
  issuer: 'sim',
};

test.each([
  ['sim-ok', { ...none, fault: 'ok' }],
  ['sim-429-hint-once', { ...none, fault: '429-hint-once' }],
  ['sim-pace-20', { ...none, fault: 'ok', paceMs: 20 }],
  ['sim-tokens-9:pace-5', { ...none, fault: 'ok', tokens: 9, paceMs: 5 }],
  ['sim-die-mid-stream:after-5+tokens-8:mine', { ...none, fault: 'die-mid-stream', after: 5, tokens: 8 }],
  ['sim-503-for-60s:wait-100:times-2', { ...none, fault: '503-for-60s', waitMs: 100, times: 2 }],
  ['sim-ok:issuer-west+issuer-east:mine', { ...none, fault: 'ok', issuer: 'east' }],
  ['sim-429-hint-once:hint-date', { ...none, fault: '429-hint-once', hint: 'date' }],
  ['sim-429-over:limit-6', { ...none, fault: '429-over', limit: 6 }],
  ['gpt-5', undefined],
])('reads %s', (model, wish) => {
  expect(readModelName(model)).toEqual(wish);
});
