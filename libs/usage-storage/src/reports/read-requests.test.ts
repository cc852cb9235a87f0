import { openLedger, type Ledger } from '../testing/ledger.js';
import { storeRecords } from '../testing/store-records.js';
import { openReports } from './open-reports.js';
import type { RequestLine, RequestOrder, RequestPage, RequestsQuestion } from './request-list.js';
import type { Reports } from './reports.js';

const noon = Date.UTC(2026, 10, 3, 12);
const question: RequestsQuestion = {
  ...{ scope: 'everything', range: { from: noon, to: noon + 1000 }, filter: {} },
  ...{ order: 'time', direction: 'descending', limit: 3 },
};

let ledger: Ledger;
let reports: Reports;
beforeAll(async () => {
  ledger = await openLedger();
  reports = openReports(ledger.url, { cursorKey: 'shared' });
  // Several requests of one millisecond, costs that are equal, and costs nobody knows.
  await storeRecords(
    ledger.url,
    Array.from({ length: 20 }, (_, index) => ({
      startedAt: noon + (index >> 2),
      project: index % 2 === 0 ? 'engine' : 'rocket',
      durationMs: index % 5,
      status: index % 3 === 0 ? 200 : 502,
      ...(index % 4 === 0
        ? { costNanoUsd: undefined, costBasis: 'unpriced' as const }
        : { costNanoUsd: BigInt(index >> 2) }),
      ...(index < 5 ? {} : { callerShapeEvents: [], upstreamShapeEvents: [] }),
      fallbackUsed: index === 7,
      requestedModel: index === 8 ? 'special' : 'default',
    })),
  );
});
afterAll(async () => {
  await reports.close();
  await ledger.drop();
});

const pageOf = async (asked: Partial<RequestsQuestion>): Promise<RequestPage> => {
  const page = await reports.requests({ ...question, ...asked });
  if (!page.ok) throw new Error(page.fault.message);
  return page.value;
};

const allPages = async (asked: Partial<RequestsQuestion>): Promise<readonly RequestLine[]> => {
  const lines: RequestLine[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const page: RequestPage = await pageOf({ ...asked, ...(cursor === '' ? {} : { cursor }) });
    lines.push(...page.requests);
    cursor = page.nextCursor;
  }
  return lines;
};

const sortKey: Record<RequestOrder, (line: RequestLine) => bigint | number> = {
  time: (line) => line.startedAt,
  cost: (line) => line.costNanoUsd ?? -1n,
  latency: (line) => line.latencyMs,
  status: (line) => line.status,
};

describe('a list of requests', () => {
  test.each(['time', 'cost', 'latency', 'status'] as const)(
    'by %s has every request once, in order, however small its pages',
    async (order) => {
      for (const direction of ['ascending', 'descending'] as const) {
        const whole = await pageOf({ order, direction, limit: 500 });
        expect(whole.requests).toHaveLength(20);
        expect(whole.nextCursor).toBeUndefined();
        const keys = whole.requests.map((line) => Number(sortKey[order](line)));
        const sign = direction === 'ascending' ? 1 : -1;
        expect(keys).toEqual(keys.toSorted((left, right) => sign * (left - right)));
        expect(await allPages({ order, direction })).toEqual(whole.requests);
      }
    },
  );

  test('ends with its last full page', async () => {
    expect((await pageOf({ limit: 20 })).nextCursor).toBeUndefined();
    expect((await pageOf({ limit: 19 })).nextCursor).toBeDefined();
  });

  test('is filtered by what only requests have', async () => {
    expect((await pageOf({ requestedModel: 'special' })).requests).toHaveLength(1);
    expect((await pageOf({ fallbackOnly: true })).requests).toHaveLength(1);
    expect(await allPages({ shapedOnly: true })).toHaveLength(5);
    expect((await pageOf({ tokenId: 'nobody' })).requests).toEqual([]);
    expect(await allPages({ clientRequestId: 'client-1' })).toHaveLength(20);
  });

  test('shows a scope its own requests alone, page after page', async () => {
    const scope = [{ project: 'rocket', environment: 'prod' }];
    const lines = await allPages({ scope });
    expect(lines).toHaveLength(10);
    expect(new Set(lines.map(({ project }) => project))).toEqual(new Set(['rocket']));
    expect(await pageOf({ scope: [] })).toEqual({ requests: [], nextCursor: undefined });
  });
});

describe('a cursor', () => {
  test('is refused by another order, direction, filter, range or scope, and when it was changed', async () => {
    const { nextCursor: cursor = '' } = await pageOf({});
    const others: readonly Partial<RequestsQuestion>[] = [
      ...[{ order: 'cost' as const }, { direction: 'ascending' as const }, { filter: { user: ['ada'] } }],
      ...[{ range: { from: noon, to: noon + 999 } }, { scope: [{ project: 'engine', environment: undefined }] }],
      ...[{ cursor: 'x' }, { cursor: `${cursor}x` }, { cursor: `x${cursor}` }, { cursor: '' }],
    ];
    for (const other of others) {
      const refused = await reports.requests({ ...question, cursor, ...other });
      expect(refused).toMatchObject({
        ok: false,
        fault: { type: 'invalid-report-filter', details: { param: 'cursor' } },
      });
    }
    expect((await pageOf({ cursor, limit: 4 })).requests).toHaveLength(4);
  });

  test('works at another process that has the same key', async () => {
    const { nextCursor: cursor = '' } = await pageOf({});
    const twin = openReports(ledger.url, { cursorKey: 'shared' });
    const stranger = openReports(ledger.url);
    expect(await twin.requests({ ...question, cursor })).toEqual({ ok: true, value: await pageOf({ cursor }) });
    expect(await stranger.requests({ ...question, cursor })).toMatchObject({ ok: false });
    await Promise.all([twin.close(), stranger.close()]);
  });
});
