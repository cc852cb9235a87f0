import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { waitFor } from '@smart-router/dev-services';
import { simulatorKey, startStackWith, type Stack, type UsageRow } from './start-stack.js';
import { workspaceRoot } from './workspace-root.js';

const recipe = join(workspaceRoot, 'docs/recipes/external-policy');

let service: ChildProcess;
let printed = '';
let stack: Stack;
beforeAll(async () => {
  service = spawn(process.execPath, [join(recipe, 'policy-service.mjs')], {
    env: { PORT: '0', POLICY_TOKEN: 'change-me' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  service.stdout?.on('data', (text) => (printed += String(text)));
  const url = await waitFor(() => /listening on (\S+)/.exec(printed)?.[1]);
  stack = await startStackWith((places) => configOf(url, places), {
    env: {
      OPENAI_API_KEY: simulatorKey,
      ANTHROPIC_API_KEY: simulatorKey,
      POLICY_AUTHORIZATION: 'Bearer change-me',
    },
  });
});
afterAll(async () => {
  await stack.close();
  service.kill();
  await once(service, 'exit');
});

/** The configuration of the recipe, with the simulated provider in the place of both, and the service followed. */
function configOf(url: string, places: { readonly simulatorUrl: string; readonly spoolDirectory: string }): string {
  const text = readFileSync(join(recipe, 'smart-router.yaml'), 'utf8')
    .replace(/https:\/\/api\.\w+\.com\/v1/g, `${places.simulatorUrl}/v1`)
    .replace('http://127.0.0.1:9400', url)
    .replace('mode: shadow', 'mode: enforce')
    // A machine that does much else may need longer for what takes a millisecond.
    .replace('timeout_ms: 300', 'timeout_ms: 10000')
    .replace('gpt-5-mini:', 'gpt-5-mini:\n        model: sim-ok+small')
    .replace('claude-sonnet-4-5:', 'claude-sonnet-4-5:\n        model: sim-ok+large');
  return `server: { listen: "127.0.0.1:0", organization: acme, response_headers: detailed }
storage: { database_url: { env: DATABASE_URL }, spool: { directory: "${places.spoolDirectory}" } }
${text}`;
}

async function ask(body: object) {
  const answer = await fetch(`${stack.gateway.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'chat', messages: [{ role: 'user', content: 'Hello' }], ...body }),
  });
  await answer.text();
  const { headers, status } = answer;
  return { status, target: headers.get('x-router-target'), requestId: headers.get('x-request-id') ?? '' };
}

it('decides, is followed and learns how requests end, as its page says', async () => {
  const simple = await ask({});
  expect(simple).toMatchObject({ status: 200, target: 'openai/gpt-5-mini' });
  const tools = Array.from({ length: 30 }, (_, index) => ({
    type: 'function',
    function: { name: `tool_${index}`, parameters: { type: 'object' } },
  }));
  const content = 'Compare these. '.repeat(10_000);
  const demanding = await ask({ messages: [{ role: 'user', content }], tools, max_completion_tokens: 16_000 });
  expect(demanding).toMatchObject({ status: 200, target: 'anthropic/claude-sonnet-4-5' });
  await waitFor(() => printed.includes(demanding.requestId));
  expect(printed).toContain(`${simple.requestId} 200 openai/gpt-5-mini simple`);
  expect(printed).toContain(`${demanding.requestId} 200 anthropic/claude-sonnet-4-5 demanding`);
  const decisions = await waitFor(async () => {
    const { rows } = await sql<UsageRow>`
      select class_label, policy_outcome from request_routing_decisions order by class_label`.execute(stack.database);
    return rows.length === 2 && rows;
  });
  expect(decisions).toEqual([
    { class_label: 'demanding', policy_outcome: 'used' },
    { class_label: 'simple', policy_outcome: 'used' },
  ]);
});

it('answers what its page asks it, as its page says', async () => {
  const page = readFileSync(join(recipe, 'README.md'), 'utf8');
  const question = /-d '(\{[^']*"targets"[^']*\})'/.exec(page)?.[1] ?? '';
  const wanted = /```json\n(.*?)\n```/s.exec(page)?.[1] ?? '';
  const url = /listening on (\S+)/.exec(printed)?.[1];
  const asked = (token: string) =>
    fetch(`${url}/route`, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: question });
  expect(await (await asked('change-me')).json()).toEqual(JSON.parse(wanted));
  expect((await asked('another')).status).toBe(401);
});
