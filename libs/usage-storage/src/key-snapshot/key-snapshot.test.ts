import { readFileSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { freePort, waitFor } from '@smart-router/dev-services';
import { checkToken, hashToken } from '@smart-router/keys';
import { openDatabase } from '../open-database.js';
import { openLedger, scratchFolder, type Ledger } from '../testing/ledger.js';
import { sampleOrder } from '../testing/sample-order.js';
import { createKeyAdmin } from '../keys/create-key-admin.js';
import { openKeyDirectory, type LiveKeyDirectory } from '../keys/open-key-directory.js';
import type { KeySnapshotOptions } from './key-snapshot.js';
import { createSealer } from './seal.js';
import { writeSnapshot } from './write-snapshot.js';

const encryptionKey = 'a-word-of-the-operator';
const deed = { actor: 'test' };

let ledger: Ledger;
let database: ReturnType<typeof openDatabase>;
const open: LiveKeyDirectory[] = [];

beforeAll(async () => {
  ledger = await openLedger();
  database = openDatabase(ledger.url);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((directory) => directory.close()));
});
afterAll(async () => {
  await database.destroy();
  await ledger.drop();
});

function newFile(): string {
  return join(scratchFolder(), 'kept', 'keys.snapshot');
}

function openOn(databaseUrl: string, snapshot: KeySnapshotOptions, onProblem?: (text: string) => void) {
  const directory = openKeyDirectory({ databaseUrl, pollIntervalMs: 20, snapshot, ...(onProblem && { onProblem }) });
  open.push(directory);
  return directory;
}

async function issue(user: string) {
  const issued = await createKeyAdmin(database).issue(sampleOrder({ user }), deed);
  if (!issued.ok) throw new Error(issued.fault.message);
  return issued.value;
}

const awayUrl = async () => `postgres://nobody@127.0.0.1:${await freePort()}/none`;

/** A file with the keys there are now. */
async function writtenFile(file = newFile()): Promise<string> {
  const directory = openOn(ledger.url, { file, encryptionKey });
  await directory.loaded;
  await directory.close();
  return file;
}

test('a start without the database knows every key as the last one knew it, its owners’ limits included', async () => {
  const { token } = await issue('kept');
  await ledger.query(`update users set rpm = 7 where name = 'kept'`);
  const file = newFile();
  const first = openOn(ledger.url, { file, encryptionKey });
  await waitFor(() => first.find(hashToken(token)) !== undefined);
  await first.close();
  const second = openOn(await awayUrl(), { file, encryptionKey });
  await second.loaded;
  expect(second.find(hashToken(token))).toEqual(first.find(hashToken(token)));
  expect(second.find(hashToken(token))?.caller.owners).toMatchObject([{ kind: 'user', limits: { rpm: 7 } }]);
  expect(checkToken(token, second, Date.now())).toMatchObject({ ok: true, value: { user: 'kept' } });
  const { refreshedAt, ...state } = second.state();
  expect(state).toMatchObject({ connected: false, source: 'snapshot', snapshot: { asOfMs: refreshedAt } });
});

test('a change is in the file soon, without a restart', async () => {
  const file = newFile();
  const running = openOn(ledger.url, { file, encryptionKey });
  await waitFor(() => running.state().snapshot.asOfMs);
  const { token, view } = await issue('suspended-later');
  await createKeyAdmin(database).change(view.tokenId, 'suspend', deed);
  await waitFor(() => running.find(hashToken(token))?.status === 'suspended');
  const seen = Date.now();
  await waitFor(() => (running.state().snapshot.asOfMs ?? 0) >= seen);
  const next = openOn(await awayUrl(), { file, encryptionKey });
  await next.loaded;
  expect(next.find(hashToken(token))?.status).toBe('suspended');
});

test('a token that a snapshot may not know yet is not called unknown; what is no token of ours is', async () => {
  const away = openOn(await awayUrl(), { file: await writtenFile(), encryptionKey });
  await away.loaded;
  const { token } = await issue('issued-meanwhile');
  expect(checkToken(token, away, Date.now())).toMatchObject({ fault: { type: 'not-ready' } });
  expect(checkToken('rtr_made_up', away, Date.now())).toMatchObject({ fault: { type: 'unauthorized' } });
});

