// Lets Claude Code and Codex do tool tasks through the router, over targets of every dialect, and says what came of it.
//   node tools/e2e/agents/run-agents.mjs [--clients <folder with their node_modules>] [--only claude|codex] [--verbose]
// Needs `npm ci`; without --clients it installs the two clients from the npm registry into a temporary folder.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { clients, packages } from './clients.mjs';

const { values: options } = parseArgs({
  options: { clients: { type: 'string' }, only: { type: 'string' }, verbose: { type: 'boolean', default: false } },
});
const root = new URL('../../../', import.meta.url).pathname;
const taskTimeoutMs = 120_000;
const startTimeoutMs = 120_000;

const work = await mkdtemp(join(tmpdir(), 'agents-'));
const clientFolder = options.clients ?? (await installClients());
const stack = await startStack();
let failures = 0;
try {
  for (const name of Object.keys(clients).filter((client) => options.only === undefined || client === options.only)) {
    for (const model of ['sim-chat', 'sim-responses', 'sim-messages']) {
      for (const task of tasksOf(clients[name])) failures += (await runTask(name, model, task)) ? 0 : 1;
    }
  }
} finally {
  stack.kill('SIGINT');
  await rm(work, { recursive: true, force: true });
}
console.log(failures === 0 ? 'all tasks done' : `${failures} tasks failed`);
process.exit(failures === 0 ? 0 : 1);

/** Each task needs its results to come back to the model: the simulated provider quotes them in its last words. */
function tasksOf(client) {
  return [
    {
      name: 'two parallel calls',
      prompt: `Read both. ${client.shell('cat one.txt')} ${client.shell('cat two.txt')}`,
      expected: ['first secret', 'second secret'],
    },
    {
      name: 'a namespaced tool beside a shell call',
      prompt: `Look it up. ${client.weather('Oslo')} ${client.shell('cat one.txt')}`,
      expected: ['sunny in Oslo', 'first secret'],
    },
  ];
}

async function runTask(clientName, model, task) {
  const folder = await mkdtemp(join(work, 'task-'));
  await mkdir(join(folder, 'home'));
  await writeFile(join(folder, 'one.txt'), 'the first secret\n');
  await writeFile(join(folder, 'two.txt'), 'the second secret\n');
  const { base_url: baseUrl, token } = JSON.parse(await readFile(join(work, 'data/quickstart.json'), 'utf8'));
  const answerFile = join(folder, 'answer.txt');
  const home = join(folder, 'home');
  const command = clients[clientName].command({ baseUrl, token, model, prompt: task.prompt, home, answerFile });
  const { code, stdout, output } = await run(
    join(clientFolder, 'node_modules/.bin', command.program),
    command.arguments,
    {
      cwd: folder,
      env: { PATH: process.env.PATH, ...command.env },
    },
  );
  const answer = await readFile(answerFile, 'utf8').catch(() => stdout);
  const missing = task.expected.filter((words) => !answer.includes(words));
  const done = code === 0 && missing.length === 0;
  console.log(`${done ? 'done  ' : 'FAILED'} ${clientName} over ${model}: ${task.name}`);
  if (!done) console.log(`  exit code ${code}, not said: ${missing.join(', ') || 'nothing'}`);
  if (!done || options.verbose) console.log(output.replaceAll(/^/gm, '    '));
  return done;
}

function run(program, words, settings) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { ...settings, stdio: ['ignore', 'pipe', 'pipe'], timeout: taskTimeoutMs });
    let stdout = '';
    let output = '';
    child.stdout.on('data', (data) => {
      stdout += data;
      output += data;
    });
    child.stderr.on('data', (data) => (output += data));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, output }));
  });
}

async function installClients() {
  const folder = join(work, 'clients');
  const { code, output } = await run('npm', ['install', '--no-audit', '--no-fund', '--prefix', folder, ...packages], {
    cwd: work,
    env: process.env,
  });
  if (code !== 0) throw new Error(`the clients could not be installed:\n${output}`);
  return folder;
}

/** The quickstart on a free port; resolves once it wrote its token. */
async function startStack() {
  const data = join(work, 'data');
  const child = spawn('node', ['tools/quickstart/start.mjs', '--port', '0', '--reports-port', '0', '--data', data], {
    cwd: root,
  });
  let output = '';
  child.stdout.on('data', (text) => (output += text));
  child.stderr.on('data', (text) => (output += text));
  for (const deadline = Date.now() + startTimeoutMs; Date.now() < deadline; await pause(200)) {
    if (child.exitCode !== null) throw new Error(`the quickstart ended:\n${output}`);
    if (await readFile(join(data, 'quickstart.json')).catch(() => undefined)) return child;
  }
  child.kill('SIGINT');
  throw new Error(`the quickstart did not start:\n${output}`);
}
