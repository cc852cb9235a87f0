import { describe as described, kindOf } from './describe.js';

test('a kind never shows the value', () => {
  expect([undefined, null, [1], { secret: 1 }, 'secret', 7, true].map(kindOf)).toEqual([
    'nothing',
    'null',
    'array',
    'object',
    'string',
    'number',
    'boolean',
  ]);
});

test('a description shows numbers and flags, and no text', () => {
  expect([undefined, null, [1], { secret: 1 }, 'secret', 7, true].map(described)).toEqual([
    'nothing',
    'null',
    'array',
    'object',
    'string',
    '7',
    'true',
  ]);
});
