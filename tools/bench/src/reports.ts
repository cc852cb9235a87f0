import { parseArgs } from 'node:util';
import {
  durationBuckets,
  openReports,
  type Range,
  type RequestsQuestion,
  type UsageQuestion,
} from '@smart-router/usage-storage';

// What the reports cost on a database that `npm run month` has filled:
//   node tools/build/bundle.mjs bench-reports && node tools/bench/dist/reports.mjs --database-url … --end … [--rounds 20]

const { values } = parseArgs({
  options: {
    'database-url': { type: 'string' },
    end: { type: 'string', default: new Date().toISOString() },
    rounds: { type: 'string', default: '20' },
  },
});
const hourMs = 3_600_000;
const end = Date.parse(values.end);
const rounds = Number(values.rounds);
const scope = 'everything' as const;
const baseline = { inputMicroUsdPerMillion: 3e6, outputMicroUsdPerMillion: 15e6, cachedInputMicroUsdPerMillion: 3e5 };
const reports = openReports(values['database-url'] ?? '', { queryTimeoutMs: 60_000 });

/** Something a reader waits for. */
interface Work {
  readonly name: string;
  /** Milliseconds that it may take at p95; absent where nothing was promised. */
  readonly goalMs?: number;
  run(): Promise<unknown>;
}

// Not on the hour: the ends of a range are read from rows.
const range = (hours: number): Range => ({ from: end - hours * hourMs - 1234, to: end - 1234 });
const ranges = [
  ['24 h', range(24), 'hour'],
  ['7 d', range(7 * 24), 'hour'],
  ['30 d', range(30 * 24), 'day'],
] as const;
/** What the cards of the overview are made of: all but what no card shows. */
const cardMeasures = [
  ...['requests', 'cost_nano_usd', 'unpriced', 'refused', 'failed', 'fallbacks', 'output_tokens', 'input_tokens'],
  ...['cached_input_tokens', 'cache_write_5m_tokens', 'cache_write_1h_tokens', 'latency_ms_max', 'first_token_ms_max'],
  ...durationBuckets.flatMap(({ name }) => [`latency_ms_${name}`, `first_token_ms_${name}`]),
];

const page = (change: Partial<RequestsQuestion>): RequestsQuestion => ({
  ...{ scope, range: range(30 * 24), filter: {}, order: 'time', direction: 'descending', limit: 50 },
  ...change,
});

try {
  process.stdout.write('| work | p50, ms | p95, ms | goal |\n| --- | --: | --: | --: |\n');
  for (const work of await allWork()) await measure(work);
} finally {
  await reports.close();
}

async function allWork(): Promise<readonly Work[]> {
  const cursor = await cursorOfPage(1000);
  return [
    ...ranges.map(([name, asked, step]) => ({
      ...{ name: `overview page of ${name}, nine questions`, goalMs: 300 },
      run: () => overview(asked, step),
    })),
    {
      name: 'overview page of 30 d of one project',
      goalMs: 300,
      run: () => overview(range(720), 'day', [{ project: 'web', environment: undefined }]),
    },
    { name: 'the same 30 d beside the 30 d before', run: () => reports.compare(usage(range(720), {})) },
    {
      name: 'usage of 30 d by user, model and client, all measures',
      run: () => reports.usage(usage(range(720), { groupBy: ['user', 'model', 'client'] })),
    },
    { name: 'one request with its evidence', goalMs: 20, run: await someRequest() },
    { name: 'list, newest first, first page', run: () => reports.requests(page({})) },
    { name: 'list, newest first, page 1000', run: () => reports.requests(page({ cursor })) },
    { name: 'list of one user', run: () => reports.requests(page({ filter: { user: ['mara'] } })) },
    { name: 'list of failures', run: () => reports.requests(page({ filter: { outcome: ['failed'] } })) },
    { name: 'list by cost, 30 d', run: () => reports.requests(page({ order: 'cost' })) },
    { name: 'list by latency, 24 h', run: () => reports.requests(page({ order: 'latency', range: range(24) })) },
    {
      name: 'list by status of one project, 30 d',
      run: () => reports.requests(page({ order: 'status', filter: { project: ['growth'] } })),
    },
    {
      name: 'list of requests held back, 7 d',
      run: () => reports.requests(page({ shapedOnly: true, range: range(168) })),
    },
    { name: 'health of providers, 24 h', run: () => reports.providersHealth({ scope, range: range(24) }) },
    { name: 'health of providers, 30 d', run: () => reports.providersHealth({ scope, range: range(720) }) },
    {
      name: 'shaping by bucket and project, 30 d',
      run: () => reports.shaping({ scope, range: range(720), filter: {}, groupBy: ['bucket', 'project'] }),
    },
    { name: 'routing, 24 h', run: () => reports.routing({ scope, range: range(24) }) },
    { name: 'routing, 30 d', run: () => reports.routing({ scope, range: range(720) }) },
    {
      name: 'savings by model, 30 d',
      run: () => reports.savings({ scope, range: range(720), filter: {}, groupBy: ['model'], baseline }),
    },
    { name: 'keys', run: () => reports.keys({ scope }) },
    { name: 'quotas', run: () => reports.quotas({ scope, now: end }) },
    { name: 'state of the ledger', run: () => reports.state({ scope }) },
  ];
}

