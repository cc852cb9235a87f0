import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { readConfig, type Catalog } from '@smart-router/config';
import type { UsageRecord } from '@smart-router/core';
import { waitFor } from '@smart-router/dev-services';
import type { PolicyQuestion } from '@smart-router/routing';
import { createExternalPolicies, type ExternalPolicies } from './external-policies.js';
import { externalProblems } from './external-problems.js';
import { silentNotes } from './policy-log.js';

/** What was asked and told, as `<path> <authorization>`. */
const calls: string[] = [];
const held: (() => void)[] = [];
let server: Server;
let origin = '';
let policies: ExternalPolicies;
const ends: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    calls.push(`${request.url ?? ''} ${request.headers.authorization ?? ''}`);
    request.resume().on('end', () => {
      if (request.url === '/held') held.push(() => response.end('{"target":0}'));
      else response.end('{"target":0}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' ? String(address?.port) : ''}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});
beforeEach(() => {
  for (const list of [calls, ends]) list.splice(0);
  policies = createExternalPolicies({
    now: () => Date.now(),
    notes: silentNotes,
    onFeedback: (group, end) => void ends.push(`${group} ${end}`),
  });
});
afterEach(() => policies.close(0));

interface Settings {
  readonly path?: string;
  readonly token?: string;
  readonly more?: object;
  /** Something that has nothing to do with the policy. */
  readonly organization?: string;
}

function catalogOf({ path = '/route', token = 'one', more = {}, organization = 'acme' }: Settings = {}): Catalog {
  const external = {
    ...{ url: `${origin}${path}`, allow_hosts: ['127.0.0.1'], timeout_ms: 5_000 },
    ...{ headers: { authorization: { env: 'POLICY_AUTHORIZATION' } }, feedback: { enabled: true } },
    ...more,
  };
  const config = {
    server: { organization },
    providers: { p: { dialect: 'openai-chat', base_url: 'http://p/v1', auth: 'none', models: { m: {} } } },
    model_groups: {
      g: { strategy: 'external', external, targets: [{ provider: 'p', model: 'm' }] },
      plain: { targets: [{ provider: 'p', model: 'm' }] },
    },
  };
  const reading = readConfig(JSON.stringify(config), {
    DATABASE_URL: 'postgres://h/d',
    POLICY_AUTHORIZATION: `Bearer ${token}`,
  });
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.catalog;
}

const question = {
  requestId: 'req_1',
  context: { request: { requestBytes: 1 } },
  body: () => '{}',
  signal: undefined,
} as unknown as PolicyQuestion; // the service of these tests reads nothing of it

const policyOf = (catalog: Catalog) => {
  const group = catalog.groups.get('g');
  const policy = group === undefined ? undefined : policies.of(group);
  if (policy === undefined) throw new Error('the group should have a policy');
  return policy;
};

const record = {
  ...{ requestId: 'req_1', group: 'g', startedAt: 0, durationMs: 1, status: 200, attempts: [], tokens: {} },
  decision: { policy: { kind: 'external', outcome: 'used' }, shape: {} },
} as unknown as UsageRecord; // what else a record holds is not told

it('asks with the settings of the catalog that a request began with', async () => {
  const [before, after] = [catalogOf(), catalogOf({ path: '/other', token: 'two' })];
  policies.use(before);
  policies.use(after);
  await policyOf(after).decide(question);
  await policyOf(before).decide(question);
  expect(calls).toEqual(['/other Bearer two', '/route Bearer one']);
});

it('goes on with the same client where nothing of it has changed, and with another where its secret has', () => {
  const catalogs = [catalogOf(), catalogOf({ organization: 'other' }), catalogOf({ token: 'two' })];
  const clients = catalogs.map((catalog) => {
    policies.use(catalog);
    return policyOf(catalog);
  });
  expect(clients[1]).toBe(clients[0]);
  expect(clients[2]).not.toBe(clients[0]);
});

it('has none for groups that ask no service', () => {
  const catalog = catalogOf();
  policies.use(catalog);
  const plain = catalog.groups.get('plain');
  expect(plain && policies.of(plain)).toBeUndefined();
  policies.tell({ ...record, group: 'plain' });
  policies.tell({ ...record, group: undefined });
  expect(ends).toEqual([]);
});

it('lets a question that is under way end after a reload', async () => {
  const [before, after] = [catalogOf({ path: '/held' }), catalogOf()];
  policies.use(before);
  const answer = policyOf(before).decide(question);
  await waitFor(() => held.length > 0);
  policies.use(after);
  held.splice(0).forEach((release) => release());
  expect(await answer).toMatchObject({ ok: true });
});

it('delivers what was told before a reload, and before the end', async () => {
  policies.use(catalogOf());
  policies.tell(record);
  policies.use(catalogOf({ token: 'two' }));
  policies.tell(record);
  await policies.close(5_000);
  expect(ends).toEqual(['g delivered', 'g delivered']);
  expect(calls.toSorted()).toEqual(['/feedback Bearer one', '/feedback Bearer two']);
});

it.each([
  [{ url: 'https://policy.example/route' }, 'model_groups.g.external.url', 'one of allow_hosts'],
  [{ url: 'http://policy.example/', allow_hosts: ['policy.example'] }, 'model_groups.g.external.url', 'https unless'],
  [{ url: 'https://169.254.169.254/', allow_hosts: ['169.254.169.254'] }, 'model_groups.g.external.url', 'no policy'],
  [
    { feedback: { enabled: true, url: 'https://elsewhere.example/' } },
    'model_groups.g.external.feedback.url',
    'one of allow_hosts',
  ],
])('tells before the start where no service may be: %j', (more, path, why) => {
  const problems = externalProblems(catalogOf({ more }));
  expect(problems[0]).toEqual({ path, message: expect.stringContaining(why) });
  expect(externalProblems(catalogOf())).toEqual([]);
});
