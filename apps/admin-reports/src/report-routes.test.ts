import { openReports, usdText, type Reports, type UsageFilter } from '@smart-router/usage-storage';
import fc from 'fast-check';
import { runReport } from './commands/run-report.js';
import { plainQuestion, type Question } from './question/question.js';
import { rangeOf } from './question/range-of.js';
import { hrefOf, writeQuestion } from './question/write-question.js';
import { allReports } from './reports/all-reports.js';
import { pathOf } from './reports/path-of.js';
import { figureValue, tableValues } from './testing/read-page.js';
import { adaConfig, password, startSite, type TestSite } from './testing/start-site.js';
import { storeUsage, type UsageColumns } from './testing/store-usage.js';
import { visitorOf, type Visitor } from './testing/visitor.js';

const hourMs = 3_600_000;
const now = Date.now();
const ranges = { defaultRangeMs: 24 * hourMs, now };

/** Bob reads and exports one domain, and drills down in another. */
const bob = `  - { subject: 'local:bob', domain: web/prod, allow: [reports:read] }
  - { subject: 'local:bob', domain: api/*, allow: [reports:read, reports:drilldown, reports:export] }
`;

/** What callers and providers may call themselves. */
const hostile = [
  '<script>alert(1)</script>',
  '=cmd()|calc',
  '\u202egnp.exe',
  '\u009b31mred',
  'm'.repeat(128),
  '🦊"&amp;\'',
  '[x](javascript:alert(1))',
] as const;

let site: TestSite;
let reports: Reports;
let ada: Visitor;
let requestIds: readonly string[];

const rows: readonly (UsageColumns & { readonly startedAt: number })[] = Array.from({ length: 60 }, (_, index) => ({
  startedAt: now - index * 0.7 * hourMs - 60_000,
  caller_project: ['web', 'api', 'ml'][index % 3] ?? 'web',
  caller_environment: index % 4 === 0 ? 'dev' : 'prod',
  caller_user: hostile[index % 7] ?? 'ada',
  target_model: hostile[index % 8] ?? 'gpt-5',
  requested_model: hostile[index % 6] ?? 'default',
  client: index % 5 === 0 ? null : 'codex',
  status: index % 9 === 0 ? 502 : 200,
  error_type: index % 9 === 0 ? 'upstream-failed' : null,
  cost_nano_usd: index % 10 === 0 ? null : 7_000_000_000_000_001 + index,
  cost_basis: index % 10 === 0 ? 'unpriced' : 'computed',
  latency_ms: 100 * index,
  output_tokens: index % 2 === 0 ? null : index,
}));

beforeAll(async () => {
  site = await startSite(await adaConfig(bob), { now: () => now });
  requestIds = await storeUsage(site, rows);
  reports = openReports(site.databaseUrl);
  ada = visitorOf(site.url);
  await ada.signIn('ada', password);
});
afterAll(async () => {
  await reports.close();
  await site.close();
});

const textOf = async (visitor: Visitor, path: string): Promise<string> => (await visitor.get(path)).text();
type JsonRow = Readonly<Record<string, unknown>>;
interface ApiAnswer {
  readonly figures: Readonly<Record<string, { readonly value: unknown }>>;
  readonly tables: Readonly<Record<string, { readonly rows: readonly JsonRow[]; readonly next_cursor?: string }>>;
}
const answerOf = async (visitor: Visitor, path: string): Promise<ApiAnswer> =>
  JSON.parse(await textOf(visitor, path)) as ApiAnswer; // as docs/reports.md says
const rowsOf = async (visitor: Visitor, path: string, table: string): Promise<readonly JsonRow[]> =>
  (await answerOf(visitor, path)).tables[table]?.rows ?? [];
const statusOf = async (visitor: Visitor, path: string): Promise<number> => (await visitor.get(path)).status;

const dimension = fc.constantFrom('project', 'environment', 'user', 'model', 'client', 'outcome', 'cost-basis');
const filter: fc.Arbitrary<UsageFilter> = fc.record(
  {
    project: fc.subarray(['web', 'api', 'ml', 'nowhere'], { minLength: 1 }),
    environment: fc.subarray(['prod', 'dev'], { minLength: 1 }),
    model: fc.subarray([...hostile, 'gpt-5'], { minLength: 1 }),
    client: fc.subarray(['codex', undefined], { minLength: 1 }),
  },
  { requiredKeys: [] },
);
const asked: fc.Arbitrary<Question> = fc
  .record({
    filter,
    groupBy: fc.uniqueArray(dimension, { minLength: 1, maxLength: 3 }),
    sinceMs: fc.integer({ min: 1, max: 60 }).map((hours) => hours * hourMs),
    order: fc.constantFrom(undefined, 'requests', 'cost_usd', 'output_tokens'),
  })
  .map(({ sinceMs, ...rest }) => ({ ...plainQuestion, ...rest, period: { kind: 'since', sinceMs } }));

