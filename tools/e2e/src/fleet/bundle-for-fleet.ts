import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { workspaceRoot } from '../workspace-root.js';

/** Bundles the programs that a fleet is made of, as they are shipped. */
export async function bundleForFleet(): Promise<void> {
  const programs = ['smart-router', 'simulated-provider'];
  await promisify(execFile)(process.execPath, [join(workspaceRoot, 'tools/build/bundle.mjs'), ...programs]);
}
