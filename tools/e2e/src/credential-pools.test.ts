import { sql } from 'kysely';
import { askSdk } from './ask-sdk.js';
import { laneDialects, type LaneDialect } from './lane-config.js';
import { simulatorKey, startStackWith, type Stack } from './start-stack.js';
import { targetConfig, type TestGroup } from './target-config.js';

const live = { key: { env: 'SIMULATOR_KEY' } };
const dead = { key: { env: 'DATABASE_URL' } };

const group = (name: string, dialect: LaneDialect, provider: object): TestGroup => ({
  name,
  targets: [{ dialect, model: `sim-ok+${name}`, provider }],
});

const deadFirst = laneDialects.map((dialect) =>
  group(`dead-first.${dialect}`, dialect, {
    credential_strategy: 'fill-first',
    credentials: [
      { id: 'dead', ...dead },
      { id: 'live', ...live },
    ],
  }),
);
const inTurn = group('in-turn', 'openai-chat', {
  credential_strategy: 'round-robin',
  credentials: [
    { id: 'one', ...live },
    { id: 'two', ...live },
    { id: 'spare', ...live, priority: 1 },
    { id: 'off', ...live, disabled: true },
  ],
});
const shared = group('shared', 'openai-chat', {
  credential_strategy: 'weighted',
  credentials: [
    { id: 'heavy', ...live, weight: 1_000_000 },
    { id: 'light', ...live, weight: 0.000_001 },
  ],
});
const allDead = group('all-dead', 'openai-chat', {
  credentials: [
    { id: 'one', ...dead },
    { id: 'two', ...dead },
  ],
});
const counted = group('counted', 'anthropic-messages', {
  credential_strategy: 'fill-first',
  credentials: [
    { id: 'dead', ...dead },
    { id: 'live', ...live },
  ],
  models: { simulated: { model: 'sim-ok+counted', capabilities: { tools: true, count_tokens: true } } },
});

let stack: Stack;
const lines: string[] = [];
beforeAll(async () => {
  stack = await startStackWith(
    (places) => targetConfig([...deadFirst, inTurn, shared, allDead, counted], places, { admin_listen: '127.0.0.1:0' }),
    { logTo: { write: (line) => void lines.push(line) } },
  );
});
afterAll(() => stack.close());

const ask = (name: string, dialect: LaneDialect = 'openai-chat', stream = false) =>
  askSdk({ url: stack.gateway.url, token: stack.token }, dialect, { model: name, stream, text: 'Hello' });

/** The credentials asked for a group, in order. */
async function credentialsOf(name: string, requests: number): Promise<readonly string[]> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const { rows } = await sql<{ credential_id: string; started_at: Date }>`
      select attempt.credential_id, usage.started_at
      from request_attempts as attempt join request_usage as usage using (started_at, request_id)
      where usage.resolved_group = ${name} order by attempt_started_at, attempt_number`.execute(stack.database);
    const known = new Set(rows.map((row) => row.started_at.getTime())).size;
    if (known >= requests || Date.now() > deadline) return rows.map((row) => row.credential_id);
    await new Promise((next) => setTimeout(next, 100));
  }
}

const alarms = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter(isAlarm);
const isAlarm = (line: Record<string, unknown>): boolean => line['msg'] === 'credential benched';

describe('a provider with several credentials', () => {
  it.each(laneDialects)('goes on with the next when %s rejects one, and leaves that one alone', async (dialect) => {
    const name = `dead-first.${dialect}`;
    for (const stream of [false, true, false]) {
      const { answer } = await ask(name, dialect, stream);
      expect(answer?.text).toContain('Hello');
    }
    expect(await credentialsOf(name, 3)).toEqual(['dead', 'live', 'live', 'live']);
  });

  it('says so loudly: a line of level error and a metric, without the key', async () => {
    await ask('all-dead');
    const errors = alarms().filter((line) => line['provider'] === 'all-dead-1');
    expect(errors.map((line) => [line['level'], line['credential_id'], line['error_class'], line['upstream_status']]))
      // Pino's number for error.
      .toEqual(['one', 'two'].map((id) => [50, id, 'credential_rejected', 401]));
    expect(lines.join('\n')).not.toContain(simulatorKey);
    const metrics = await (await fetch(`${String(stack.gateway.adminUrl)}/metrics`)).text();
    expect(metrics).toContain(
      'smart_router_credentials_benched_total{provider="all-dead-1",credential="one",class="credential_rejected"} 1',
    );
  });

  it('answers 503, never 401, when all of them are rejected, and asks nobody while they pause', async () => {
    const { status, wire, headers } = await ask('all-dead');
    const { error } = JSON.parse(wire) as { error: { type: string; details: Record<string, unknown> } };
    expect([status, error.type]).toEqual([503, 'upstream-capacity-throttled']);
    expect(error.details['bucket']).toBe('credential.backoff');
    expect(error.details['excluded']).toEqual([{ target: 'all-dead-1/simulated', reasons: ['backoff'] }]);
    expect(Number(headers?.get('retry-after'))).toBeGreaterThan(0);
    expect(await credentialsOf('all-dead', 1)).toHaveLength(2);
  });

  it('learns from a count that a key is rejected', async () => {
    const answer = await fetch(`${stack.gateway.url}/v1/messages/count_tokens`, {
      method: 'POST',
      headers: { 'x-api-key': stack.token, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'counted', messages: [{ role: 'user', content: 'Hello' }] }),
    });
    await answer.text();
    expect(answer.headers.get('x-router-token-count')).toBe('native');
    expect(alarms().map((line) => [line['provider'], line['credential_id']])).toContainEqual(['counted-1', 'dead']);
    expect((await ask('counted', 'anthropic-messages')).status).toBe(200);
    expect(await credentialsOf('counted', 1)).toEqual(['live']);
  });

  it('takes those of the best priority in turn, and neither spares nor disabled ones', async () => {
    for (let request = 0; request < 4; request += 1) await ask('in-turn');
    expect(await credentialsOf('in-turn', 4)).toEqual(['one', 'two', 'one', 'two']);
  });

  it('draws by weight', async () => {
    for (let request = 0; request < 4; request += 1) await ask('shared');
    expect(await credentialsOf('shared', 4)).toEqual(['heavy', 'heavy', 'heavy', 'heavy']);
  });
});
