import { slowProxy, type SlowProxy } from '@smart-router/dev-services';
import { adaConfig, password, startSite, type TestSite } from './testing/start-site.js';
import { visitorOf, type Visitor } from './testing/visitor.js';

const session = 'smart-router-reports';
const longerThanAnybodyWaits = 3_600_000;

let site: TestSite;
let config: string;
let proxy: SlowProxy;
let url: string;

beforeAll(async () => {
  config = await adaConfig();
  site = await startSite(config);
});
afterAll(() => site.close());

/** Reports that reach the ledger by a way that may be cut. */
beforeEach(async () => {
  const database = new URL(site.databaseUrl);
  proxy = await slowProxy(Number(database.port));
  database.port = String(proxy.port);
  url = await site.another(config, { env: { DATABASE_URL: database.href } });
});
afterEach(() => proxy.close());

async function signedIn(): Promise<Visitor> {
  const ada = visitorOf(url);
  expect((await ada.signIn('ada', password)).status).toBe(303);
  return ada;
}

test('a paused database is said to be away in bounded time, and whoever was signed in still is when it goes on', async () => {
  const ada = await signedIn();
  proxy.delayMs = longerThanAnybodyWaits;
  const [page, api] = await Promise.all([ada.get('/usage'), ada.get('/api/v1/usage')]);
  expect([page.status, page.headers.get('retry-after')]).toEqual([503, '5']);
  expect(await page.text()).toContain('You are still signed in');
  expect([api.status, await api.json()]).toEqual([
    503,
    { error: { type: 'database-away', message: expect.any(String) } },
  ]);
  expect((await ada.get('/readyz')).status).toBe(503);
  expect((await ada.get('/livez')).status).toBe(200);
  proxy.delayMs = 0;
  expect(ada.cookies.has(session)).toBe(true);
  expect((await ada.get('/sign-in')).status).toBe(303);
});

test('a database that is gone signs nobody in and nobody out', async () => {
  const ada = await signedIn();
  const bob = visitorOf(url);
  const form = await bob.get('/sign-in');
  proxy.close();
  expect((await ada.get('/')).status).toBe(503);
  expect(ada.cookies.has(session)).toBe(true);
  const csrf = /name="csrf" value="([^"]+)"/.exec(await form.text())?.[1] ?? '';
  expect((await bob.post('/sign-in', { csrf, name: 'ada', password })).status).toBe(503);
  expect(bob.cookies.has(session)).toBe(false);
  // Straight to the ledger, as another replica.
  const elsewhere = visitorOf(site.url);
  elsewhere.cookies.set(session, ada.cookies.get(session) ?? '');
  expect((await elsewhere.get('/sign-in')).status).toBe(303);
});

test('what fails while the database is there is no outage: the page and the API tell an id, and the log says why', async () => {
  const ada = await signedIn();
  await site.query('alter table request_attempts rename to attempts_elsewhere');
  try {
    const path = 'requests/req_01a1b65aafd47831ba0fc996d74c5998';
    for (const answer of [await ada.get(`/${path}`), await ada.get(`/api/v1/${path}`)]) {
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([500, null]);
      const [, id = 'none'] = /as failure ([0-9a-f-]{36})/.exec(await answer.text()) ?? [];
      const line = site.logged.find((logged) => logged.includes(id));
      expect(JSON.parse(line ?? '{}')).toMatchObject({
        failure_id: id,
        err: { code: '42P01' },
        msg: 'the answer failed',
      });
    }
    expect((await ada.get('/readyz')).status).toBe(200);
  } finally {
    await site.query('alter table attempts_elsewhere rename to request_attempts');
  }
});

test('a session that is too old is ended, told of, and the visitor asked to sign in again', async () => {
  let now = Date.now();
  const aging = await startSite(config, { now: () => now });
  try {
    const ada = visitorOf(aging.url);
    await ada.signIn('ada', password);
    now += 8 * 3_600_000;
    const answer = await ada.get('/usage?since=7d');
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in?back=%2Fusage%3Fsince%3D7d']);
    expect(ada.cookies.has(session)).toBe(false);
    const [event] = await aging.query(`select * from security_access_events where event_type = 'session'`);
    expect(event).toMatchObject({ outcome: 'refused', reason_code: 'expired', subject: 'local:ada' });
  } finally {
    await aging.close();
  }
});

test('a role that is taken away is gone with the next request, and whoever asks leaves an event', async () => {
  const ada = visitorOf(site.url);
  await ada.signIn('ada', password);
  expect((await ada.get('/usage')).status).toBe(200);
  const without = config.replace(
    '[reports:read, reports:export, reports:drilldown, security:read, keys:read, metrics:read]',
    '[keys:read]',
  );
  const elsewhere = visitorOf(await site.another(without));
  elsewhere.cookies.set(session, ada.cookies.get(session) ?? '');
  expect((await elsewhere.get('/usage')).status).toBe(403);
  expect((await elsewhere.get('/api/v1/usage')).status).toBe(403);
  const events = await site.query(`select subject, path_template, reason_code from security_access_events
    where event_type = 'permission' order by started_at`);
  expect(events[0]).toEqual({ subject: 'local:ada', path_template: '/usage', reason_code: 'permission-missing' });
  expect(events).toHaveLength(2);
});

test('strangers are sent to the sign-in page, and told 401 by the API', async () => {
  const stranger = visitorOf(site.url);
  const page = await stranger.get('/usage?since=7d');
  expect([page.status, page.headers.get('location')]).toEqual([303, '/sign-in?back=%2Fusage%3Fsince%3D7d']);
  expect((await stranger.get('/api/v1/usage')).status).toBe(401);
});

test('the address of an event is the one a trusted proxy names, and of others it is not believed', async () => {
  const behindProxy = visitorOf(await site.another(`${config}trusted_proxies: [127.0.0.1]\n`));
  const direct = visitorOf(site.url);
  for (const visitor of [behindProxy, direct])
    await visitor.get('/sign-in').then(async (form) => {
      const csrf = /name="csrf" value="([^"]+)"/.exec(await form.text())?.[1] ?? '';
      const headers = { 'x-forwarded-for': '203.0.113.7' };
      await visitor.post('/sign-in', { csrf, name: 'bob', password: 'wrong' }, headers);
    });
  const events = await site.query(`select address from security_access_events
    where subject = 'local:bob' order by started_at`);
  expect(events).toEqual([{ address: '203.0.113.7' }, { address: '127.0.0.1' }]);
  expect(site.logged.filter((line) => line.includes('name it in trusted_proxies'))).toHaveLength(1);
});