describe('usage', () => {
  test('is the same number on its page, in the API, in exports and on the command line, whatever is asked', async () => {
    await fc.assert(
      fc.asyncProperty(asked, async (question) => {
        const { groupBy, filter: narrowed } = question;
        const range = rangeOf(question, ranges);
        const truth = await reports.usage({ scope: 'everything', range, filter: narrowed, groupBy });
        const expected = new Map(
          truth.rows.map(({ keys, measures }) => [
            JSON.stringify(keys.map((key) => key ?? null)),
            { requests: Number(measures['requests']), nano: measures['cost_nano_usd'] ?? 0n },
          ]),
        );
        const query = writeQuestion(question);
        const page = await textOf(ada, `/usage?${query}`);
        const api = await answerOf(ada, `/api/v1/usage?${query}`);
        const csv = await textOf(ada, `/export/usage.csv?${query}`);
        const options = { ...optionsOf(question), databaseUrl: site.databaseUrl };
        const cli: unknown = JSON.parse(await runReport({ ...options, format: 'json' }, { env: {}, now: () => now }));
        const names = groupBy.map((name) => name.replaceAll('-', '_'));
        const apiRows = api.tables['usage']?.rows ?? [];
        expect(apiRows).toHaveLength(truth.rowCount);
        for (const row of apiRows) {
          const right = expected.get(JSON.stringify(names.map((name) => row[name])));
          expect(row['requests']).toBe(right?.requests);
          expect(row['cost_usd'] ?? '0.00').toBe(usdText(right?.nano ?? -1n));
        }
        expect(cli).toMatchObject({ tables: api.tables });
        const shown = tableValues(page, 'usage').map((row) => [row['requests'], row['cost_usd']]);
        expect(shown).toEqual(apiRows.map((row) => [String(row['requests']), row['cost_usd'] ?? '']));
        expect(csv.split('\r\n')).toHaveLength(truth.rowCount + 2);
        expect(figureValue(page, 'requests')).toBe(String(truth.total['requests']));
      }),
      { numRuns: 25 },
    );
  });
});

function optionsOf(question: Question): Omit<Parameters<typeof runReport>[0], 'format' | 'databaseUrl'> {
  const query = new URLSearchParams(writeQuestion({ ...question, filter: {} }));
  const filters = [...new URLSearchParams(writeQuestion({ ...plainQuestion, filter: question.filter }))];
  const [since, groupBy, order] = ['since', 'group-by', 'order'].map((name) => query.get(name));
  return {
    ...{ report: 'usage', filter: filters.map(([name, value]) => `${name}=${value}`) },
    ...(since ? { since } : {}),
    ...(groupBy ? { groupBy } : {}),
    ...(order ? { order } : {}),
  };
}

