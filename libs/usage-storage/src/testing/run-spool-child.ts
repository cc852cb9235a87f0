import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { scratchFolder } from './ledger.js';

/** Bundles the child program once; returns its file. */
export function bundleSpoolChild(): string {
  const file = join(scratchFolder(), 'spool-child.mjs');
  const esbuild = require.resolve('esbuild/bin/esbuild');
  const flags = [
    '--bundle',
    '--platform=node',
    '--format=esm',
    '--conditions=@smart-router/source',
    `--outfile=${file}`,
  ];
  execFileSync(esbuild, [join(__dirname, 'spool-child.ts'), ...flags, '--log-level=error']);
  return file;
}

/** Runs the child until it answered `count` requests, kills it with SIGKILL, and returns what it had answered. */
export async function killAfter(
  file: string,
  run: { readonly directory: string; readonly count: number },
): Promise<readonly string[]> {
  const child = spawn(process.execPath, [file, run.directory], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (bytes: Buffer) => {
    said += bytes.toString();
    if (said.split('\n').length > run.count) child.kill('SIGKILL');
  });
  await once(child, 'close');
  return said.split('\n').slice(0, -1); // the last one may be half said
}
