import { createHash } from 'node:crypto';
import { connect, createServer } from 'node:net';
import { inspect, isDeepStrictEqual } from 'node:util';
import type { Kysely } from 'kysely';
import { checkToken, hashToken } from '@smart-router/keys';
import { freePort, waitFor } from '@smart-router/dev-services';
import { openDatabase } from '../open-database.js';
import type { Tables } from '../tables.js';
import { openLedger, type Ledger } from '../testing/ledger.js';
import { sampleOrder } from '../testing/sample-order.js';
import { createKeyAdmin } from './create-key-admin.js';
import type { IssuedToken, KeyAdmin } from './key-admin.js';
import { openKeyDirectory, type LiveKeyDirectory } from './open-key-directory.js';

const deed = { actor: 'test' };

let ledger: Ledger;
let database: Kysely<Tables>;
let admin: KeyAdmin;
let directory: LiveKeyDirectory;

beforeAll(async () => {
  ledger = await openLedger();
  database = openDatabase(ledger.url);
  admin = createKeyAdmin(database);
  // So rare a poll, that every change seen below was told by NOTIFY.
  directory = openKeyDirectory({ databaseUrl: ledger.url, pollIntervalMs: 600_000 });
  await directory.loaded;
});
afterAll(async () => {
  await directory.close();
  await database.destroy();
  await ledger.drop();
});

async function issue(user: string): Promise<IssuedToken> {
  const result = await admin.issue(sampleOrder({ user }), deed);
  if (!result.ok) throw new Error(result.fault.message);
  return result.value;
}

const answer = (token: string): string => {
  const result = checkToken(token, directory, Date.now());
  return result.ok ? 'in' : result.fault.type;
};
const untilAnswer = (token: string, expected: string): Promise<boolean> =>
  waitFor(() => answer(token) === expected, { everyMs: 5, what: `the answer ${expected}` });

