import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres } from '@smart-router/dev-services';
import {
  ensurePartitions,
  migrate,
  openDatabase,
  openSpool,
  startUsageWriter,
  type Spool,
} from '@smart-router/usage-storage';
import { treeCpuSeconds } from './tree-cpu.js';

// How fast the ledger's writer stores records, with the evidence of decisions and without it, in one run:
//   node tools/build/bundle.mjs bench-ingestion && node tools/bench/dist/ingestion.mjs [--rounds 5] [--records 20000]

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, records: { type: 'string', default: '20000' } },
});
const records = Number(values.records);

type UsageRecord = Parameters<Spool['record']>[0];

/** What is stored of each request: of most there is one attempt and nothing was shaped. */
const variants = {
  'usage and attempt alone': { decision: undefined, candidates: [] },
  'with decision and 3 candidates': {
    decision: {
      ...{
        strategy: 'weighted',
        candidateCount: 3,
        eligibleCount: 2,
        selectedTarget: 'openai/gpt-5',
        fallbackCount: 1,
      },
      ...{ needs: ['text', 'tools'], outputCapTokens: 4096, toolSchemaBytes: 16_000, isIssuerBound: false },
      ...{
        prefersHome: false,
        drawPerMillion: 250_000,
        affinity: undefined,
        isColdStart: undefined,
        policy: undefined,
      },
      shape: {
        ...{
          toolChoice: 'auto',
          parallelToolCalls: true,
          structuredOutput: false,
          prefill: false,
          systemInside: false,
        },
        ...{ modalities: ['text'], hostedTools: [], lossyFields: [], features: ['store'], asksReasoning: true },
        ...{ reasoningEffort: 'high', reasoningBudgetTokens: undefined, isDialectBound: false, boundIssuer: undefined },
        ...{ homeIssuer: undefined, homeDialect: undefined, conversationKey: undefined },
      },
    },
    candidates: [candidate(1, []), candidate(2, []), candidate(3, ['modality'])],
  },
} as const satisfies Record<string, Pick<UsageRecord, 'decision' | 'candidates'>>;

const directory = mkdtempSync(join(tmpdir(), 'smart-router-ingestion-'));
const postgres = await startPostgres({ directory: join(directory, 'postgres') });
const database = openDatabase(postgres.url);
try {
  await migrate(database);
  await ensurePartitions(database, Date.now());
  const rates = Object.keys(variants).map((name) => ({
    name: name as keyof typeof variants,
    costs: [] as Cost[],
  }));
  for (const { name } of rates) await storeMany(variants[name]); // warms up
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const { name, costs } of rates) costs.push(await storeMany(variants[name]));
  }
  report(rates);
} finally {
  await database.destroy();
  await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
}

/** What storing cost. */
interface Cost {
  /** Requests a second, from the first to the last one committed. */
  readonly perSecond: number;
  /** Microseconds of CPU a request, of Postgres and of the writer. */
  readonly postgresMicros: number;
  readonly writerMicros: number;
}

async function storeMany(change: Pick<UsageRecord, 'decision' | 'candidates'>): Promise<Cost> {
  const spool = openSpool({ directory: join(directory, 'spool') });
  for (let index = 0; index < records; index += 1) spool.record(recordOf(change));
  const [startedAt, postgresBefore, writerBefore] = [
    performance.now(),
    treeCpuSeconds(postgres.pid),
    process.cpuUsage(),
  ];
  const writer = startUsageWriter(spool, { databaseUrl: postgres.url, timeoutMs: 60_000 });
  await spool.caughtUp();
  const seconds = (performance.now() - startedAt) / 1000;
  await writer.close(10_000);
  await spool.close();
  const { user, system } = process.cpuUsage(writerBefore);
  const postgresMicros = ((treeCpuSeconds(postgres.pid) - postgresBefore) * 1e6) / records;
  return { perSecond: records / seconds, postgresMicros, writerMicros: (user + system) / records };
}

