import { startSite, type TestSite } from '../testing/start-site.js';
import { client, oidcConfig, startOpenidProvider, type OpenidProvider } from '../testing/start-openid-provider.js';
import { providerGuest } from '../testing/at-provider.js';
import { visitorOf, type Visitor } from '../testing/visitor.js';

const accounts = {
  ada: { email: 'Ada@Example.com', email_verified: true, name: 'Ada Lovelace', groups: ['analysts', 'staff'] },
  eve: { email: 'eve@evil.example', email_verified: true },
  kelvin: { email: '\u212Ate@Example.com', email_verified: true },
  mallory: { email: 'ada@example.com', email_verified: false },
  anonymous: {},
};

const session = 'smart-router-reports';
const transaction = 'smart-router-reports-provider';

let provider: OpenidProvider;
let site: TestSite;

const configOf = (more = ''): string => `listen: 127.0.0.1:0
sign_in:
  ${oidcConfig(provider, more)}
roles:
  - { subject: 'user:ada@example.com', domain: web/*, allow: [reports:read] }
  - { subject: 'group:analysts', domain: '*', allow: [security:read] }
`;

beforeAll(async () => {
  provider = await startOpenidProvider(accounts);
  site = await startSite(configOf(', allowed_domains: [Example.com]'), { env: { OIDC_SECRET: client.clientSecret } });
  await provider.serve(`${site.url}/sign-in/callback`);
});
afterAll(async () => {
  await site.close();
  await provider.stop();
});

/** Goes to the provider and signs in there; yields the address it sends back to. */
async function throughProvider(browser: Visitor, login: string, back = '/'): Promise<string> {
  const begun = await browser.get(`/sign-in/provider?back=${encodeURIComponent(back)}`);
  expect(begun.status).toBe(303);
  return providerGuest(provider.issuerUrl).signIn(begun.headers.get('location') ?? '', login);
}

const lastEvent = async () =>
  (
    await site.query(`select event_type, outcome, reason_code, subject from security_access_events
    order by started_at desc limit 1`)
  )[0];

test('somebody signs in at a real provider and lands where they wanted to go', async () => {
  const ada = visitorOf(site.url);
  const callback = await throughProvider(ada, 'ada', '/usage?since=7d&group-by=project');
  expect(new URL(callback).searchParams.get('iss')).toBe(provider.issuerUrl);
  const landed = await ada.get(callback);
  const page = await landed.text();
  expect(landed.status).toBe(200);
  expect(page).toContain('content="0;url=/usage?since=7d&amp;group-by=project"');
  const cookies = landed.headers.getSetCookie();
  expect(cookies.find((line) => line.startsWith(`${session}=`))).toMatch(/HttpOnly; SameSite=Strict$/);
  expect(ada.cookies.has(transaction)).toBe(false);
  const [kept] = await site.query('select subjects, name from admin_sessions');
  const subjects = ['user:ada@example.com', 'oidc:ada', 'group:analysts', 'group:staff'];
  expect(kept).toEqual({ subjects, name: 'Ada Lovelace' });
  expect(await lastEvent()).toMatchObject({ event_type: 'sign-in', outcome: 'ok', subject: 'user:ada@example.com' });
});

test('the way to the provider is by code, PKCE, state and nonce, and its cookie survives the way back', async () => {
  const ada = visitorOf(site.url);
  const begun = await ada.get('/sign-in/provider');
  const { searchParams } = new URL(begun.headers.get('location') ?? '');
  expect(Object.fromEntries(searchParams)).toMatchObject({
    ...{ response_type: 'code', client_id: client.clientId, code_challenge_method: 'S256' },
    ...{ state: expect.stringMatching(/^.{43}$/), nonce: expect.stringMatching(/^.{43}$/) },
    code_challenge: expect.stringMatching(/^.{43}$/),
  });
  expect(begun.headers.getSetCookie()).toEqual([
    expect.stringMatching(
      new RegExp(`^${transaction}=[\\w-]{43}; Max-Age=600; Path=/; Expires=.*; HttpOnly; SameSite=Lax$`),
    ),
  ]);
});

test('a sign-in begun under another name of this machine goes on under the one it will come back to', async () => {
  const { host, port } = new URL(site.url);
  const begun = await visitorOf(`http://localhost:${port}`).get('/sign-in/provider?back=/usage');
  expect(begun.headers.get('location')).toBe(`http://${host}/sign-in/provider?back=%2Fusage`);
});

test('nobody becomes somebody else by a letter that is made small', async () => {
  const kelvin = visitorOf(site.url);
  expect((await kelvin.get(await throughProvider(kelvin, 'kelvin'))).status).toBe(200);
  expect(await lastEvent()).toMatchObject({ outcome: 'ok', subject: 'user:\u212Ate@example.com' });
});

