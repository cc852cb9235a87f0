import { randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '@smart-router/dev-services';
import { newRequestId, type AttemptRecord, type RequestShape, type UsageRecord } from '@smart-router/core';
import { openSpool, startUsageWriter } from '@smart-router/usage-storage';
import { migrateDatabase } from '../migrate-database.js';
import { refusedRecord } from '../testing/refused-record.js';
import { usd } from '../rehearse/rehearsal-cells.js';
import { runOperator, type Run } from '../testing/run-operator.js';

const march = Date.UTC(2026, 2, 1);
const now = march + 3_600_000;

let url: string;
let drop: () => Promise<void>;
let directory: string;
beforeEach(async () => {
  ({ url, drop } = await testDatabase());
  await migrateDatabase(url);
  directory = mkdtempSync(join(tmpdir(), 'rehearse-'));
});
afterEach(() => drop());

const shape: RequestShape = {
  ...{ toolChoice: undefined, parallelToolCalls: undefined, structuredOutput: false, prefill: false },
  ...{ systemInside: false, modalities: ['text'], hostedTools: [], lossyFields: [], features: [] },
  ...{ asksReasoning: false, reasoningEffort: undefined, reasoningBudgetTokens: undefined, isDialectBound: false },
  ...{ boundIssuer: undefined, homeIssuer: undefined, homeDialect: undefined, conversationKey: undefined },
};

interface Past extends Partial<Pick<UsageRecord, 'group' | 'toolCount' | 'inboundDialect'>> {
  readonly servedBy?: string;
  readonly failedAt?: string;
  readonly draw?: number;
  readonly shape?: Partial<RequestShape>;
}

/** A request that cost 1 USD per million tokens of input and took a second. */
function served(index: number, { servedBy = 'one/small', failedAt, draw, ...past }: Past): UsageRecord {
  const startedAt = march + index * 1000;
  const targets = ['one/small', 'two/large'];
  const attempt = (target: string, number: number, errorClass?: 'overloaded'): AttemptRecord => ({
    ...{ number, target, provider: 'one', model: target, dialect: 'openai-chat', credentialId: 'main', startedAt },
    ...{ durationMs: 1000, connectedMs: 1, firstByteMs: 5, firstTokenMs: 9, upstreamStatus: 200, errorClass },
    ...{ upstreamRequestId: undefined, retryAfterMs: undefined, timeoutPhase: undefined, isKept: true },
    ...{ requestBytes: 400, responseBytes: 400 },
  });
  const tried = [...(failedAt === undefined ? [] : [attempt(failedAt, 1, 'overloaded')]), attempt(servedBy, 2)];
  const first = failedAt ?? servedBy;
  const plan = [first, ...targets.filter((target) => target !== first)];
  return {
    ...refusedRecord(startedAt),
    ...{
      requestId: newRequestId(startedAt, randomBytes),
      status: 200,
      errorType: undefined,
      inboundDialect: 'openai-chat',
    },
    ...{ group: 'chat', requestedModel: 'chat', target: servedBy, provider: 'one', model: servedBy, durationMs: 1000 },
    ...{ targetDialect: 'openai-chat', stream: false, tokens: { input: 1_000_000, output: 0 }, toolCount: 0, ...past },
    ...{ costNanoUsd: 1_000_000_000n, costBasis: 'computed', prices: { inputMicroUsdPerMillion: 1_000_000 } },
    ...{ estimatedInputTokens: 1_000_000, requestBytes: 400, attempts: tried },
    candidates: targets.map((target, place) => ({
      ...{ number: place + 1, target, provider: 'one', model: target, dialect: 'openai-chat', weight: 1, reasons: [] },
      ...{ place: plan.indexOf(target) + 1, lostFieldCount: undefined, score: undefined },
    })),
    decision: {
      ...{ strategy: 'failover', candidateCount: 2, eligibleCount: 2, selectedTarget: first, fallbackCount: 1 },
      ...{ needs: ['text'], outputCapTokens: undefined, toolSchemaBytes: 0, isIssuerBound: false, prefersHome: false },
      ...{ drawPerMillion: draw, affinity: undefined, isColdStart: undefined, policy: undefined },
      shape: { ...shape, ...past.shape },
    },
  };
}

/** One with tools that no target was asked for, since the policy failed. */
function refusedByPolicy(index: number): UsageRecord {
  const { decision, ...record } = served(index, { toolCount: 1 });
  return {
    ...{ ...record, status: 503, errorType: 'routing-policy-error', attempts: [], tokens: {}, costNanoUsd: 0n },
    ...{ target: undefined, provider: undefined, model: undefined, targetDialect: undefined, prices: undefined },
    decision: decision && { ...decision, selectedTarget: undefined },
  };
}

async function store(records: readonly UsageRecord[]): Promise<void> {
  const spool = openSpool({ directory: mkdtempSync(join(tmpdir(), 'spool-')) });
  const writer = startUsageWriter(spool, { databaseUrl: url });
  for (const record of records) spool.record(record);
  await writer.close(60_000);
  await spool.close();
}

interface Change {
  readonly group?: object;
  readonly groupName?: string;
  readonly small?: object;
  readonly large?: object;
}

/** A configuration with both targets: the large one costs ten times as much. */
function configFile({ group, groupName = 'chat', small, large }: Change = {}): string {
  const provider = (ref: string, price: number, change: object | undefined) => ({
    ...{ dialect: 'openai-chat', base_url: 'https://models.example/v1', auth: 'none' },
    models: {
      [ref]: {
        capabilities: { tools: true },
        prices: { input_per_million_usd: price, output_per_million_usd: price, source: 'test', updated: '2026-01-01' },
        ...change,
      },
    },
  });
  const file = join(directory, `${randomBytes(4).toString('hex')}.yaml`);
  const targets = [
    { provider: 'one', model: 'small' },
    { provider: 'two', model: 'large' },
  ];
  const config = {
    ...{ server: { organization: 'acme' }, storage: { database_url: { env: 'DATABASE_URL' } } },
    providers: { one: provider('small', 1, small), two: provider('large', 10, large) },
    model_groups: { [groupName]: { strategy: 'failover', targets, ...group } },
  };
  writeFileSync(file, JSON.stringify(config));
  return file;
}

const largeFirst = {
  targets: [
    { provider: 'two', model: 'large' },
    { provider: 'one', model: 'small' },
  ],
};

const rehearse = (file: string, more = ''): Promise<Run> =>
  runOperator(`rehearse --config ${file} --since 2h${more}`, { env: { DATABASE_URL: url }, now });

interface Told {
  readonly passed: boolean;
  readonly total: Readonly<Record<string, number>> & { readonly cost_nano_usd: Readonly<Record<string, number>> };
  readonly groups: readonly (Readonly<Record<string, unknown>> & { readonly state: string })[];
}

async function told(file: string, more = ''): Promise<Told> {
  const { out, err } = await rehearse(file, `${more} --format json`);
  expect(err).toBe('');
  return JSON.parse(out) as Told; // the command's own form
}

const requests = (count: number, past: Past = {}): readonly UsageRecord[] =>
  Array.from({ length: count }, (_, index) => served(index, past));

test('the configuration that was in force changes nothing, and says so of itself', async () => {
  await store([...requests(20), served(20, { failedAt: 'one/small', servedBy: 'two/large' })]);
  const file = configFile();
  const { code, out } = await rehearse(file, ` --compare-config ${file} --max-changed 0% --max-newly-ineligible 0%`);
  expect(code).toBe(0);
  expect(out).toContain('rehearsed in the same way, changes 0.0 % of first targets');
  const { total } = await told(configFile({ large: { prices: price(1) } }));
  expect(total).toMatchObject({ rehearsed: 21, changed: 0, newly_ineligible: 0, newly_eligible: 0 });
  expect(total.cost_nano_usd).toMatchObject({ then: 21e9, then_at_new_prices: 21e9, expected: 21e9, increase: 0 });
});

const price = (usd: number): object => ({
  ...{ input_per_million_usd: usd, output_per_million_usd: usd, source: 'test', updated: '2026-01-01' },
});

test('another first target is told with its cost, and crosses the thresholds it goes over', async () => {
  await store(requests(10));
  const dear = configFile({ group: largeFirst });
  const { code, out } = await rehearse(dear, ' --max-cost-increase 5% --max-changed 20%');
  expect(code).toBe(1);
  expect(out).toContain('10 requests: one/small → two/large first');
  expect(out).toMatch(/all groups: --max-changed is 20.0 %, found 100.0 %/);
  expect(out).toMatch(/--max-cost-increase is 5.0 %, found 89\d.\d %/);
  // A target that nobody asked serves nearly always.
  const { total } = await told(dear);
  expect(total.cost_nano_usd['expected']).toBeGreaterThan(98e9);
  expect((await rehearse(dear, ' --max-cost-increase 1000%')).code).toBe(0);
});

test('a request that nobody may serve any longer is told with the reason', async () => {
  await store([...requests(9), served(9, { toolCount: 1 })]);
  const without = { capabilities: { tools: false } };
  const { code, out } = await rehearse(configFile({ small: without, large: without }), ' --max-newly-ineligible 0.1%');
  expect(code).toBe(1);
  expect(out).toContain('one/small may no longer serve 1 request (tools 1)');
  expect(out).toMatch(/--max-newly-ineligible is 0.1 %, found 10.0 %/);
});

test('a change that refuses requests is not cheaper for it: those still served are compared, and no cost is well without a word on the refused', async () => {
  // Those with tools are refused, and the others cost ten percent more.
  await store([...requests(9), served(9, { toolCount: 1 })]);
  const change = (usd: number) => ({ capabilities: { tools: false }, prices: price(usd) });
  const dearer = configFile({ small: change(1.1), large: change(11) });
  const { total } = await told(dearer);
  expect(total).toMatchObject({ newly_ineligible: 1, newly_refused: 1, newly_refused_share: 0.1 });
  expect(total.cost_nano_usd).toMatchObject({ then: 10e9, expected: 9.9e9 });
  expect(total.cost_nano_usd['still_served']).toMatchObject({ compared: 9, then: 9e9, expected: 9.9e9 });

  const gate = (more: string) => rehearse(dearer, ` --max-cost-increase 5%${more}`);
  const { code, out } = await gate(' --max-newly-ineligible 20%');
  expect(code).toBe(1);
  expect(out).toContain('all groups: --max-cost-increase is 5.0 %, found 10.0 %');
  expect(out).toContain(
    '1 request would newly be refused, and cost nothing here: without it $9.00 then, $9.90 expected (+10.0 %)',
  );
  const same = configFile({ small: change(1), large: change(10) });
  const unsaid = await rehearse(same, ' --max-cost-increase 5%');
  expect([unsaid.code, unsaid.out]).toEqual([
    1,
    expect.stringMatching(/--max-newly-ineligible is 1.0 %, found 10.0 %/),
  ]);
  expect((await rehearse(same, ' --max-cost-increase 5% --max-newly-ineligible 20%')).code).toBe(0);
  expect((await rehearse(same, ' --max-changed 20%')).code).toBe(0);
});

test('a change that refuses everything has no cost to compare', async () => {
  await store(Array.from({ length: 4 }, (_, index) => served(index, { toolCount: 1 })));
  const without = { capabilities: { tools: false } };
  const nothing = configFile({ small: without, large: without });
  const { code, out } = await rehearse(nothing, ' --max-cost-increase 5% --max-newly-ineligible 100%');
  expect([code, out]).toEqual([1, expect.stringContaining('--max-cost-increase is 5.0 %, found not comparable')]);
});

test('targets without a price cannot be compared with what was paid, also beside requests that nobody served', async () => {
  const free = configFile({ group: largeFirst, large: { prices: undefined } });
  await store(requests(4));
  const limit = ' --max-cost-increase 5%';
  const crossed = [1, expect.stringContaining('--max-cost-increase is 5.0 %, found not comparable')];
  const alone = await rehearse(free, limit);
  expect([alone.code, alone.out]).toEqual(crossed);
  // What was refused then and is refused now cost nothing both times, and says nothing of the others.
  await store([refusedByPolicy(4)]);
  const unpriced = { prices: undefined, capabilities: { tools: false } };
  const beside = await rehearse(configFile({ large: unpriced, small: unpriced }), limit);
  expect([beside.code, beside.out]).toEqual(crossed);
});

test('a request that its policy refused is newly refused where nobody may serve it any longer', async () => {
  await store([...requests(9), refusedByPolicy(9)]);
  const without = { capabilities: { tools: false } };
  const file = configFile({ small: without, large: without });
  expect((await told(file)).total).toMatchObject({ newly_ineligible: 1, newly_refused: 1 });
  expect((await rehearse(file, ' --max-newly-ineligible 0%')).code).toBe(1);
});

test('what a policy refuses counts as refused, and is no saving', async () => {
  await store(requests(4));
  writeFileSync(join(directory, 'throw.ts'), `export const route = () => { throw new Error('no'); };`);
  const typescript = { file: './throw.ts', timeout_ms: 10_000, on_error: 'fail_closed' };
  const { code, out } = await rehearse(
    configFile({ group: { strategy: 'typescript', typescript } }),
    ' --max-cost-increase 5%',
  );
  expect(code).toBe(1);
  expect(out).toContain('--max-cost-increase is 5.0 %, found not comparable');
  expect(out).toContain('--max-newly-ineligible is 1.0 %, found 100.0 %');
});

test('a group that is gone is no longer served, and a renamed one is found by its new name', async () => {
  await store(requests(4));
  const file = configFile({ groupName: 'talk' });
  expect(await told(file)).toMatchObject({ groups: [{ group: 'chat', state: 'gone', newly_ineligible: 4 }] });
  const mapped = await told(file, ' --map chat=talk');
  expect(mapped).toMatchObject({
    groups: [{ group: 'chat', as_group: 'talk', state: 'rehearsed', rehearsed: 4, changed: 0 }],
  });
});

test('what a word decides that was not kept is not judged', async () => {
  await store([...requests(3), served(3, { shape: { hostedTools: ['other'] } })]);
  const known = { capabilities: { hosted_tools: ['browser_of_tomorrow'] } };
  expect(await told(configFile({ small: known }))).toMatchObject({
    total: { rehearsed: 3, unjudged: 1, newly_ineligible: 0 },
  });
});

test('the number that was drawn decides again, so that only what moves is a change', async () => {
  await store(
    Array.from({ length: 10 }, (_, index) =>
      served(index, { draw: index * 100_000, servedBy: index < 5 ? 'one/small' : 'two/large' }),
    ),
  );
  const weighted = (small: number): Change => ({
    group: {
      strategy: 'weighted',
      targets: [
        { provider: 'one', model: 'small', weight: small },
        { provider: 'two', model: 'large', weight: 100 - small },
      ],
    },
  });
  expect((await told(configFile(weighted(50)))).total['changed']).toBe(0);
  expect((await told(configFile(weighted(80)))).total['changed']).toBe(3);
});

test('a request that ended before targets were chosen is left out, and only the range and the groups that were asked for are read', async () => {
  await store([...requests(3), refusedRecord(march + 5000), served(6, { group: 'other' })]);
  const { total } = await told(configFile(), ' --group chat --until 2026-03-01T00:00:02Z');
  expect(total).toMatchObject({ requests: 2, rehearsed: 2 });
  expect((await told(configFile())).total).toMatchObject({ requests: 5, not_routed: 1, rehearsed: 3 });
});

test('code of a policy really runs, and a service is not asked unless it may be', async () => {
  await store(requests(6));
  writeFileSync(
    join(directory, 'route.ts'),
    `export const route = (context: { targets: { index: number; id: string }[] }) =>
      ({ target: context.targets.find(({ id }) => id === 'two/large')?.index ?? 0 });`,
  );
  const code = configFile({
    group: { strategy: 'typescript', typescript: { file: './route.ts', timeout_ms: 10_000 } },
  });
  expect(await told(code)).toMatchObject({ total: { changed: 6, policy_failures: 0 } });
  const external = { url: 'https://policy.example/decide', allow_hosts: ['policy.example'] };
  expect(await told(configFile({ group: { strategy: 'external', external } }))).toMatchObject({
    ...{ groups: [{ state: 'not-rehearsed' }], total: { rehearsed: 0 } },
  });
  const listened = configFile({ group: { strategy: 'external', external: { ...external, mode: 'shadow' } } });
  expect(await told(listened)).toMatchObject({ total: { rehearsed: 6, changed: 0 } });
});

test('few requests and unknown targets are no good evidence', async () => {
  await store(requests(5));
  const { code, out } = await rehearse(configFile(), ' --min-confidence medium');
  expect(code).toBe(1);
  expect(out).toContain('confidence low: only 5 requests');
  expect(out).toContain('--min-confidence is medium, found low');
});

test('a period in which nothing could be rehearsed crosses every threshold that compares', async () => {
  const all = ' --max-cost-increase 5% --max-newly-ineligible 0% --max-changed 20% --max-p95-increase 10%';
  const nothing = await rehearse(configFile(), all);
  expect(nothing.code).toBe(1);
  expect(nothing.out).toContain('--max-cost-increase is 5.0 %, found not comparable');
  await store(requests(3));
  expect((await rehearse(configFile(), `${all} --group chta`)).code).toBe(1);
  expect((await rehearse(configFile(), all)).code).toBe(0);
});

test('names of groups that no request had are told, and small amounts and durations are not rounded away', async () => {
  await store(requests(3));
  const { code, out, err } = await rehearse(configFile(), ' --group chat chta --map old=chat');
  expect(code).toBe(0);
  expect(err).toBe('no request of the group chta is in the period\nno request of the group old is in the period\n');
  expect(out).toContain('chat ');
  expect([usd(0), usd(1), usd(7_346_000), usd(99_999_999), usd(126_480_000_000)]).toEqual([
    ...['$0.00', '$0.00000000100', '$0.00735', '$0.1000', '$126.48'],
  ]);
});

test('Markdown has a table and the crossed thresholds', async () => {
  await store(requests(3));
  const { out } = await rehearse(configFile({ group: largeFirst }), ' --max-changed 1% --format markdown');
  expect(out).toContain('| group | requests | rehearsed |');
  expect(out).toMatch(/\| chat \| 3 \| 3 \| 3 \(100.0 %\)/);
  expect(out).toContain('- all groups: --max-changed is 1.0 %, found 100.0 %');
});

test('wrong usage ends with 2', async () => {
  const wrong = async (line: string): Promise<number> =>
    (await runOperator(line, { env: { DATABASE_URL: url }, now })).code;
  const file = configFile();
  expect(await wrong('rehearse --since 7d')).toBe(2);
  expect(await wrong(`rehearse --config ${file}`)).toBe(2);
  expect(await wrong(`rehearse --config ${join(directory, 'none.yaml')} --since 7d`)).toBe(2);
  expect(await wrong(`rehearse --config ${file} --since 7d --max-changed much`)).toBe(2);
  expect(await wrong(`rehearse --config ${file} --since 7d --map chat`)).toBe(2);
  expect(await wrong(`rehearse --config ${file} --since 1h --until 2h`)).toBe(2);
});
