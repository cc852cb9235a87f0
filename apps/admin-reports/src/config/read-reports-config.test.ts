import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readReportsConfig } from './read-reports-config.js';

const examplePath = join(__dirname, '../../../../docs/smart-router-reports.example.yaml');
const env = { DATABASE_URL: 'postgres://reader@localhost/usage' };
const hash = 'scrypt$16384$8$1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
const local = `sign_in: { local: { users: [{ name: ada, password_hash: '${hash}' }] } }`;

const read = (text: string, more: Readonly<Record<string, string>> = {}) =>
  readReportsConfig(text, { env: { ...env, ...more }, readFile: () => '' });

function problemsOf(text: string): readonly string[] {
  const reading = read(text);
  return reading.ok ? [] : reading.problems.map(({ path, message }) => `${path}: ${message}`);
}

test('the example is valid, and its secrets are found', () => {
  const secrets = { REPORTS_DATABASE_URL: 'postgres://reports:x@localhost/usage', OIDC_CLIENT_SECRET: 'secret' };
  const reading = read(readFileSync(examplePath, 'utf8'), secrets);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const { settings } = reading;
  expect(settings.publicUrl).toBe('https://reports.example.com');
  expect(settings.sessions).toEqual({
    ...{ ttlMs: 28_800_000, idleMs: 7_200_000, cookieName: 'smart-router-reports', secureCookies: true },
  });
  expect(settings.databaseUrl.reveal()).toBe(secrets.REPORTS_DATABASE_URL);
  expect(settings.oidc?.clientSecret?.reveal()).toBe('secret');
  expect(settings.roles.map(({ domain }) => domain)).toEqual([
    'everything',
    { project: 'web', environment: undefined },
    { project: 'batch', environment: 'prod' },
    'everything',
    'everything',
  ]);
  expect(settings.baselines[0]).toMatchObject({
    inputMicroUsdPerMillion: 3_000_000,
    cachedInputMicroUsdPerMillion: 300_000,
  });
});

test('little is needed: a way to sign in', () => {
  const reading = read(local);
  expect(reading.ok && reading.settings).toMatchObject({
    ...{ listen: { host: '127.0.0.1', port: 8081 }, publicUrl: undefined, roles: [] },
    ...{ defaultRangeMs: 86_400_000, maxRangeMs: 400 * 86_400_000 },
    sessions: { secureCookies: false },
  });
});

test('a role of an address holds however its letters are written, and others as they are', () => {
  const roles = ['user:Ada@Example.com', 'group:Analysts']
    .map((subject) => `{ subject: '${subject}', domain: '*', allow: [reports:read] }`)
    .join(', ');
  const reading = read(`${local}\nroles: [${roles}]`);
  expect(reading.ok && reading.settings.roles.map(({ subject }) => subject)).toEqual([
    'user:ada@example.com',
    'group:Analysts',
  ]);
});

test.each([
  ['an empty file', '', ['sign_in: sign_in should be a mapping, got nothing']],
  [
    'nobody who could sign in',
    'sign_in: {}',
    ['sign_in: sign_in should have local, oidc or both: without one nobody can sign in, got a mapping'],
  ],
  ['a misspelt key', `${local}\nlistn: 127.0.0.1:1`, ['listn: unknown key "listn"; did you mean "listen"?']],
  [
    'a permission that does not exist',
    `${local}\nroles: [{ subject: 'local:ada', domain: '*', allow: [reports:write] }]`,
    [
      'roles[0].allow[0]: allow[0] should be one of reports:read, reports:export, reports:drilldown, security:read, keys:read, metrics:read, got "reports:write"',
    ],
  ],
  [
    'a domain of another form',
    `${local}\nroles: [{ subject: 'local:ada', domain: '*/prod', allow: [reports:read] }]`,
    ['roles[0].domain: domain should be project/environment, project/* or *, got "*/prod"'],
  ],
  [
    'a role of nobody',
    `${local}\nroles: [{ subject: 'local:eve', domain: '*', allow: [reports:read] }]`,
    ['roles[0].subject: subject "local:eve" names no user of sign_in.local'],
  ],
  [
    'a password instead of its hash, which is not shown',
    `sign_in: { local: { users: [{ name: ada, password_hash: hunter2 }] } }`,
    [
      'sign_in.local.users[0].password_hash: password_hash should be what `smart-router-reports hash-password` prints, got a text that is not shown here',
    ],
  ],
  [
    'a hash that is guessed too fast',
    `sign_in: { local: { users: [{ name: ada, password_hash: '${hash.replace('16384', '1024')}' }] } }`,
    [
      'sign_in.local.users[0].password_hash: password_hash should be what `smart-router-reports hash-password` prints, got a text that is not shown here',
    ],
  ],
  [
    'a secret that is not there',
    `${local}\ndatabase_url: { env: NONE }`,
    ['database_url: database_url: environment variable NONE should be set, and is not'],
  ],
  [
    'an address that others reach, without a name',
    `${local}\nlisten: 0.0.0.0:8081`,
    ['public_url: public_url should be set, since listen is not an address of this machine'],
  ],
  [
    'plain http on the way',
    `${local}\npublic_url: http://reports.example.com`,
    [
      'public_url: public_url should be https, or sessions.secure_cookies false for whoever accepts that others on the way read along, got "http://reports.example.com"',
    ],
  ],
  [
    'a provider over plain http',
    `sign_in: { oidc: { issuer_url: 'http://login.example.com', client_id: a, redirect_url: 'http://127.0.0.1:8081/elsewhere' } }`,
    [
      'sign_in.oidc.issuer_url: issuer_url should be https, got "http://login.example.com"',
      'sign_in.oidc.redirect_url: redirect_url should end with /sign-in/callback',
    ],
  ],
  [
    'a range longer than the longest',
    `${local}\ndefault_range: 8d\nmax_range: 7d`,
    ['default_range: default_range should be at most max_range, 7d, got 8d'],
  ],
  [
    'a time that is none',
    `${local}\nsessions: { ttl: forever }`,
    ['sessions.ttl: ttl should be a time from 5m to 30d, e.g. 45s, 30m, 8h or 31d, got "forever"'],
  ],
])('%s is told with its path', (_what, text, problems) => {
  expect(problemsOf(text)).toEqual(problems);
});
