import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { startRedis, waitFor, type Service } from '@smart-router/dev-services';
import { startStackWith, type Stack } from './start-stack.js';
import { targetConfig, type TestGroup } from './target-config.js';

const onceInAWhile = { traffic_shape: { request_start_per_sec: 0.001, request_burst: 1 } };
const target = (model: string, provider: object = {}) => ({ dialect: 'openai-chat', model, provider }) as const;

const groups: readonly TestGroup[] = [
  { name: 'plain', targets: [target('sim-ok+plain')] },
  { name: 'throttled', targets: [target('sim-ok+throttled', onceInAWhile), target('sim-ok+spare')] },
  { name: 'all-throttled', targets: [target('sim-ok+only', onceInAWhile)] },
  { name: 'recovers', targets: [target('sim-429-hint-once+wait-300')] },
  { name: 'pauses', targets: [target('sim-429-hint-lasting+wait-60000')] },
];

/** A row of either table, as far as it is known beforehand. */
type Event = Readonly<Record<string, unknown>>;

describe.each(['memory', 'redis'] as const)('what limits, shaping and backoff decided, counted in %s', (store) => {
  const directory = mkdtempSync(join(tmpdir(), 'smart-router-shape-events-'));
  const lines: string[] = [];
  let redis: Service | undefined;
  let stack: Stack;

  beforeAll(async () => {
    if (store === 'redis') redis = await startRedis({ directory });
    const state = { redis_url: { env: 'REDIS_URL' }, command_timeout_ms: 20_000 };
    stack = await startStackWith(
      (places) => {
        const config = JSON.parse(targetConfig(groups, places, { admin_listen: '127.0.0.1:0' })) as object; // our own
        return JSON.stringify(store === 'redis' ? { ...config, state } : config);
      },
      { logTo: { write: (line) => void lines.push(line) }, env: { REDIS_URL: redis?.url ?? '' } },
    );
    const readiness = async () => (await (await fetch(`${stack.gateway.url}/readyz`)).json()) as { degraded: string[] };
    await waitFor(async () => (await readiness()).degraded.length === 0, { what: 'the gateway to find its store' });
  });
  afterAll(async () => {
    await stack.close();
    await redis?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  /** Asks a group, and names the request by its id. */
  async function ask(model: string, token = stack.token) {
    const answer = await fetch(`${stack.gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Hello' }] }),
    });
    await answer.text();
    return { status: answer.status, requestId: answer.headers.get('x-request-id') ?? '' };
  }

  /** A token that the gateway has heard of. */
  async function issue(settings: Parameters<Stack['issue']>[0]): Promise<string> {
    const token = await stack.issue(settings);
    const headers = { authorization: `Bearer ${token}` };
    await waitFor(async () => (await fetch(`${stack.gateway.url}/v1/models`, { headers })).ok, { what: 'the token' });
    return token;
  }

  /** The events of a request in their order, once its usage row and so many of them are there. */
  async function eventsOf(table: 'traffic' | 'upstream', requestId: string, count: number): Promise<readonly Event[]> {
    const read = async () => {
      const { rows } = await sql<Event>`
        select event.* from request_usage join ${sql.table(`request_${table}_shape_events`)} as event
        using (started_at, request_id) where request_id = ${requestId} order by event_number`.execute(stack.database);
      return rows.length >= count && rows;
    };
    await waitFor(() => isStored(requestId), { what: 'the usage row' });
    return waitFor(read, { what: `${count} events of ${requestId}` });
  }

  async function isStored(requestId: string): Promise<boolean> {
    const { rows } = await sql`select 1 from request_usage where request_id = ${requestId}`.execute(stack.database);
    return rows.length === 1;
  }

  const scrape = async () => (await fetch(`${stack.gateway.adminUrl}/metrics`)).text();

  it('leaves no row where nothing is limited, shaped or paused', async () => {
    const { status, requestId } = await ask('plain');
    expect(status).toBe(200);
    expect(await eventsOf('traffic', requestId, 0)).toEqual([]);
    expect(await eventsOf('upstream', requestId, 0)).toEqual([]);
  });

  it('names the hard limit that refused a request, and leaves no row of those it let in', async () => {
    const token = await issue({ user: `limited-${store}`, allow: ['*'], limits: { rpm: 1 } });
    const first = await ask('plain', token);
    const second = await ask('plain', token);
    expect([first.status, second.status]).toEqual([200, 429]);
    expect(await eventsOf('traffic', first.requestId, 0)).toEqual([]);
    const [rejected, ...more] = await eventsOf('traffic', second.requestId, 1);
    expect(rejected).toMatchObject({ decision: 'rejected', scope: 'key', bucket: 'key.rpm', queue_wait_ms: null });
    expect(Number(rejected?.['retry_after_ms'])).toBeGreaterThan(0);
    expect(more).toEqual([]);
    expect(await scrape()).toContain(
      'smart_router_shape_decisions_total{side="caller",decision="rejected",scope="key",bucket="key.rpm"} 1',
    );
  });

  it('says of a smoothed caller that its rates had room, and which one had none', async () => {
    const shape = { requestStartPerSec: 0.001, requestBurst: 1 };
    const token = await issue({ user: `smoothed-${store}`, allow: ['*'], shape });
    const first = await ask('plain', token);
    const second = await ask('plain', token);
    expect([first.status, second.status]).toEqual([200, 429]);
    const admitted = { event_number: 1, decision: 'admitted', scope: null, bucket: null, retry_after_ms: null };
    expect(await eventsOf('traffic', first.requestId, 1)).toEqual([expect.objectContaining(admitted)]);
    const bucket = 'key.request_start_per_sec';
    const rejected = { event_number: 1, decision: 'rejected', scope: 'key', bucket };
    expect(await eventsOf('traffic', second.requestId, 1)).toEqual([expect.objectContaining(rejected)]);
    const log = lines.map((line) => JSON.parse(line) as Event).filter((line) => line['msg'] === 'request');
    expect(log.find((line) => line['request_id'] === second.requestId)).toMatchObject({ rejected_by: bucket });
  });

  it('names the provider that was passed over for want of room, and of a plan without any that it came to its end', async () => {
    const bucket = 'provider.request_start_per_sec';
    const first = await ask('throttled');
    const second = await ask('throttled');
    expect([first.status, second.status]).toEqual([200, 200]);
    const own = { attempt_number: 1, provider: 'throttled-1', credential_id: 'main', target: 'throttled-1/simulated' };
    const admitted = { ...own, decision: 'admitted', bucket: null, is_probe: false };
    expect(await eventsOf('upstream', first.requestId, 1)).toEqual([expect.objectContaining(admitted)]);
    const skipped = { decision: 'skipped', scope: 'provider', bucket };
    expect(await eventsOf('upstream', second.requestId, 1)).toEqual([expect.objectContaining({ ...own, ...skipped })]);

    const refused = [await ask('all-throttled'), await ask('all-throttled')][1];
    expect(refused?.status).toBe(503);
    const events = await eventsOf('upstream', refused?.requestId ?? '', 2);
    expect(events).toEqual([
      expect.objectContaining({ ...skipped, provider: 'all-throttled-1' }),
      expect.objectContaining({ decision: 'rejected', scope: 'provider', bucket, provider: null, target: null }),
    ]);
    expect(events[1]?.['retry_after_ms']).toBe(events[0]?.['retry_after_ms']);
  });

  it('keeps the start and the end of a backoff with the request that caused them, its probe between', async () => {
    const { status, requestId } = await ask('recovers');
    expect(status).toBe(200);
    await waitFor(async () => (await eventsOf('upstream', requestId, 3)).some(isEnd), { what: 'the end' });
    const events = (await eventsOf('upstream', requestId, 3)).filter((event) => event['decision'] !== 'skipped');
    const model = { scope: 'model', bucket: 'model.backoff', credential_id: 'main', provider: 'recovers-1' };
    expect(events).toEqual([
      expect.objectContaining({ ...model, decision: 'cooldown_started', attempt_number: 1, retry_after_ms: 300n }),
      expect.objectContaining({ decision: 'admitted', attempt_number: 2, is_probe: true, bucket: null }),
      expect.objectContaining({ ...model, decision: 'cooldown_ended', attempt_number: 2, retry_after_ms: null }),
    ]);
    expect(events[0]?.['error_class']).toBe('rate_limited');
    expect(events[2]?.['error_class']).toBeNull();
  });

  it('keeps what became known only after the answer, and tells metrics and log of it', async () => {
    const failed = await ask('pauses');
    expect(failed.status).toBe(503);
    const started = { decision: 'cooldown_started', attempt_number: 1, retry_after_ms: 60_000n };
    expect(await eventsOf('upstream', failed.requestId, 1)).toEqual([expect.objectContaining(started)]);
    const next = await ask('pauses');
    expect(next.status).toBe(503);
    expect(await eventsOf('upstream', next.requestId, 2)).toEqual([
      expect.objectContaining({ decision: 'skipped', scope: 'model', bucket: 'model.backoff' }),
      expect.objectContaining({ decision: 'rejected', scope: 'model', bucket: 'model.backoff' }),
    ]);
    const metrics = await scrape();
    expect(metrics).toMatch(
      /^smart_router_backoff_seconds\{provider="pauses-1",credential="main",model="sim-[^"]+"\} /m,
    );
    expect(metrics).toContain('decision="cooldown_started",scope="model",bucket="model.backoff"} 2');
    expect(metrics).toContain('decision="cooldown_ended",scope="model",bucket="model.backoff"} 1');
    const log = lines.map((line) => JSON.parse(line) as Event).filter((line) => line['msg'] === 'backoff started');
    expect(log.find((line) => line['request_id'] === failed.requestId)).toMatchObject({
      ...{ provider: 'pauses-1', credential_id: 'main', bucket: 'model.backoff', error_class: 'rate_limited' },
      pause_ms: 60_000,
    });
  });
});

const isEnd = (event: Event): boolean => event['decision'] === 'cooldown_ended';
