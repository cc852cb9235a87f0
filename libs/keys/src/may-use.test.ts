import type { Caller } from '@smart-router/core';
import { mayUse } from './may-use.js';

const callerWith = (...allow: readonly string[]): Caller => ({
  tokenId: 't',
  keyId: 't',
  organization: 'acme',
  user: 'ada',
  project: 'engine',
  environment: 'prod',
  allow,
  grants: [],
  limits: undefined,
  shape: undefined,
});

describe('allowed groups', () => {
  test.each([
    [['default'], 'default', true],
    [['default'], 'default-2', false],
    [['team-*'], 'team-a', true],
    [['team-*'], 'team', false],
    [['*'], 'anything', true],
    [['a*c'], 'abc', false],
    [[], 'default', false],
  ])('allow %j with group %s is %s', (allow, group, expected) => {
    expect(mayUse(callerWith(...allow), group)).toBe(expected);
  });
});
