import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { waitFor } from '../wait-for.js';
import { guard } from './guardian.js';
import { isAlive, processTree, signal } from './process-tree.js';
import type { Service } from './service.js';

/** How to start a server program, and how to see that it works. */
export interface Launch {
  /** The word errors use. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly identity?: { readonly uid: number; readonly gid: number } | undefined;
  readonly logFile: string;
  readonly url: string;
  readonly port: number;
  readonly stopSignal: 'INT' | 'TERM';
  /** Folders to remove when this process is gone without having stopped the server. */
  readonly disposable: readonly string[];
  /** Resolves to true as soon as the server answers. */
  ready(): Promise<boolean>;
}

const startLimitMs = 60_000;
const stopLimitMs = 15_000;

/** Starts a server that ends when we do, and waits until it answers. */
export async function launch(plan: Launch): Promise<Service> {
  const child = spawnLogged(plan);
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${plan.name}: cannot start ${plan.command} (${await spawnError(child)})`);
  const release = guard({ pid, signal: plan.stopSignal, disposable: plan.disposable });
  try {
    await waitFor(async () => (await plan.ready()) || failIfEnded(child, plan), {
      timeoutMs: startLimitMs,
      what: `${plan.name} to answer on port ${plan.port}`,
    });
  } catch (error) {
    await killAll(pid, child);
    release();
    throw error;
  }
  return serviceOf(plan, child, pid, release);
}

function serviceOf(plan: Launch, child: ChildProcess, pid: number, release: () => void): Service {
  return {
    url: plan.url,
    port: plan.port,
    pid,
    pause: () => processTree(pid).forEach((each) => signal(each, 'SIGSTOP')),
    resume: () => [...processTree(pid)].reverse().forEach((each) => signal(each, 'SIGCONT')),
    async stop() {
      await stopOrKill(plan, child, pid);
      release(); // only now: whatever happens before, the guardian still ends the server
    },
    async kill() {
      await killAll(pid, child);
      release();
    },
  };
}

async function stopOrKill(plan: Launch, child: ChildProcess, pid: number): Promise<void> {
  if (hasEnded(child)) return;
  processTree(pid).forEach((each) => signal(each, 'SIGCONT'));
  signal(pid, `SIG${plan.stopSignal}`);
  await waitFor(() => hasEnded(child), { timeoutMs: stopLimitMs }).catch(() => killAll(pid, child));
}

function spawnLogged(plan: Launch): ChildProcess {
  const log = openSync(plan.logFile, 'a', 0o600);
  const child = spawn(plan.command, plan.args, {
    detached: true, // Ctrl-C reaches us first, and we decide when the server ends
    stdio: ['ignore', log, log],
    env: plan.env,
    cwd: '/',
    ...plan.identity,
  });
  closeSync(log);
  child.unref();
  return child;
}

async function spawnError(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => child.once('error', (error) => resolve(error.message)));
}

function failIfEnded(child: ChildProcess, plan: Launch): false {
  if (!hasEnded(child)) return false;
  throw new Error(`${plan.name} ended while starting: ${lastTrouble(plan.logFile)} (log: ${plan.logFile})`);
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

/** The first complaint after the last start, else the last line. */
function lastTrouble(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').trim().split('\n').slice(-20);
  return lines.find((line) => /FATAL|PANIC|error|could not/i.test(line)) ?? lines.at(-1) ?? 'it said nothing';
}

async function killAll(pid: number, child: ChildProcess): Promise<void> {
  const tree = processTree(pid);
  if (!hasEnded(child)) tree.forEach((each) => signal(each, 'SIGKILL'));
  await waitFor(() => hasEnded(child) && !tree.slice(1).some(isAlive), { what: 'killed processes to end' });
}