describe('the key directory', () => {
  test('a new token is let in as soon as it is told, with all its settings', async () => {
    const { token, view } = await issue('new');
    await untilAnswer(token, 'in');
    const { limits, shape } = sampleOrder();
    expect(directory.find(hashToken(token))).toEqual({
      tokenHash: createHash('sha256').update(token).digest('hex'),
      status: 'active',
      ownersActive: true,
      expiresAt: view.expiresAt,
      graceUntil: undefined,
      caller: {
        ...{ tokenId: view.tokenId, keyId: view.tokenId, organization: 'acme', user: 'new', project: 'engine' },
        ...{ environment: 'prod', allow: ['default', 'team-*'], grants: ['metrics'], limits, shape },
      },
    });
  });

  test('every change of status is followed as soon as it is told', async () => {
    const { token, view } = await issue('status');
    await untilAnswer(token, 'in');
    await admin.change(view.tokenId, 'suspend', deed);
    await untilAnswer(token, 'key-suspended');
    await admin.change(view.tokenId, 'resume', deed);
    await untilAnswer(token, 'in');
    await admin.change(view.tokenId, 'disable', deed);
    await untilAnswer(token, 'key-disabled');
    await admin.change(view.tokenId, 'revoke', deed);
    await untilAnswer(token, 'unauthorized');
  });

  test.each([
    ['user', `update users set status = 'suspended' where name = 'of-user'`],
    ['project', `update projects set status = 'removed' where name = 'project-of-project'`],
    ['membership', `update project_memberships set status = 'disabled' where user_name = 'of-membership'`],
    ['deleted-membership', `delete from project_memberships where user_name = 'of-deleted-membership'`],
  ])('a token stops when its %s does', async (owner, statement) => {
    const order = sampleOrder({ user: `of-${owner}`, project: `project-of-${owner}` });
    const result = await admin.issue(order, deed);
    if (!result.ok) throw new Error(result.fault.message);
    await untilAnswer(result.value.token, 'in');
    await ledger.query(statement);
    await untilAnswer(result.value.token, 'key-disabled');
  });

  test('limits of its owners are followed as soon as they are told, whoever of the owners has some', async () => {
    const order = sampleOrder({ user: 'limited', project: 'limited', organization: 'globex' });
    const result = await admin.issue(order, deed);
    if (!result.ok) throw new Error(result.fault.message);
    const hash = hashToken(result.value.token);
    const owners = () => directory.find(hash)?.caller.owners;
    const until = (expected: unknown) =>
      waitFor(() => isDeepStrictEqual(owners(), expected), { everyMs: 5, what: `the owners ${inspect(expected)}` });
    await untilAnswer(result.value.token, 'in');
    expect(owners()).toBeUndefined();
    const project = { kind: 'project', limits: { day: { costNanoUsd: 9_007_199_254_740_993n } }, shape: undefined };
    await ledger.query(`update projects set day_cost_nano_usd = 9007199254740993 where name = 'limited'`);
    await until([project]);
    await ledger.query(`update organizations set rpm = 5, request_burst = 2 where name = 'globex'`);
    const organization = { kind: 'organization', limits: { rpm: 5 }, shape: { requestBurst: 2 } };
    await until([project, organization]);
    await ledger.query(`update users set concurrent = 0 where name = 'limited'`);
    await until([{ kind: 'user', limits: { concurrent: 0 }, shape: undefined }, project, organization]);
    await ledger.query(`update projects set day_cost_nano_usd = null where name = 'limited'`);
    await ledger.query(`update organizations set rpm = null, request_burst = null where name = 'globex'`);
    await until([{ kind: 'user', limits: { concurrent: 0 }, shape: undefined }]);
    await ledger.query(`update users set concurrent = null where name = 'limited'`);
    await until(undefined);
  });

  test('a directory that opens later knows the limits of owners, and follows an owner who is renamed', async () => {
    const result = await admin.issue(sampleOrder({ user: 'before', project: 'renaming' }), deed);
    if (!result.ok) throw new Error(result.fault.message);
    const hash = hashToken(result.value.token);
    await ledger.query(`update users set tpm = 7 where name = 'before'`);
    const later = openKeyDirectory({ databaseUrl: ledger.url, pollIntervalMs: 600_000 });
    await later.loaded;
    expect(later.find(hash)?.caller).toMatchObject({ user: 'before', owners: [{ kind: 'user', limits: { tpm: 7 } }] });
    await ledger.query(`update users set name = 'after' where name = 'before'`);
    await waitFor(() => later.find(hash)?.caller.user === 'after', { everyMs: 5 });
    expect(later.find(hash)?.caller.owners).toEqual([{ kind: 'user', limits: { tpm: 7 }, shape: undefined }]);
    await later.close();
  });

  test('a deleted token is forgotten, and the same token put back is known again', async () => {
    const { token, view } = await issue('deleted');
    await untilAnswer(token, 'in');
    await ledger.query('create table kept as select * from tokens where token_id = $1', [view.tokenId]);
    await ledger.query('delete from tokens where token_id = $1', [view.tokenId]);
    await untilAnswer(token, 'unauthorized');
    await ledger.query('insert into tokens select * from kept');
    await untilAnswer(token, 'in');
    await ledger.query(`update tokens set token_hash = $2 where token_id = $1`, [view.tokenId, hashToken('other')]);
    await untilAnswer(token, 'unauthorized');
    await untilAnswer('other', 'in');
  });

  test('a rotated pair works side by side in the grace period', async () => {
    const { token, view } = await issue('rotated');
    const result = await admin.rotate(view.tokenId, { graceMs: 60_000 }, deed);
    if (!result.ok) throw new Error(result.fault.message);
    await untilAnswer(result.value.token, 'in');
    expect(answer(token)).toBe('in');
    expect(checkToken(token, directory, Date.now() + 61_000)).toMatchObject({ fault: { type: 'key-rotated' } });
    expect(directory.find(hashToken(result.value.token))?.caller.keyId).toBe(view.keyId);
  });

  test('a lost connection is made again, and what changed meanwhile is seen', async () => {
    const { token, view } = await issue('reconnect');
    await untilAnswer(token, 'in');
    await ledger.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'smart-router key directory' and datname = current_database()`,
    );
    await waitFor(() => !directory.state().connected, { everyMs: 1 });
    expect(answer(token)).toBe('in');
    await admin.change(view.tokenId, 'suspend', deed);
    await waitFor(() => answer(token) === 'key-suspended');
    expect(directory.state()).toMatchObject({ connected: true });
  });

  test('without notifications the poll finds every change', async () => {
    const polling = openKeyDirectory({ databaseUrl: ledger.url, pollIntervalMs: 20 });
    await polling.loaded;
    await ledger.query('alter table tokens disable trigger tokens_notify');
    const { token } = await issue('polled');
    await waitFor(() => polling.find(hashToken(token)) !== undefined);
    await ledger.query('alter table tokens enable trigger tokens_notify');
    await polling.close();
  });

  test('an unreachable database makes it wait, not fail', async () => {
    const problems: string[] = [];
    const away = openKeyDirectory({
      databaseUrl: 'postgres://nobody@127.0.0.1:1/none',
      onProblem: (text) => problems.push(text),
    });
    await waitFor(() => problems.length > 0);
    expect(away.ready()).toBe(false);
    expect(away.state()).toMatchObject({ keys: 0, connected: false, source: 'nowhere', refreshedAt: undefined });
    await away.close();
  });

  test('a database that is lost is told once however often it is asked for, and once that it is there again', async () => {
    const problems: string[] = [];
    let [tries, isThere] = [0, false];
    const door = createServer((near) => {
      tries += 1;
      near.on('error', () => undefined);
      if (!isThere) return near.destroy();
      const far = connect(Number(new URL(ledger.url).port), '127.0.0.1').on('error', () => near.destroy());
      near.once('close', () => far.destroy());
      return near.pipe(far).pipe(near);
    });
    const url = new URL(ledger.url);
    url.port = String(await freePort());
    door.listen(Number(url.port), '127.0.0.1');
    const losing = openKeyDirectory({ databaseUrl: url.href, onProblem: (text) => problems.push(text) });
    await waitFor(() => tries > 4);
    expect(problems).toEqual([expect.stringMatching(/^the key directory lost the database: /)]);
    isThere = true;
    await losing.loaded;
    expect(problems[1]).toMatch(/^the key directory has the database again, after \d+ failures$/);
    expect(problems).toHaveLength(2);
    await losing.close();
    door.close();
  });
});

test('twenty thousand tokens load in pages and change one by one', async () => {
  const crowded = await openLedger();
  await crowded.query(`insert into users (name) values ('u')`);
  await crowded.query(`insert into projects (name) values ('p')`);
  await crowded.query(`insert into project_memberships (user_name, project_name) values ('u', 'p')`);
  await crowded.query(`insert into tokens (token_id, key_id, token_hash, organization, user_name, project_name, environment, allow)
    select 't' || n, 't' || n, encode(sha256(('s' || n)::bytea), 'hex'), 'acme', 'u', 'p', 'prod', '{*}' from generate_series(1, 20000) n`);
  const crowd = openKeyDirectory({ databaseUrl: crowded.url, pollIntervalMs: 600_000, timeoutMs: 60_000 });
  await crowd.loaded;
  expect(crowd.state().keys).toBe(20_000);
  expect(crowd.find(hashToken('s1'))?.caller.allow).toBe(crowd.find(hashToken('s20000'))?.caller.allow);
  await crowded.query(`update tokens set status = 'suspended' where token_id = 't777'`);
  await waitFor(() => crowd.find(hashToken('s777'))?.status === 'suspended');
  await crowd.close();
  await crowded.drop();
});
