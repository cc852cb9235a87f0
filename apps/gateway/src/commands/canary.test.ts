import { testDatabase } from '@smart-router/dev-services';
import { openCanaryBook } from '@smart-router/usage-storage';
import { migrateDatabase } from '../migrate-database.js';
import { runOperator, type Run } from '../testing/run-operator.js';

let url: string;
let drop: () => Promise<void>;
beforeAll(async () => {
  ({ url, drop } = await testDatabase());
  await migrateDatabase(url);
  const book = openCanaryBook({ databaseUrl: url });
  const canary = { target: 'new/m', settingsHash: 'h', steps: [5, 50, 100], catalogHash: 'c' };
  await book.follow([{ ...canary, group: 'coding' }]);
  await book.close();
});
afterAll(() => drop());

const operate = (line: string): Promise<Run> =>
  runOperator(line, { env: { DATABASE_URL: url, USER: 'olga' }, now: Date.now() });

test('a canary is listed, promoted, taken out and restarted, each with a reason', async () => {
  const { out } = await operate('canary list');
  expect(out).toMatch(/^group +target +state +step +share +since +last seen *\n/);
  expect(out).toMatch(/coding +new\/m +running +1 of 3 +5 % /);
  expect((await operate('canary promote coding --reason looks~good')).out).toMatch(/running +2 of 3 +50 % /);
  expect((await operate('canary rollback coding --reason complaints')).out).toMatch(/rolled-back +2 of 3 +0 % /);
  expect(await operate('canary promote coding --reason r')).toEqual({
    ...{ code: 1, out: '', err: 'smart-router: the canary of group "coding" was taken out: restart it first\n' },
  });
  const restarted = await operate('canary restart coding --reason mended --format json');
  expect(JSON.parse(restarted.out)).toMatchObject({ group: 'coding', state: 'running', step: 1, share_percent: 5 });
});

test('what became of it is told, the latest first', async () => {
  const { out } = await operate('canary events coding');
  const told = [...out.matchAll(/ (started|promoted|rolled-back|restarted) +(\S+) % +(\S+)/g)].map((match) =>
    match.slice(1),
  );
  expect(told).toEqual([
    ['restarted', '5', 'cli:olga'],
    ['rolled-back', '0', 'cli:olga'],
    ['promoted', '50', 'cli:olga'],
    ['started', '5', 'router'],
  ]);
  expect(JSON.parse((await operate('canary events --limit 1 --format json')).out)).toMatchObject([
    { group: 'coding', event: 'restarted', reason: 'mended', from_step: 1, to_step: 0, error_rate: null },
  ]);
  expect((await operate('canary events writing')).out).toBe('no events\n');
});

test('a group that has none is a finding', async () => {
  expect(await operate('canary rollback writing --reason r')).toMatchObject({
    ...{ code: 1, err: 'smart-router: no canary of group "writing" was ever begun\n' },
  });
});

test.each([
  'canary rollback coding',
  'canary promote --reason r',
  'canary restart coding --reason ~',
  'canary events --limit 0',
])('%s is wrong usage', async (line) => {
  expect(await operate(line)).toMatchObject({ code: 2, out: '' });
});
