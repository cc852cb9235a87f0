import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { waitFor } from '@smart-router/dev-services';
import { laneDialects, type LaneDialect } from '../lane-config.js';
import { simulatorKey, startStackWith, type Stack } from '../start-stack.js';
import { targetConfig, type TestTarget } from '../target-config.js';
import { parrotModels, startParrot, type ParrotProvider } from './parrot-provider.js';
import { planted, plantedBodies } from './planted.js';
import { readReports } from './read-reports.js';
import { searchDatabase } from './search-database.js';

let parrot: ParrotProvider;
let stack: Stack;
let folder: string;
const log: string[] = [];

const able = {
  ...{ input_modalities: ['text', 'image'], output_modalities: ['text'], tools: true, tool_choice: true },
  ...{ parallel_tool_calls: true, structured_outputs: true, system_messages: 'any', max_output_tokens: 4096 },
};

const modelOf = (model: string) => ({
  ...{ model, context_tokens: 1_000_000, capabilities: able },
  prices: { input_per_million_usd: 1, output_per_million_usd: 4, source: 'test', updated: '2026-11-01' },
});

const targetOf = (dialect: LaneDialect, model: string, provider: object = {}): TestTarget => ({
  ...{ dialect, model },
  provider: { ...provider, models: { simulated: modelOf(model) } },
});

const simulated = ['sim-ok', 'sim-400', 'sim-context-length', 'sim-500-lasting', 'sim-die-mid-stream'];

beforeAll(async () => {
  parrot = await startParrot();
  stack = await startStackWith(
    (places) => {
      folder = dirname(places.spoolDirectory);
      const groups = [
        ...laneDialects.flatMap((dialect) =>
          simulated.map((model) => ({ name: `${dialect}.${model}`, targets: [targetOf(dialect, model)] })),
        ),
        ...parrotModels.map((model) => ({
          name: model,
          targets: [targetOf('openai-chat', model, { base_url: `${parrot.url}/v1` })],
        })),
      ];
      return targetConfig(groups, places, { admin_listen: '127.0.0.1:0' });
    },
    { logTo: { write: (line) => void log.push(line) } },
  );
}, 60_000);
afterAll(async () => {
  await stack.close();
  await parrot.close();
});

const paths: Readonly<Record<LaneDialect, string>> = {
  'openai-chat': '/v1/chat/completions',
  'openai-responses': '/v1/responses',
  'anthropic-messages': '/v1/messages',
};

async function send(path: string, body: unknown, headers: Record<string, string> = {}): Promise<string> {
  const answer = await fetch(`${stack.gateway.url}${path}`, {
    method: 'POST',
    headers: {
      ...{ 'content-type': 'application/json', authorization: `Bearer ${stack.token}` },
      ...{ 'user-agent': planted.header, 'x-planted': planted.header, cookie: planted.header, ...headers },
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return answer.text().catch(() => ''); // a stream that breaks is an answer too
}

/** Every group from every dialect, whole and streamed. */
async function askEverything(): Promise<number> {
  const groups = [
    ...laneDialects.flatMap((dialect) => simulated.map((model) => `${dialect}.${model}`)),
    ...parrotModels,
  ];
  let asked = 0;
  for (const dialect of laneDialects) {
    for (const model of groups) {
      for (const stream of [true, false]) {
        await send(paths[dialect], { ...plantedBodies[dialect], model, stream });
        asked += 1;
      }
    }
  }
  return asked;
}

const wrongToken = (token: string): string => `${token.slice(0, -4)}${token.endsWith('aaaa') ? 'bbbb' : 'aaaa'}`;

/** What goes wrong before a body is understood, or with who sent it. */
async function askBadly(): Promise<void> {
  const [chat, group] = [paths['openai-chat'], 'openai-chat.sim-ok'];
  await send(chat, `{"model":"${group}","messages":[{"role":"user","content":"${planted.prompt}`);
  await send(chat, { model: group, messages: planted.prompt });
  await send(chat, { model: group, messages: [{ role: planted.prompt, content: planted.prompt }] });
  await send(
    chat,
    { ...plantedBodies['openai-chat'], model: group },
    { authorization: `Bearer ${wrongToken(stack.token)}` },
  );
  await send(chat, { model: group }, { authorization: `Bearer ${planted.password}` });
  await send(`/v1/${planted.path}?key=${planted.password}`, {});
  await send(`${chat}?api_key=${planted.password}`, { ...plantedBodies['openai-chat'], model: group });
  await send('/v1/messages/count_tokens', { ...plantedBodies['anthropic-messages'], model: group });
  await send('/v1/responses/input_tokens', { ...plantedBodies['openai-responses'], model: group });
}

/** What a caller is told of one of its requests. */
async function storyOf(requestId: string): Promise<string> {
  for (;;) {
    const headers = { authorization: `Bearer ${stack.token}` };
    const answer = await fetch(`${stack.gateway.url}/v1/requests/${requestId}`, { headers });
    if (answer.status !== 429 && answer.status !== 503) return answer.text();
  }
}

function textOfFolder(directory: string): string {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => join(directory, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'))
    .join('\n');
}

const secrets = (): readonly string[] => [
  ...Object.values(planted),
  ...[simulatorKey, stack.token, wrongToken(stack.token), stack.token.slice(-49)],
];

it('keeps no prompt, image, tool, answer, key or token of a request anywhere', async () => {
  const asked = await askEverything();
  await askBadly();
  const rows = await stack.usageRows(asked);
  const metrics = await (await fetch(`${stack.gateway.adminUrl}/metrics`)).text();
  const spooled = textOfFolder(folder);
  await waitFor(async () => (await (await fetch(`${stack.gateway.url}/readyz`)).text()).includes('"records":0'));

  const inDatabase = await searchDatabase(stack.database, secrets());
  expect(inDatabase.findings).toEqual([]);
  expect(inDatabase.rowCount).toBeGreaterThan(asked);
  const stories = await Promise.all(rows.map(({ request_id: id }) => storyOf(String(id))));
  const said = { log: log.join(''), metrics, stories: stories.join('\n'), files: spooled + textOfFolder(folder) };
  expect(said.log).toContain('openai-chat.sim-ok');
  expect(said.stories).toContain('"group":"openai-chat.sim-ok"');
  expect(said.metrics).toContain('smart_router_requests_total');
  expect(Object.entries(said).flatMap(([place, text]) => foundIn(place, text))).toEqual([]);
});

it('shows none of it on a page, in an export or in the API of the reports', async () => {
  const { answers, log: reportsLog } = await readReports(stack.databaseUrl);
  const paths = [...answers.keys()];
  for (const kind of [/^\/requests\/req_/, /^\/export\/.*\.csv/, /^\/export\/.*\.md/, /^\/api\/v1\//])
    expect(paths.filter((path) => kind.test(path)).length).toBeGreaterThan(3);
  const texts = [...answers, ['the log of the reports', reportsLog] as const];
  expect(texts.flatMap(([place, text]) => foundIn(place, text))).toEqual([]);
});

it('finds what is planted where it looks', async () => {
  await stack.issue({ user: 'planted-user', allow: ['*'] });
  const { findings } = await searchDatabase(stack.database, ['planted-user']);
  expect(findings.some((finding) => finding.startsWith('tokens: '))).toBe(true);
});

function foundIn(place: string, text: string): readonly string[] {
  const found = secrets().filter((secret) => text.includes(secret));
  return found.map((secret) => `${secret} in ${place}: ${around(text, secret)}`);
}

function around(text: string, secret: string): string {
  const at = text.indexOf(secret);
  return text.slice(Math.max(0, at - 300), at + 100);
}