test('the database comes first: a key that the file still lets in is judged by the database', async () => {
  const { token, view } = await issue('revoked-after-the-file');
  const file = await writtenFile();
  await createKeyAdmin(database).change(view.tokenId, 'revoke', deed);
  const directory = openOn(ledger.url, { file, encryptionKey });
  await directory.loaded;
  expect(directory.state()).toMatchObject({ source: 'database', connected: true });
  expect(checkToken(token, directory, Date.now())).toMatchObject({ fault: { type: 'unauthorized' } });
});

test('the file holds no token and no readable hash, is for its owner only, and leaves no drafts', async () => {
  const { token } = await issue('secret');
  const file = await writtenFile();
  const bytes = readFileSync(file);
  expect([token, hashToken(token), 'secret'].filter((text) => bytes.includes(text))).toEqual([]);
  expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
  expect((statSync(dirname(file)).mode & 0o777).toString(8)).toBe('700');
  expect(readdirSync(dirname(file))).toEqual(['keys.snapshot']);
});

const hourMs = 3_600_000;
const dated = async (file: string, asOfMs: number) =>
  writeSnapshot(file, (await createSealer(encryptionKey))(), { records: [], asOfMs });

test.each<[string, (file: string) => unknown, Partial<KeySnapshotOptions>, string]>([
  ['of another key', () => undefined, { encryptionKey: 'another' }, 'it was written with another encryption key'],
  ['cut short', (file) => truncateSync(file, statSync(file).size - 20), {}, 'cut short or changed'],
  ['tampered with', (file) => writeFileSync(file, flipped(readFileSync(file))), {}, 'cut short or changed'],
  ['of another program', (file) => writeFileSync(file, '{}'), {}, 'it is not a key snapshot'],
  [
    'too old',
    (file) => dated(file, Date.now() - 3 * hourMs),
    { maxAgeMs: 2 * hourMs },
    'at most 0.1 days old, got 0.1',
  ],
  ['of the future', (file) => dated(file, Date.now() + 3 * hourMs), {}, 'it should be of the past, got 2'],
  ['a folder', () => undefined, { file: '/' }, 'it cannot be read: EISDIR'],
])('a file that is %s is refused in one line and treated as absent', async (_flaw, harm, change, reason) => {
  const file = await writtenFile();
  await harm(file);
  const problems: string[] = [];
  const directory = openOn(await awayUrl(), { file, encryptionKey, ...change }, (text) => problems.push(text));
  const ofSnapshot = () => problems.filter((text) => text.includes('snapshot'));
  await waitFor(() => ofSnapshot().length > 0);
  expect(ofSnapshot()).toEqual([expect.stringContaining(`the key snapshot ${change.file ?? file} is not used: `)]);
  expect(ofSnapshot()[0]).toContain(reason);
  expect(directory.ready()).toBe(false);
  expect(directory.state()).toMatchObject({ source: 'nowhere', snapshot: { asOfMs: undefined } });
});

test('no file yet is no problem, and the directory waits for the database', async () => {
  const problems: string[] = [];
  const away = openOn(await awayUrl(), { file: newFile(), encryptionKey }, (text) => problems.push(text));
  await waitFor(() => problems.length > 0);
  expect(problems.filter((text) => text.includes('snapshot'))).toEqual([]);
  expect(away.ready()).toBe(false);
});

test('a file that cannot be written harms nobody and is told of once', async () => {
  const blocked = `${await writtenFile()}/below-a-file`;
  const problems: string[] = [];
  const directory = openOn(ledger.url, { file: blocked, encryptionKey }, (text) => problems.push(text));
  await waitFor(() => directory.state().snapshot.problem);
  const { token } = await issue('unwritten');
  await waitFor(() => directory.find(hashToken(token)) !== undefined);
  await directory.close();
  expect(problems).toEqual([expect.stringContaining('below-a-file cannot be written: ')]);
});

function flipped(bytes: Buffer): Buffer {
  const middle = bytes.length >> 1;
  return Buffer.from(bytes.map((byte, index) => (index === middle ? byte ^ 0x10 : byte)));
}
