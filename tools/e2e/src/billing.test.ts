import { laneDialects, type LaneDialect } from './lane-config.js';
import { startStackWith, type Stack, type StackPlaces, type UsageRow } from './start-stack.js';

const base = { input_per_million_usd: 1, output_per_million_usd: 4, reasoning_per_million_usd: 6 };
const flex = { input_per_million_usd: 0.5, output_per_million_usd: 2, reasoning_per_million_usd: 3 };

/** A group per dialect of its target, with prices and without. */
function config({ simulatorUrl, spoolDirectory }: StackPlaces): string {
  const model = (dialect: LaneDialect, prices: object) => ({
    ...{ model: 'sim-ok', context_tokens: 1_000_000, ...prices },
    capabilities: {
      reasoning: {
        ...{ mode: 'opt_in', control: dialect === 'anthropic-messages' ? 'budget' : 'effort', summaries: true },
        ...{ efforts: ['low', 'high'], min_budget_tokens: 1024, max_budget_tokens: 32_000 },
      },
    },
  });
  const provider = (dialect: LaneDialect) => ({
    ...{ dialect, base_url: `${simulatorUrl}/v1`, credentials: [{ id: 'main', key: { env: 'SIMULATOR_KEY' } }] },
    auth: dialect === 'anthropic-messages' ? 'x-api-key' : 'bearer',
    models: { priced: model(dialect, { prices: { ...base, tiers: { flex } } }), free: model(dialect, {}) },
  });
  const groups = laneDialects.flatMap((dialect) =>
    ['priced', 'free'].map((ref) => [`${dialect}-${ref}`, { targets: [{ provider: dialect, model: ref }] }]),
  );
  return JSON.stringify({
    server: { listen: '127.0.0.1:0', organization: 'acme' },
    storage: { database_url: { env: 'DATABASE_URL' }, spool: { directory: spoolDirectory } },
    providers: Object.fromEntries(laneDialects.map((dialect) => [dialect, provider(dialect)])),
    model_groups: Object.fromEntries(groups),
  });
}

let stack: Stack;
beforeAll(async () => {
  stack = await startStackWith(config);
});
afterAll(() => stack.close());

let asked = 0;

/** Asks a group in Chat, and gives the row it leaves. */
async function rowOf(group: string, order: string, more: object = {}): Promise<UsageRow> {
  const answer = await fetch(`${stack.gateway.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: group, messages: [{ role: 'user', content: `${order} Hello` }], ...more }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  asked += 1;
  const id = answer.headers.get('x-request-id');
  const row = (await stack.usageRows(asked)).find((each) => each['request_id'] === id);
  if (row === undefined) throw new Error(`${String(id)} has no row`);
  return row;
}

/** What the tokens of a row cost at these prices, in nano-USD. */
function costAt(prices: typeof base, row: UsageRow): bigint {
  const count = (name: string) => BigInt(Number(row[name] ?? 0));
  const milli = (usd: number) => BigInt(usd * 1000);
  const plain = count('output_tokens') - count('reasoning_tokens');
  return (
    count('input_tokens') * milli(prices.input_per_million_usd) +
    plain * milli(prices.output_per_million_usd) +
    count('reasoning_tokens') * milli(prices.reasoning_per_million_usd)
  );
}

describe.each(laneDialects)('what a request costs at a target of %s', (dialect) => {
  it.each([
    ['whole', {}],
    ['streamed', { stream: true }],
  ])('goes by the tier the provider says it served in, %s', async (_name, more) => {
    const row = await rowOf(`${dialect}-priced`, '[[tier:flex]]', { reasoning_effort: 'high', ...more });
    expect(row).toMatchObject({ service_tier: 'flex', cost_basis: 'computed', input_price_micro_usd: 500_000n });
    expect(Number(row['reasoning_tokens'])).toBeGreaterThan(0);
    expect(row['cost_nano_usd']).toBe(costAt(flex, row));
    expect(row['counted_cost_nano_usd']).toBe(row['cost_nano_usd']);
  });

  it('goes by the ordinary prices in a tier that has none of its own', async () => {
    const row = await rowOf(`${dialect}-priced`, '[[tier:priority]]');
    expect(row).toMatchObject({ service_tier: 'priority', reasoning_price_micro_usd: 6_000_000n });
    expect(row['cost_nano_usd']).toBe(costAt(base, row));
  });
});

describe.each(['openai-chat', 'openai-responses'] as const)('what a provider of %s says it charges', (dialect) => {
  it.each([
    ['whole', {}],
    ['streamed', { stream: true }],
  ])('stands beside what was computed, %s', async (_name, more) => {
    const row = await rowOf(`${dialect}-priced`, '[[charge:0.0123]]', more);
    expect(row).toMatchObject({ cost_basis: 'computed', upstream_cost_nano_usd: 12_300_000n });
    expect(row['cost_nano_usd']).toBe(costAt(base, row));
  });

  it.each([
    ['whole', {}],
    ['streamed', { stream: true }],
  ])('is the cost where nothing was priced, %s, and counts for limits', async (_name, more) => {
    const row = await rowOf(`${dialect}-free`, '[[charge:0.0123]]', more);
    expect(row).toMatchObject({
      ...{ cost_basis: 'reported', cost_nano_usd: 12_300_000n, upstream_cost_nano_usd: 12_300_000n },
      ...{ counted_cost_nano_usd: 12_300_000n, input_price_micro_usd: null },
    });
  });
});

it('is unknown where nothing was priced and nobody said what it costs', async () => {
  const row = await rowOf('openai-chat-free', '');
  expect(row).toMatchObject({ cost_basis: 'unpriced', cost_nano_usd: null, upstream_cost_nano_usd: null });
  expect(row).toMatchObject({ counted_cost_nano_usd: 0n, service_tier: 'default' });
});