describe('a sign-in is refused', () => {
  test.each([
    ['eve', 403, 'domain-not-allowed'],
    ['mallory', 403, 'email-not-verified'],
    ['anonymous', 403, 'claim-missing'],
  ])('of %s', async (login, status, reason) => {
    const browser = visitorOf(site.url);
    const answer = await browser.get(await throughProvider(browser, login));
    expect(answer.status).toBe(status);
    expect(browser.cookies.has(session)).toBe(false);
    expect(await lastEvent()).toMatchObject({ outcome: 'failed', reason_code: reason });
  });

  test('when the answer is played a second time', async () => {
    const ada = visitorOf(site.url);
    const callback = await throughProvider(ada, 'ada');
    const cookie = ada.cookies.get(transaction) ?? '';
    expect((await ada.get(callback)).status).toBe(200);
    const thief = visitorOf(site.url);
    thief.cookies.set(transaction, cookie);
    expect((await thief.get(callback)).status).toBe(400);
    expect(thief.cookies.has(session)).toBe(false);
    expect(await lastEvent()).toMatchObject({ outcome: 'failed', reason_code: 'transaction-unknown' });
  });

  test('when the answer of one browser is given to another, which then still ends its own', async () => {
    const [eve, ada] = [visitorOf(site.url), visitorOf(site.url)];
    const stolen = await throughProvider(eve, 'ada');
    const own = await throughProvider(ada, 'ada');
    expect((await ada.get(stolen)).status).toBe(400);
    expect(await lastEvent()).toMatchObject({ outcome: 'failed', reason_code: 'state-mismatch' });
    expect((await visitorOf(site.url).get(stolen)).status).toBe(400);
    expect((await ada.get(own)).status).toBe(200);
  });

  test('when a stolen code comes under the state of another sign-in', async () => {
    const [eve, ada] = [visitorOf(site.url), visitorOf(site.url)];
    const stolen = new URL(await throughProvider(ada, 'ada'));
    const own = new URL(await throughProvider(eve, 'eve'));
    own.searchParams.set('code', stolen.searchParams.get('code') ?? '');
    const answer = await eve.get(own.href);
    expect(answer.status).toBe(403);
    expect(eve.cookies.has(session)).toBe(false);
    expect(await lastEvent()).toMatchObject({ outcome: 'failed', reason_code: 'provider-refused' });
  });

  test.each([
    [
      'an answer of another issuer',
      (url: URL) => url.searchParams.set('iss', 'https://evil.example'),
      'answer-invalid',
    ],
    ['an error of the provider', (url: URL) => url.searchParams.set('error', 'access_denied'), 'provider-refused'],
    ['two codes', (url: URL) => url.searchParams.append('code', 'another'), 'answer-invalid'],
  ])('for %s', async (_what, change, reason) => {
    const ada = visitorOf(site.url);
    const callback = new URL(await throughProvider(ada, 'ada'));
    change(callback);
    expect((await ada.get(callback.href)).status).toBe(403);
    expect(await lastEvent()).toMatchObject({ outcome: 'failed', reason_code: reason });
  });
});

test('the log holds neither codes nor states nor tokens', () => {
  expect(site.logged.join('')).not.toMatch(/code=|state=|eyJ|a-secret-of-tests/);
});

test('while the provider is away people are told so, and once it is back they sign in', async () => {
  const away = await startOpenidProvider(accounts);
  await away.stop();
  const config = `listen: 127.0.0.1:0\nsign_in:\n  ${oidcConfig(away)}\n`;
  const url = await site.another(config, { env: { OIDC_SECRET: client.clientSecret } });
  const ada = visitorOf(url);
  expect((await ada.get('/readyz')).status).toBe(200);
  const refused = await ada.get('/sign-in/provider');
  expect(refused.status).toBe(503);
  expect(await refused.text()).toContain('The sign-in service does not answer');
  const back = await startOpenidProvider(accounts, away.port);
  try {
    await back.serve(`${url}/sign-in/callback`);
    const begun = await ada.get('/sign-in/provider');
    const callback = await providerGuest(back.issuerUrl).signIn(begun.headers.get('location') ?? '', 'eve');
    expect((await ada.get(callback)).status).toBe(200);
  } finally {
    await back.stop();
  }
});

test('whoever is no longer of an allowed domain is a stranger at once', async () => {
  const ada = visitorOf(site.url);
  await ada.get(await throughProvider(ada, 'ada'));
  const statusUnder = async (config: string): Promise<number> => {
    const browser = visitorOf(await site.another(config));
    browser.cookies.set(session, ada.cookies.get(session) ?? '');
    return (await browser.get('/sign-in')).status;
  };
  expect(await statusUnder(configOf())).toBe(303);
  expect(await statusUnder(configOf(', allowed_domains: [other.example]'))).toBe(200);
});

test('signing out ends the session here, and shows the way to sign out at the provider', async () => {
  const ada = visitorOf(site.url);
  await ada.get(await throughProvider(ada, 'ada'));
  const copy = ada.cookies.get(session) ?? '';
  const { derivedFrom } = await import('../sign-in/secret-id.js');
  const page = await (await ada.post('/sign-out', { csrf: derivedFrom(copy, 'csrf') })).text();
  expect(page).toContain(`href="${provider.issuerUrl}/session/end?client_id=${client.clientId}"`);
  ada.cookies.set(session, copy);
  expect((await ada.get('/sign-in')).status).toBe(200);
});
