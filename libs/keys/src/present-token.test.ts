import { presentToken } from './present-token.js';

describe('finding the presented token', () => {
  test.each([
    ['a Bearer token', { authorization: 'Bearer rtr_a' }, 'rtr_a'],
    ['any case of the scheme, and spare blanks', { authorization: 'bearer   rtr_a ' }, 'rtr_a'],
    ['x-api-key', { 'x-api-key': ' rtr_a ' }, 'rtr_a'],
    ['the rtr_ one of two, in x-api-key', { authorization: 'Bearer sk-other', 'x-api-key': 'rtr_a' }, 'rtr_a'],
    ['the rtr_ one of two, in Authorization', { authorization: 'Bearer rtr_a', 'x-api-key': 'sk-other' }, 'rtr_a'],
    ['the Bearer one when both are ours', { authorization: 'Bearer rtr_a', 'x-api-key': 'rtr_b' }, 'rtr_a'],
    ['the other header when one is unusable', { authorization: 'Basic eDp5', 'x-api-key': 'rtr_a' }, 'rtr_a'],
  ])('takes %s', (_case, headers, token) => {
    expect(presentToken(headers)).toBe(token);
  });

  test.each([
    {},
    { authorization: undefined },
    { authorization: 'Bearer ' },
    { authorization: 'Bearer a b' },
    { 'x-api-key': '  ' },
  ])('finds none in %j', (headers) => {
    expect(presentToken(headers)).toBeUndefined();
  });
});
