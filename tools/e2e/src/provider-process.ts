import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { ListedRequest } from '@smart-router/simulated-provider';

const root = join(__dirname, '../../..');
const program = join(root, 'tools/simulated-provider/dist/simulated-provider.mjs');

/** The simulated provider in a process of its own. */
export interface ProviderProcess {
  readonly url: string;
  /** What it saw so far, oldest first; with a label, of models whose name holds it. */
  requests(label?: string): Promise<readonly ListedRequest[]>;
  stop(): Promise<void>;
}

/** Bundles the program as it is shipped. */
export async function bundleProvider(): Promise<void> {
  await promisify(execFile)(process.execPath, [join(root, 'tools/build/bundle.mjs'), 'simulated-provider']);
}

/** Starts the bundled program on a free port; callers must show the key. */
export async function startProviderProcess(key: string): Promise<ProviderProcess> {
  const child = spawn(process.execPath, [program, '--port', '0', '--key', key], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const lines = createInterface({ input: child.stdout });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the simulated provider ended with ${code}`)));
    lines.on('line', (line) => resolve(line.slice(line.indexOf('http://'))));
  });
  // A kept connection may be closed by the one side while the other asks again.
  const headers = { authorization: `Bearer ${key}`, connection: 'close' };
  return {
    url,
    async requests(label = '') {
      const query = new URLSearchParams({ label }).toString();
      const answer = await fetch(`${url}/simulated/requests?${query}`, { headers });
      const { requests } = (await answer.json()) as { requests: readonly ListedRequest[] }; // our own provider's list
      return requests;
    },
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
