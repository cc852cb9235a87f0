import { openLedger, type Ledger } from '../testing/ledger.js';
import { openDatabase } from '../open-database.js';
import { startSecurityLog } from '../admin/security-log.js';
import { createKeyAdmin } from '../keys/create-key-admin.js';
import { sampleOrder } from '../testing/sample-order.js';
import { openReports } from './open-reports.js';
import type { Reports } from './reports.js';
import type { SecurityPage, SecurityQuestion } from './security-list.js';

const noon = Date.UTC(2026, 10, 3, 12);
const question: SecurityQuestion = {
  ...{ scope: 'everything', range: { from: noon, to: noon + 10_000 }, filter: {}, limit: 2 },
};

let ledger: Ledger;
let reports: Reports;
beforeAll(async () => {
  ledger = await openLedger();
  reports = openReports(ledger.url);
  const database = openDatabase(ledger.url);
  const issued = await createKeyAdmin(database).issue(sampleOrder(), { actor: 'test' });
  const log = startSecurityLog(database, () => undefined);
  const common = { outcome: 'refused', surface: 'reports' } as const;
  await log.note({ ...common, at: noon, type: 'sign-in', reason: 'wrong-password', subject: 'local:ada' });
  await log.note({
    ...common,
    at: noon + 1,
    type: 'permission',
    reason: 'other-domain',
    domain: 'engine/prod',
    status: 403,
  });
  await log.note({ ...common, at: noon + 1, type: 'permission', reason: 'other-domain', domain: 'rocket/prod' });
  await log.note({
    ...{ ...common, at: noon + 2, type: 'token', reason: 'key-expired', surface: 'gateway' },
    tokenId: issued.ok ? issued.value.view.tokenId : '',
  });
  await log.note({ ...common, at: noon + 10_000, type: 'export' });
  await log.close();
  await database.destroy();
});
afterAll(async () => {
  await reports.close();
  await ledger.drop();
});

const pageOf = async (asked: Partial<SecurityQuestion>): Promise<SecurityPage> => {
  const page = await reports.securityEvents({ ...question, ...asked });
  if (!page.ok) throw new Error(page.fault.message);
  return page.value;
};

const typesOf = (page: SecurityPage): readonly string[] =>
  page.events.map(({ type, domain }) => (domain === undefined ? type : `${type} ${domain}`));

describe('events of access', () => {
  test('come page by page, newest first, each once', async () => {
    const first = await pageOf({});
    expect(first.events[0]).toMatchObject({
      type: 'token',
      reason: 'key-expired',
      surface: 'gateway',
      count: 1,
      at: noon + 2,
    });
    const second = await pageOf({ cursor: first.nextCursor ?? '' });
    expect(second.nextCursor).toBeUndefined();
    expect(second.events.at(-1)).toMatchObject({ type: 'sign-in', subject: 'local:ada', status: undefined });
    expect([...typesOf(first), ...typesOf(second)].toSorted()).toEqual([
      ...['permission engine/prod', 'permission rocket/prod', 'sign-in', 'token'],
    ]);
  });

  test('refuse the cursor of another list', async () => {
    const { nextCursor: cursor = '' } = await pageOf({});
    const filter = { type: ['token'] };
    expect(await reports.securityEvents({ ...question, filter, cursor })).toMatchObject({ ok: false });
  });

  test('are filtered', async () => {
    expect(typesOf(await pageOf({ filter: { domain: [undefined], surface: ['reports'] } }))).toEqual(['sign-in']);
    expect((await pageOf({ filter: { type: ['permission'], reason: ['other-domain'] } })).events).toHaveLength(2);
  });

  test('show a scope its own alone, and those of its tokens; sign-ins are nobody’s domain', async () => {
    const limit = 100;
    const engine = [{ project: 'engine', environment: 'prod' }];
    expect(typesOf(await pageOf({ scope: engine, limit }))).toEqual(['token', 'permission engine/prod']);
    expect(typesOf(await pageOf({ scope: [{ project: 'rocket', environment: undefined }], limit }))).toEqual([
      'permission rocket/prod',
    ]);
    expect(typesOf(await pageOf({ scope: [{ project: 'engine', environment: 'dev' }], limit }))).toEqual([]);
    expect(typesOf(await pageOf({ scope: [], limit }))).toEqual([]);
  });
});
