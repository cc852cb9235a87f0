import { column, jsonMembers, type Scalar } from './column.js';

const written = (type: 'integer' | 'bigint' | 'text', value: Scalar) =>
  jsonMembers([column('x', type, () => value)], {});

describe('a column', () => {
  test('takes what its type holds', () => {
    expect(written('integer', 2_147_483_647)).toBe(',"x":2147483647');
    expect(written('bigint', 9_223_372_036_854_775_807n)).toBe(',"x":9223372036854775807');
    expect(written('bigint', 12.6)).toBe(',"x":13');
    expect(written('text', 'a "b"')).toBe(',"x":"a \\"b\\""');
  });

  test('leaves out a number no column holds, so that a provider’s nonsense cannot cost the row', () => {
    expect(written('integer', 2_147_483_648)).toBe('');
    expect(written('bigint', 9_223_372_036_854_775_808n)).toBe('');
    expect(written('bigint', 1e300)).toBe('');
    expect(written('bigint', Number.NaN)).toBe('');
  });
});
