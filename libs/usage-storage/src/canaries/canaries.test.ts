import { openDatabase } from '../open-database.js';
import { openLedger, type Ledger } from '../testing/ledger.js';
import { changeCanary } from './change-canary.js';
import { followCanaries, type FollowedCanary } from './follow-canaries.js';
import { listCanaries } from './list-canaries.js';
import { openCanaryBook } from './open-canary-book.js';
import { operateCanary } from './operate-canary.js';

let ledger: Ledger;
let database: ReturnType<typeof openDatabase>;

beforeAll(async () => {
  ledger = await openLedger();
  database = openDatabase(ledger.url);
});
afterAll(async () => {
  await database.destroy();
  await ledger.drop();
});

const canaryOf = (group: string, settingsHash = 'h1'): FollowedCanary => ({
  ...{ group, target: 'new/m', settingsHash, steps: [5, 25, 100], catalogHash: 'c1' },
});

async function onlyOf(canary: FollowedCanary) {
  const [found] = await followCanaries(database, [canary]);
  if (found === undefined) throw new Error('the canary was not begun');
  return found;
}

const eventsOf = (group: string) =>
  ledger.query('select * from routing_events where model_group = $1 order by id', [group]);

it('of several replicas that meet a canary at the same moment one begins it, at its first step', async () => {
  await Promise.all([1, 2, 3, 4].map(() => followCanaries(database, [canaryOf('begins'), canaryOf('begins-too')])));
  expect(await onlyOf(canaryOf('begins'))).toMatchObject({
    step: 0,
    isRolledBack: false,
    version: 1,
    steps: [5, 25, 100],
  });
  expect(await eventsOf('begins')).toMatchObject([
    { event: 'started', actor: 'router', to_step: 0, share_percent: 5, catalog_hash: 'c1' },
  ]);
  expect(await eventsOf('begins-too')).toHaveLength(1);
});

it('of several that see the same and would change it one does, and its evidence is kept', async () => {
  const from = await onlyOf(canaryOf('races'));
  const observed = { count: 40, errorRate: 0.5, latencyP95Ms: 812.4 };
  const change = {
    ...({ from, event: 'rolled-back', step: 0, actor: 'router', condition: 'error_rate > 0.1', observed } as const),
    ...{ baseline: { count: 900, errorRate: 0.01, latencyP95Ms: undefined }, catalogHash: 'c2' },
  };
  const made = await Promise.all([1, 2, 3, 4, 5].map(() => changeCanary(database, change)));
  expect(made.filter(Boolean)).toHaveLength(1);
  const [, event, ...more] = await eventsOf('races');
  expect(more).toEqual([]);
  expect(event).toMatchObject({
    ...{ event: 'rolled-back', from_step: 0, to_step: 0, share_percent: 0, condition: 'error_rate > 0.1' },
    ...{ request_count: '40', error_rate: 0.5, p95_latency_ms: '812', baseline_request_count: '900' },
    ...{ baseline_error_rate: 0.01, baseline_p95_latency_ms: null, catalog_hash: 'c2' },
  });
  expect(await onlyOf(canaryOf('races'))).toMatchObject({ isRolledBack: true, version: 2 });
});

it('other settings begin anew, and the former ones are found as they were left', async () => {
  const from = await onlyOf(canaryOf('changes'));
  await changeCanary(database, { from, event: 'promoted', step: 1, actor: 'router' });
  expect(await onlyOf(canaryOf('changes', 'h2'))).toMatchObject({ step: 0, version: 1 });
  expect(await onlyOf(canaryOf('changes'))).toMatchObject({ step: 1, version: 2 });
  expect(await listCanaries(database, 'changes')).toMatchObject([{ settingsHash: 'h2', step: 0 }]);
});

it('settings that replicas go by come before newer ones that nobody goes by', async () => {
  await onlyOf(canaryOf('returns'));
  await onlyOf(canaryOf('returns', 'h2'));
  await ledger.query(`update routing_canaries set seen_at = now() - interval '1 hour' where model_group = 'returns'`);
  await onlyOf(canaryOf('returns'));
  expect(await listCanaries(database, 'returns')).toMatchObject([{ settingsHash: 'h1' }]);
});

describe('an operator', () => {
  const operator = { actor: 'cli:ada', reason: 'looks good' };

  it('promotes it by a step, and not past the last one', async () => {
    await onlyOf(canaryOf('promoted'));
    expect(await operateCanary(database, 'promoted', 'promote', operator)).toMatchObject({
      ok: true,
      value: { step: 1 },
    });
    expect(await operateCanary(database, 'promoted', 'promote', operator)).toMatchObject({
      ok: true,
      value: { step: 2 },
    });
    expect(await operateCanary(database, 'promoted', 'promote', operator)).toMatchObject({
      ok: false,
      fault: { message: 'the canary of group "promoted" is at its last step already' },
    });
    const events = await eventsOf('promoted');
    expect(events.map((event) => [event['event'], event['actor'], event['reason'], event['share_percent']])).toEqual([
      ['started', 'router', null, 5],
      ['promoted', 'cli:ada', 'looks good', 25],
      ['promoted', 'cli:ada', 'looks good', 100],
    ]);
  });

  it('takes it out, and only a restart brings it back, to its first step', async () => {
    await onlyOf(canaryOf('taken'));
    await operateCanary(database, 'taken', 'promote', operator);
    await operateCanary(database, 'taken', 'rollback', operator);
    expect(await onlyOf(canaryOf('taken'))).toMatchObject({ step: 1, isRolledBack: true });
    expect(await operateCanary(database, 'taken', 'promote', operator)).toMatchObject({ ok: false });
    expect(await operateCanary(database, 'taken', 'rollback', operator)).toMatchObject({ ok: false });
    expect(await operateCanary(database, 'taken', 'restart', operator)).toMatchObject({
      ok: true,
      value: { step: 0, isRolledBack: false },
    });
  });

  it('is told of a group that never had one', async () => {
    expect(await operateCanary(database, 'nobody', 'restart', operator)).toMatchObject({
      ok: false,
      fault: { message: 'no canary of group "nobody" was ever begun' },
    });
  });
});

it('a book at a database that is not there rejects', async () => {
  const book = openCanaryBook({ databaseUrl: 'postgres://nobody@127.0.0.1:1/none' });
  await expect(book.follow([canaryOf('away')])).rejects.toThrow();
  await book.close();
});