/** What a page must never hold, wherever a name got to. */
function offences(page: string): readonly string[] {
  const forbidden = [
    ...[/<script(?! src="\/assets\/| type="application\/json">)[^>]*>/g, /href="javascript:[^"]*"/g, /\u202e/g],
    ...[/ style="[^"]*"/g, / on[a-z]+="[^"]*"/g, /<img|<iframe|<object/g],
  ];
  return forbidden.flatMap((pattern) => page.match(pattern) ?? []);
}

describe('names that strangers chose', () => {
  test.each(allReports.map((report) => [report.title, report] as const))(
    'do nothing on the page %s',
    async (_, report) => {
      const query = report.controls.hasPeriod ? '?since=7d&compare=before' : '';
      const response = await ada.get(`${pathOf(report)}${query}`);
      expect(response.status).toBe(200);
      expect(offences(await response.text())).toEqual([]);
    },
  );

  test.each(allReports.map((report) => [report.title, report] as const))(
    'do nothing in exports of %s',
    async (_, report) => {
      const query = report.controls.hasPeriod ? '?since=7d' : '';
      const csv = await ada.get(`/export/${report.name}.csv${query}`);
      expect(csv.headers.get('content-disposition')).toMatch(
        /^attachment; filename="?smart-router-[a-z-]+-\d{4}-\d\d-\d\d\.csv"?$/,
      );
      expect(await csv.text()).not.toMatch(/(^|,|\n)"?[=@+]/);
      expect(await textOf(ada, `/export/${report.name}.md${query}`)).not.toMatch(/<script|\]\(javascript/);
    },
  );

  test('are written in JSON so that no terminal obeys them', async () => {
    const json = await textOf(ada, '/api/v1/usage?since=7d&group-by=model');
    expect(json).toContain('\\u009b31mred');
    expect(json).toContain('\\u202egnp.exe');
    expect(json).not.toMatch(/[\p{Cc}\u202e]/u);
  });

  test('come as they are from the API', async () => {
    const models = await rowsOf(ada, '/api/v1/usage?since=7d&group-by=model', 'usage');
    expect(models.map((row) => row['model'])).toEqual(expect.arrayContaining([...hostile]));
  });
});

describe('a question that cannot be answered', () => {
  test('is told on the page what is wrong with it', async () => {
    const response = await ada.get('/usage?since=yesterday&limit=9999');
    expect(response.status).toBe(400);
    const page = await response.text();
    expect(page).toContain('since should be a duration like 30m, 24h, 7d or 2w, got &quot;yesterday');
    expect(page).toContain('limit should be a whole number from 1 to 500');
  });

  test.each([
    ['usage?order=colour', 'order'],
    ['requests?order=colour', 'order'],
    ['requests?cursor=abc', 'cursor'],
    ['savings?baseline=gpt-0', 'baseline'],
    ['values?dimension=colour', 'dimension'],
    ['usage?from=2026-13-01', 'from'],
  ])('is told the parameter in the API: %s', async (path, parameter) => {
    const response = await ada.get(`/api/v1/${path}`);
    expect(response.status).toBe(400);
    expect(JSON.parse(await response.text())).toMatchObject({
      error: { type: 'invalid-report-filter', param: parameter },
    });
  });
});

describe('requests', () => {
  test('come page by page, each once', async () => {
    const seen: string[] = [];
    let path: string | undefined = '/api/v1/requests?since=7d&limit=17&order=latency_ms';
    while (path !== undefined) {
      const answer: ApiAnswer = await answerOf(ada, path);
      const requests = answer.tables['requests'];
      seen.push(...(requests?.rows ?? []).map((row) => String(row['request_id'])));
      const cursor: string | undefined = requests?.next_cursor;
      path = cursor && `/api/v1/requests?since=7d&limit=17&order=latency_ms&cursor=${encodeURIComponent(cursor)}`;
    }
    expect([...seen].sort()).toEqual([...requestIds].sort());
  });

  test('go on from page to page though the minute is over', async () => {
    let clock = now;
    const url = await site.another(await adaConfig(), { now: () => clock });
    const reader = visitorOf(url);
    await reader.signIn('ada', password);
    const next = /href="([^"]*)" rel="next"/
      .exec(await textOf(reader, '/requests?limit=5'))?.[1]
      ?.replaceAll('&amp;', '&');
    const { tables } = await answerOf(reader, '/api/v1/requests?since=7d&limit=5');
    clock += 61_000;
    expect(next).toContain('cursor=');
    expect(await statusOf(reader, next ?? '')).toBe(200);
    const cursor = encodeURIComponent(tables['requests']?.next_cursor ?? '');
    const second = await rowsOf(reader, `/api/v1/requests?since=7d&limit=5&cursor=${cursor}`, 'requests');
    expect(second.map((row) => row['request_id'])).toEqual(requestIds.slice(5, 10));
    for (const forged of [`zzzzzz${cursor}`, cursor.replace(/^./, '0')])
      expect(await statusOf(reader, `/api/v1/requests?since=7d&limit=5&cursor=${forged}`)).toBe(400);
  });

  test('lead to the story of each', async () => {
    const page = await textOf(ada, `/requests/${requestIds[1]}`);
    expect(page).toContain('What happened');
    expect(page).toContain('The request arrived');
    const story: unknown = JSON.parse(await textOf(ada, `/api/v1/requests/${requestIds[1]}`));
    expect(story).toMatchObject({ request: { request_id: requestIds[1], cost_usd: '7000000.000000002' } });
  });
});

describe('who may see one domain', () => {
  let guest: Visitor;
  beforeAll(async () => {
    guest = visitorOf(site.url);
    await guest.signIn('bob', password);
  });

  const ofDomain = (path: string): string => `${path}?since=7d&group-by=project,environment`;

  test('sees numbers of it alone, and no others in any sum', async () => {
    const { tables, figures } = await answerOf(guest, ofDomain('/api/v1/usage'));
    const projects = new Set(tables['usage']?.rows.map((row) => `${row['project']}/${row['environment']}`));
    expect([...projects].sort()).toEqual(['api/dev', 'api/prod', 'web/prod']);
    const visible = rows.filter(
      (row) =>
        row['caller_project'] === 'api' || (row['caller_project'] === 'web' && row['caller_environment'] === 'prod'),
    );
    expect(figures['requests']?.value).toBe(visible.length);
  });

  test('lists single requests only where it may drill down, and finds no others by their id', async () => {
    const listed = await rowsOf(guest, '/api/v1/requests?since=7d&limit=500', 'requests');
    expect(listed.map((row) => row['project'])).toEqual(Array.from({ length: 20 }, () => 'api'));
    const [webProd, apiId] = [requestIds[3], requestIds[1]];
    expect(await statusOf(guest, `/requests/${apiId}`)).toBe(200);
    const [foreign, unknown] = await Promise.all([
      guest.get(`/requests/${webProd}`),
      guest.get('/requests/req_00000000000000000000000000000000'),
    ]);
    expect([foreign.status, unknown.status]).toEqual([404, 404]);
    expect(await foreign.text()).toBe(await unknown.text());
    expect(await statusOf(guest, `/api/v1/requests/${webProd}`)).toBe(404);
  });

  test('takes out only what it may take out', async () => {
    const csv = await textOf(guest, ofDomain('/export/usage.csv'));
    expect(csv).toContain('api,prod');
    expect(csv).not.toContain('web');
  });

  test('finds no way to pages it may not open', async () => {
    const page = await textOf(guest, '/');
    expect(page).not.toContain('href="/keys"');
    expect(page).not.toContain('href="/security"');
    expect(page).toContain('href="/requests"');
    expect([await statusOf(guest, '/keys'), await statusOf(guest, '/security')]).toEqual([403, 403]);
    expect(await statusOf(guest, '/api/v1/keys')).toBe(403);
    expect(await statusOf(guest, '/export/keys.csv')).toBe(403);
  });
});

test('figures of the API say the period before in the unit they have themselves', async () => {
  const [whole, before] = ['from', 'to'].map((name) =>
    new Date(now - (name === 'from' ? 20 : 10) * hourMs).toISOString(),
  );
  const { figures } = await answerOf(ada, `/api/v1/overview?from=${before}&to=${new Date(now).toISOString()}`);
  const past = await answerOf(ada, `/api/v1/overview?from=${whole}&to=${before}&compare=nothing`);
  expect(figures['cost_usd']).toHaveProperty('before', past.figures['cost_usd']?.value);
  expect(figures['requests']).toHaveProperty('before', past.figures['requests']?.value);
});

test('a provider that only paused has no share of failures', async () => {
  await site.query(`insert into request_upstream_shape_events
      (started_at, request_id, event_number, happened_at, attempt_number, decision, provider, is_probe)
    select started_at, request_id, 1, started_at, 1, 'cooldown_started', 'paused', false from request_usage
    where request_id = '${requestIds[0]}'`);
  expect(await rowsOf(ada, '/api/v1/providers?since=7d', 'providers')).toMatchObject([
    { provider: 'paused', attempts: 0, failed_share: null, pauses: 1 },
  ]);
  expect(await textOf(ada, '/export/providers.csv?since=7d')).not.toContain('NaN');
  expect(await textOf(ada, '/providers?since=7d')).not.toContain('NaN');
});

test('an export leaves a trace', async () => {
  await ada.get('/export/usage.csv?since=7d');
  const events = await site.query(
    `select subject, outcome, path_template from security_access_events where event_type = 'export'`,
  );
  expect(events).toContainEqual({ subject: 'local:ada', outcome: 'ok', path_template: '/export/usage.csv' });
});

test('a page without a period of its own starts from the usual one', async () => {
  expect(figureValue(await textOf(ada, hrefOf('/', plainQuestion)), 'requests')).toBe(
    String(rows.filter(({ startedAt }) => startedAt >= rangeOf(plainQuestion, ranges).from).length),
  );
});
