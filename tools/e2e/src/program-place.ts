import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { testDatabase } from '@smart-router/dev-services';
import { startSimulatedProvider } from '@smart-router/simulated-provider';
import { migrate, openDatabase } from '@smart-router/usage-storage';
import { bundleGateway } from './gateway-process.js';
import { issuer, simulatorKey } from './start-stack.js';

/** What the program as it is shipped needs around it. */
export interface ProgramPlace {
  readonly folder: string;
  readonly providerUrl: string;
  /** Of somebody who may use every group. */
  readonly token: string;
  /** The environment of the program; the database it names is migrated. */
  readonly env: Readonly<Record<string, string>>;
  /** Writes a file of the folder in one step, as a deployment does; gives its path. */
  write(name: string, text: string): string;
  /** Asks a group at a gateway, hears the answer out, and gives its headers. */
  ask(gatewayUrl: string, group: string): Promise<Headers>;
  close(): Promise<void>;
}

/** Bundles the program, and makes a place for it. */
export async function openProgramPlace(): Promise<ProgramPlace> {
  await bundleGateway();
  const folder = mkdtempSync(join(tmpdir(), 'smart-router-program-'));
  const provider = await startSimulatedProvider({ key: simulatorKey });
  const { url: databaseUrl, drop } = await testDatabase();
  const database = openDatabase(databaseUrl);
  await migrate(database);
  const token = await issuer(database)({ user: 'alice', allow: ['*'] });
  await database.destroy();
  return {
    ...{ folder, token, providerUrl: provider.url },
    env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: databaseUrl, SIMULATOR_KEY: simulatorKey },
    write(name, text) {
      const file = join(folder, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(`${file}.next`, text);
      renameSync(`${file}.next`, file);
      return file;
    },
    async ask(gatewayUrl, group) {
      const answer = await fetch(`${gatewayUrl}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ model: group, messages: [{ role: 'user', content: 'Hello' }] }),
      });
      await answer.text();
      return answer.headers;
    },
    async close() {
      await provider.close();
      await drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