function report(rates: readonly { readonly name: string; readonly costs: readonly Cost[] }[]): void {
  const median = (costs: readonly Cost[], read: (cost: Cost) => number): number =>
    costs.map(read).toSorted((left, right) => left - right)[Math.floor(costs.length / 2)] ?? 0;
  const [first] = rates.map(({ costs }) => median(costs, cpuOf));
  process.stdout.write('| what is stored | requests/s | CPU of Postgres, µs | of the writer, µs | ratio of CPU |\n');
  process.stdout.write('| --- | --: | --: | --: | --: |\n');
  for (const { name, costs } of rates) {
    const numbers = [median(costs, ({ perSecond }) => perSecond), median(costs, (cost) => cost.postgresMicros)];
    const ratio = median(costs, cpuOf) / (first ?? 1);
    const cells = [...numbers, median(costs, (cost) => cost.writerMicros)].map((number) => number.toFixed(0));
    process.stdout.write(`| ${[name, ...cells, ratio.toFixed(2)].join(' | ')} |\n`);
  }
}

function cpuOf({ postgresMicros, writerMicros }: Cost): number {
  return postgresMicros + writerMicros;
}

function candidate(
  number: number,
  reasons: UsageRecord['candidates'][number]['reasons'],
): UsageRecord['candidates'][number] {
  return {
    ...{ number, target: `openai/gpt-5-${number}`, provider: 'openai', model: 'gpt-5-2025-08-07', weight: 1 },
    ...{ dialect: 'openai-responses', reasons, place: reasons.length === 0 ? number : undefined },
    ...{ lostFieldCount: 0, score: undefined },
  };
}

function recordOf(change: Pick<UsageRecord, 'decision' | 'candidates'>): UsageRecord {
  const startedAt = Date.now();
  const key = 'rtr_bench_load_bench_local_k20260101abcd';
  return {
    ...{ requestId: `req_${startedAt.toString(16).padStart(12, '0')}${randomBytes(10).toString('hex')}`, startedAt },
    ...{ durationMs: 1234, firstTokenMs: 456, bodyReadMs: 1, plannedMs: 2, tokenId: key, keyId: key },
    ...{
      user: `user-${startedAt % 60}`,
      project: `project-${startedAt % 6}`,
      environment: 'prod',
      organization: 'bench',
    },
    ...{ clientRequestId: undefined, client: 'codex', inboundDialect: 'openai-chat', requestedModel: 'assistant' },
    ...{ group: 'assistant', target: 'openai/gpt-5', provider: 'openai', model: 'gpt-5-2025-08-07' },
    ...{ targetDialect: 'openai-responses', stream: true, status: 200, onDisconnect: undefined, errorType: undefined },
    ...{ errorClass: undefined, finish: 'stop', attempts: [attemptAt(startedAt)], traceEvents: [] },
    ...{ callerShapeEvents: [], upstreamShapeEvents: [], fallbackUsed: false },
    ...{ tokens: { input: 900, cachedInput: 20_000, output: 300 }, estimatedInputTokens: 21_000 },
    ...{ reservedOutputTokens: 4096, counted: { admittedAt: startedAt, tokens: 21_200, costNanoUsd: 6_600_000n } },
    ...{ costNanoUsd: 6_600_000n, costBasis: 'computed', upstreamCostNanoUsd: undefined, serviceTier: undefined },
    prices: {
      inputMicroUsdPerMillion: 1_250_000,
      cachedInputMicroUsdPerMillion: 125_000,
      outputMicroUsdPerMillion: 10_000_000,
    },
    ...{ requestBytes: 84_000, toolCount: 18, imageCount: 0, notes: [], catalogHash: 'bench' },
    ...change,
  };
}

function attemptAt(startedAt: number): UsageRecord['attempts'][number] {
  return {
    ...{
      number: 1,
      target: 'openai/gpt-5',
      provider: 'openai',
      model: 'gpt-5-2025-08-07',
      dialect: 'openai-responses',
    },
    ...{ credentialId: 'main', startedAt, durationMs: 1230, connectedMs: 1, firstByteMs: 400, firstTokenMs: 450 },
    ...{
      upstreamStatus: 200,
      upstreamRequestId: 'req_0123456789abcdef',
      errorClass: undefined,
      retryAfterMs: undefined,
    },
    ...{ timeoutPhase: undefined, isKept: true, requestBytes: 84_000, responseBytes: 18_000 },
  };
}
