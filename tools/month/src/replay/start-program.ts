import { execFile, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const bundles = { 'smart-router': 'apps/gateway/dist/smart-router.mjs' } as const;

/** A program of the workspace that serves. */
export interface ServingProgram {
  readonly url: string;
  stop(): Promise<void>;
}

/** Bundles a program as it is shipped. */
export async function bundleProgram(name: keyof typeof bundles): Promise<void> {
  await promisify(execFile)(process.execPath, [resolve('tools/build/bundle.mjs'), name]);
}

/** Starts a bundled program and waits for the line of its log that says it is ready. */
export async function startProgram(
  name: keyof typeof bundles,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<ServingProgram> {
  const child = spawn(process.execPath, [resolve(bundles[name]), ...args], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = new Promise<number | null>((done) => child.once('exit', done));
  let last = '';
  const url = await new Promise<string>((ready, failed) => {
    void exited.then((code) => failed(new Error(`${name} ended with ${code}: ${last}`)));
    createInterface({ input: child.stderr }).on('line', (line) => {
      last = line;
      if (line.includes('"msg":"ready"')) ready((JSON.parse(line) as { url: string }).url); // the line of `serve`
    });
  });
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** Runs a bundled program to its end and returns what it printed. A finding, exit code 1, is an end like any other. */
export async function runProgram(
  name: keyof typeof bundles,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const child = spawn(process.execPath, [resolve(bundles[name]), ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (err += data.toString()));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  if (code !== 0 && code !== 1) throw new Error(`${name} ${args[0]} ended with ${code}: ${err}`);
  return out;
}