function usage(asked: Range, change: Partial<UsageQuestion>, whose: UsageQuestion['scope'] = scope): UsageQuestion {
  return { scope: whose, range: asked, filter: {}, groupBy: [], ...change };
}

/** What the overview page asks, all at once: totals, the period before, outcomes and cost by model over time, the top of four. */
function overview(asked: Range, step: 'hour' | 'day', whose: UsageQuestion['scope'] = scope): Promise<unknown> {
  const before = { from: asked.from - (asked.to - asked.from), to: asked.from };
  const cost = { step, measures: ['cost_nano_usd'] } as const;
  const questions: readonly UsageQuestion[] = [
    ...[asked, before].map((each) => usage(each, { measures: cardMeasures }, whose)),
    usage(asked, { step, measures: ['served', 'refused', 'failed', 'left_early'] }, whose),
    ...[usage(asked, { ...cost, groupBy: ['model'], limit: 6 }, whose), usage(asked, cost, whose)],
    ...(['project', 'model', 'user', 'key'] as const).map((dimension) =>
      usage(asked, { groupBy: [dimension], limit: 6, measures: ['requests', 'cost_nano_usd', 'failed'] }, whose),
    ),
  ];
  return Promise.all(questions.map((question) => reports.usage(question)));
}

async function cursorOfPage(wanted: number): Promise<string> {
  let cursor: string | undefined;
  // Pages of another size lead to the same place.
  for (let read = 0; read < (wanted - 1) * 50; read += 500) {
    const answer = await reports.requests(
      page({ limit: Math.min(500, (wanted - 1) * 50 - read), ...(cursor === undefined ? {} : { cursor }) }),
    );
    cursor = answer.ok ? answer.value.nextCursor : undefined;
  }
  if (cursor === undefined) throw new Error(`there is no page ${wanted}`);
  return cursor;
}

async function someRequest(): Promise<Work['run']> {
  const answer = await reports.requests(page({ filter: { project: ['platform'] }, limit: 200, range: range(20 * 24) }));
  const ids = answer.ok ? answer.value.requests.map(({ requestId }) => requestId) : [];
  let next = 0;
  return () => reports.request(ids[(next += 1) % ids.length] ?? '', scope);
}

async function measure({ name, goalMs, run }: Work): Promise<void> {
  await run(); // warms up
  const took: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now();
    await run();
    took.push(performance.now() - startedAt);
  }
  took.sort((left, right) => left - right);
  const at = (share: number): string => (took[Math.ceil(took.length * share) - 1] ?? 0).toFixed(1);
  process.stdout.write(`| ${name} | ${at(0.5)} | ${at(0.95)} | ${goalMs ?? '–'} |\n`);
}
