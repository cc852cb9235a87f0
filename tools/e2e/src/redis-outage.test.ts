import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRedis, waitFor, type Service } from '@smart-router/dev-services';
import { laneConfig } from './lane-config.js';
import { startStackWith, type Stack } from './start-stack.js';

const directory = mkdtempSync(join(tmpdir(), 'smart-router-redis-outage-'));
let redis: Service;
let stack: Stack;
let token: string;

beforeAll(async () => {
  redis = await startRedis({ directory });
  const state = 'state: { redis_url: { env: REDIS_URL }, expected_replicas: 2, command_timeout_ms: 3000 }\n';
  stack = await startStackWith(
    (places) => state + laneConfig({ ...places, serverLines: '  admin_listen: 127.0.0.1:0' }),
    { env: { REDIS_URL: redis.url } },
  );
  token = await stack.issue({ user: 'bob', allow: ['*'], limits: { rpm: 4 } });
  await waitFor(async () => (await fetch(`${stack.gateway.url}/v1/models`, { headers: bearer(token) })).ok);
});
afterAll(async () => {
  redis.resume();
  await stack.close();
  await redis.stop();
  rmSync(directory, { recursive: true, force: true });
});

const bearer = (value: string) => ({ authorization: `Bearer ${value}`, 'content-type': 'application/json' });

async function ask(): Promise<number> {
  const body = JSON.stringify({ model: 'openai-chat', messages: [{ role: 'user', content: 'Hello' }] });
  const path = `${stack.gateway.url}/v1/chat/completions`;
  const answer = await fetch(path, { method: 'POST', headers: bearer(token), body });
  await answer.text();
  return answer.status;
}

async function readiness(): Promise<{ readonly status: number; readonly degraded: unknown }> {
  const answer = await fetch(`${stack.gateway.url}/readyz`);
  const { degraded } = (await answer.json()) as { degraded: unknown }; // the body of our own probe
  return { status: answer.status, degraded };
}

const metrics = async () => (await fetch(`${stack.gateway.adminUrl}/metrics`)).text();
const isShared = async () => (await readiness()).degraded?.toString() === '';

test('a paused Redis fails no request, is told of on readiness and metrics, and is used again by itself', async () => {
  await waitFor(isShared, { what: 'the gateway to find Redis' });
  expect([await ask(), await ask()]).toEqual([200, 200]);
  redis.pause();
  // It knows of no other replica, so its share is everything; what it let in before is known here too.
  expect([await ask(), await ask(), await ask()]).toEqual([200, 200, 429]);
  expect(await readiness()).toEqual({ status: 200, degraded: ['redis'] });
  expect(await metrics()).toMatch(/^smart_router_degraded\{dependency="redis"\} 1$/m);
  redis.resume();
  await waitFor(isShared, { what: 'the gateway to find Redis again' });
  expect(await metrics()).not.toContain('smart_router_degraded{');
  // All four of the minute are gone, those of the outage too.
  expect(await ask()).toBe(429);
});
