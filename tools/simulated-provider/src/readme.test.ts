import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { faults } from './faults/faults.js';

test('the README lists every model with what it does, as the table of faults says', () => {
  const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
  const listed = [...readme.matchAll(/^\| `sim-([^`]+)` +\| (.*?) *\|$/gm)].map(([, name, about]) => [name, about]);
  expect(Object.fromEntries(listed)).toEqual(
    Object.fromEntries(Object.entries(faults).map(([name, { about }]) => [name, about])),
  );
  expect(listed).toHaveLength(Object.keys(faults).length);
});
