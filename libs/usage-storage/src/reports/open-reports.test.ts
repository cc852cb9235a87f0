import { openLedger, type Ledger } from '../testing/ledger.js';
import { storeRecords } from '../testing/store-records.js';
import { openReports } from './open-reports.js';
import type { Reports, UsageQuestion } from './reports.js';

const noon = Date.UTC(2026, 10, 3, 12);
const hourMs = 3_600_000;
const range = { from: noon, to: noon + 24 * hourMs };
const question: UsageQuestion = { scope: 'everything', range, filter: {}, groupBy: [] };

let ledger: Ledger;
let reports: Reports;
beforeAll(async () => {
  ledger = await openLedger();
  reports = openReports(ledger.url);
  await storeRecords(ledger.url, [
    { startedAt: noon, user: 'ada', costNanoUsd: 5n, durationMs: 40 },
    { startedAt: noon + 1, user: 'ada', costNanoUsd: 7n, durationMs: 700, model: undefined, stream: false },
    { startedAt: noon + hourMs, user: 'bob', costNanoUsd: 90n, environment: 'dev' },
    { startedAt: noon + hourMs, user: 'eve', project: 'rocket', costNanoUsd: undefined, costBasis: 'unpriced' },
    {
      startedAt: noon + 2 * hourMs,
      user: 'eve',
      project: 'rocket',
      status: 429,
      errorType: 'rpm-exceeded',
      attempts: [],
    },
    { startedAt: noon + 24 * hourMs, user: 'late' },
  ]);
});
afterAll(async () => {
  await reports.close();
  await ledger.drop();
});

const shown = async (asked: Partial<UsageQuestion>): Promise<readonly unknown[]> => {
  const { rows } = await reports.usage({ ...question, ...asked });
  return rows.map(({ keys, measures }) => [...keys, Number(measures['requests'])]);
};

describe('usage', () => {
  test('is one row without a grouping, and the range does not hold its end', async () => {
    const { rows, rowCount, total } = await reports.usage(question);
    expect(rowCount).toBe(1);
    expect(rows[0]?.measures).toEqual(total);
    expect(total).toMatchObject({ requests: 5n, served: 4n, refused: 1n, unpriced: 1n, latency_ms_50: 1n });
  });

  test('of nothing is one row of zeros, or none where it is grouped', async () => {
    const before = { from: 0, to: noon };
    expect((await reports.usage({ ...question, range: before })).total['requests']).toBe(0n);
    expect(await shown({ range: before })).toEqual([[0]]);
    expect(await shown({ range: before, groupBy: ['user'] })).toEqual([]);
    const empty = await reports.usage({ ...question, scope: [] });
    expect(empty).toEqual(await reports.usage({ ...question, range: before }).then((none) => ({ ...none, range })));
  });

  test('comes most expensive first, an unknown key is undefined, and the total is over what is not shown too', async () => {
    const table = await reports.usage({ ...question, groupBy: ['user', 'model'], limit: 2, orderBy: 'requests' });
    expect(table.rowCount).toBe(4);
    expect(table.total['requests']).toBe(5n);
    expect(table.rows.map(({ keys }) => keys)).toEqual([
      ['eve', 'gpt-5-2026'],
      ['ada', 'gpt-5-2026'],
    ]);
    expect(await shown({ groupBy: ['model'], filter: { model: [undefined] } })).toEqual([[undefined, 1]]);
  });

  test('is split by time where a step is given, each combination in all its buckets', async () => {
    const table = await reports.usage({
      ...question,
      groupBy: ['project'],
      step: 'hour',
      limit: 1,
      orderBy: 'requests',
    });
    expect(table.rows.map(({ bucketStart, keys, measures }) => [bucketStart, keys[0], measures['requests']])).toEqual([
      [noon, 'engine', 2n],
      [noon + hourMs, 'engine', 1n],
    ]);
    expect(table.rowCount).toBe(2);
    expect(table.total['requests']).toBe(5n);
  });

  test('is filtered by any dimension, and all filters must hold', async () => {
    expect(await shown({ filter: { user: ['ada', 'bob'] } })).toEqual([[3]]);
    expect(await shown({ filter: { user: ['ada', 'bob'], environment: ['prod'] } })).toEqual([[2]]);
    expect(await shown({ filter: { outcome: ['refused'] } })).toEqual([[1]]);
    expect(await shown({ filter: { stream: ['false'] } })).toEqual([[1]]);
    expect(await shown({ filter: { user: [] } })).toEqual([[0]]);
    expect(await shown({ filter: { model: ['gpt-5-2026', undefined] } })).toEqual([[5]]);
  });

  test('adds up only the measures that are asked for', async () => {
    const { total } = await reports.usage({ ...question, measures: ['requests'], orderBy: 'requests' });
    expect(total).toEqual({ requests: 5n });
  });

  test('takes no name that is none of ours', async () => {
    await expect(reports.usage({ ...question, orderBy: '1); drop table x' })).rejects.toThrow('is no measure of usage');
    // What comes from outside may be anything.
    const filter = { 'x; drop': ['1'] } as unknown as UsageQuestion['filter'];
    await expect(reports.usage({ ...question, filter })).rejects.toThrow('is no dimension of usage');
  });

  test('shows a scope its own projects and environments alone', async () => {
    expect(await shown({ scope: [{ project: 'engine', environment: 'dev' }] })).toEqual([[1]]);
    expect(await shown({ scope: [{ project: 'engine', environment: undefined }] })).toEqual([[3]]);
    const two = [
      { project: 'engine', environment: 'dev' },
      { project: 'rocket', environment: 'prod' },
    ];
    expect(await shown({ scope: two, groupBy: ['user'] })).toEqual([
      ['eve', 2],
      ['bob', 1],
    ]);
    expect(await shown({ scope: [{ project: `engine' or true --`, environment: undefined }] })).toEqual([[0]]);
  });
});

describe('the values of a dimension', () => {
  test('are those of the range and the scope, most requests first', async () => {
    const values = await reports.values({ scope: 'everything', range, dimension: 'project' });
    expect(values).toEqual(['engine', 'rocket']);
    const scope = [{ project: 'engine', environment: undefined }];
    expect(await reports.values({ scope, range, dimension: 'project' })).toEqual(['engine']);
    expect(await reports.values({ scope: [], range, dimension: 'project' })).toEqual([]);
  });
});

describe('one request', () => {
  test('is there for a scope that shows it, and unknown to any other', async () => {
    const page = await reports.requests({
      ...{ scope: 'everything', range, filter: { user: ['bob'] } },
      ...{ order: 'time', direction: 'descending', limit: 1 },
    });
    if (!page.ok) throw new Error(page.fault.message);
    const [bob] = page.value.requests;
    const requestId = bob?.requestId ?? '';
    expect(await reports.request(requestId, 'everything')).toMatchObject({ request: { requestId } });
    expect(await reports.request(requestId, [{ project: 'engine', environment: 'dev' }])).toMatchObject({
      request: { requestId },
    });
    expect(await reports.request(requestId, [{ project: 'engine', environment: 'prod' }])).toBeUndefined();
    expect(await reports.request(requestId, [])).toBeUndefined();
    expect(await reports.request(`req_${'0'.repeat(32)}`, 'everything')).toBeUndefined();
    expect(await reports.request('anything', 'everything')).toBeUndefined();
  });
});
