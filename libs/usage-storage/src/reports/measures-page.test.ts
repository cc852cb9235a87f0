import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { measures } from './measures.js';

const page = readFileSync(join(__dirname, '../../../../docs/reports.md'), 'utf8');

test('docs/reports.md says what every measure is, in their order', () => {
  const told = [...page.matchAll(/^\| `([a-z0-9_]+)`(?: … `_over`)? +\|/gm)].map(([, name]) => name);
  const isBucket = (name: string): boolean => /^(latency|first_token)_ms_(\d+|over)$/.test(name);
  const names = measures.map(({ column }) => column);
  // The buckets are told as two rows, by their first.
  const expected = names.filter((name) => !isBucket(name) || name.endsWith('_ms_50'));
  expect(told).toEqual(expected);
});
