import { spawn } from 'node:child_process';
import { mkdtemp, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from '../wait-for.js';
import { guard, guardianArguments } from './guardian.js';
import { isAlive } from './process-tree.js';

test('a service that is called off stays alive when its guardian goes', async () => {
  const child = spawn('sleep', ['30'], { stdio: 'ignore' });
  guard({ pid: child.pid ?? 0, signal: 'TERM', disposable: [] })();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(isAlive(child.pid ?? 0)).toBe(true);
  child.kill();
});

test('when the owner is killed, the service ends and its disposable folder goes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'smart-router-guardian-'));
  // The owner holds the only other end of the guardian's pipe, as guard() does, and is killed without warning.
  const child = spawn('sleep', ['30'], { stdio: 'ignore' });
  const shell = guardianArguments({ pid: child.pid ?? 0, signal: 'TERM', disposable: [folder] });
  const owner = spawn(process.execPath, ['-e', ownerProgram, '--', ...shell], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => owner.stdout.once('data', resolve));
  owner.kill('SIGKILL');
  await waitFor(() => child.signalCode !== null, { what: 'the service to end' });
  await waitFor(async () => (await stat(folder).catch(() => undefined)) === undefined, { what: 'the folder to go' });
});

const ownerProgram = `
  require('node:child_process').spawn('/bin/sh', process.argv.slice(1), { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  console.log('guarding');
  setInterval(() => undefined, 1000);
`;
