import { testDatabase } from '@smart-router/dev-services';
import { fillMonth } from '../fill-month.js';
import { compareChange, type ComparedMonth } from './compare-change.js';
import { knownChanges } from './known-changes.js';
import { bundleProgram } from './start-program.js';

const dayMs = 86_400_000;
const to = Date.UTC(2026, 10, 21);

let month: ComparedMonth;
let drop: () => Promise<void>;
beforeAll(async () => {
  const database = await testDatabase();
  ({ drop } = database);
  await bundleProgram('smart-router');
  const complain = (message: string): void => void message;
  await fillMonth({ databaseUrl: database.url, requests: 4000, seed: 7, end: to, onProgress: complain });
  month = { databaseUrl: database.url, from: to - 30 * dayMs, to, sample: 500, atOnce: 4 };
});
afterAll(() => drop());

// Over groups whose targets are not drawn: chance evens out over more requests than a test has time for.
test.each([
  { name: 'cheaper-first', drawn: ['assistant'] },
  { name: 'contract', drawn: [] as readonly string[] },
])(
  'the cost of a change is told within 2 %% of what a gateway that has it then costs: $name',
  async ({ name, drawn }) => {
    const known = knownChanges.find((change) => change.name === name);
    if (known === undefined) throw new Error(`there should be a change ${name}`);
    const { requests, groups } = await compareChange(known, month);
    expect(requests).toBeGreaterThan(400);
    const compared = groups.filter(({ group }) => !drawn.includes(group));
    const sum = (of: 'happened' | 'rehearsed' | 'replayed'): number =>
      compared.reduce((total, group) => total + group[of], 0);
    // It is a change worth being told of.
    expect(Math.abs(sum('replayed') / sum('happened') - 1)).toBeGreaterThan(0.05);
    expect(Math.abs(sum('rehearsed') / sum('replayed') - 1)).toBeLessThan(0.02);
  },
);
