import type { CallerLimits } from '@smart-router/core';
import { createKeyAdmin, type KeyAdmin, type openDatabase } from '@smart-router/usage-storage';
import { organization, teams, type Habit, type Team } from './company.js';
import type { Draws } from './draws.js';
import type { GroupName } from './models.js';

type Database = ReturnType<typeof openDatabase>;

/** Somebody's key. */
export interface Holder {
  readonly tokenId: string;
  readonly keyId: string;
  readonly organization: string;
  readonly user: string;
  readonly project: string;
  readonly environment: string;
  readonly habit: Habit;
  readonly allow: readonly GroupName[];
  readonly limits: CallerLimits | undefined;
}

const dayMs = 86_400_000;

/** Issues the keys of the company, as an operator would have done in the weeks before `at`. */
export async function issueKeys(database: Database, at: number, draws: Draws): Promise<readonly Holder[]> {
  const admin = createKeyAdmin(database, { now: () => at, randomBytes: draws.bytes });
  const holders: Holder[] = [];
  for (const team of teams) {
    for (const [index, holder] of plannedKeys(team).entries())
      holders.push(await issue(admin, holder, { expiresAt: at + (60 + 7 * index) * dayMs }));
  }
  await backdate(database, at);
  await tellLimitsOfOwners(admin);
  await stopSome(admin, holders);
  return holders;
}

type PlannedKey = Omit<Holder, 'tokenId' | 'keyId'>;

function plannedKeys({ project, people, keys }: Team): readonly PlannedKey[] {
  return keys.flatMap(({ environment, habit, count, allow, limits }) =>
    Array.from({ length: count }, (_, index) => ({
      ...{ organization, project, environment, habit, allow, limits },
      user: people[index % people.length] ?? project,
    })),
  );
}

async function issue(admin: KeyAdmin, key: PlannedKey, { expiresAt }: { readonly expiresAt: number }): Promise<Holder> {
  const { organization: company, user, project, environment, allow, limits } = key;
  const settings = { allow, grants: [], labels: [`use=${key.habit}`], expiresAt, limits, shape: undefined };
  const parts = { organization: company, user, project, environment };
  const issued = await admin.issue({ ...parts, ...settings, owners: 'create' }, { actor: 'operator' });
  if (!issued.ok) throw new Error(issued.fault.message);
  const { tokenId, keyId } = issued.value.view;
  return { ...key, tokenId, keyId };
}

/** They were not made today. */
async function backdate(database: Database, at: number): Promise<void> {
  await database
    .updateTable('tokens')
    .set({ created_at: new Date(at) })
    .where('organization', '=', organization)
    .execute();
}

async function tellLimitsOfOwners(admin: KeyAdmin): Promise<void> {
  const change = (limits: CallerLimits) => ({ rest: 'stays', limits, shape: undefined }) as const;
  const deed = { actor: 'operator' };
  await admin.setOwnerLimits({ kind: 'project', name: 'data' }, change({ day: { tokens: 4_000_000_000 } }), deed);
  await admin.setOwnerLimits(
    { kind: 'organization', name: organization },
    change({ month: { costNanoUsd: 60_000_000_000_000n } }),
    deed,
  );
}

/** Some keys are never used again; they stay last of all in the list of holders and are taken out of it. */
async function stopSome(admin: KeyAdmin, holders: Holder[]): Promise<void> {
  const suspended = holders.pop();
  const revoked = holders.pop();
  if (suspended !== undefined)
    await admin.change(suspended.tokenId, 'suspend', { actor: 'operator', reason: 'on leave' });
  if (revoked !== undefined)
    await admin.change(revoked.tokenId, 'revoke', { actor: 'operator', reason: 'left the company' });
}
