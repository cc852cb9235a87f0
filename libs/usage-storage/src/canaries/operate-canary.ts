import { fault, refuse, succeed, type Fault, type Result } from '@smart-router/core';
import type { Kysely } from 'kysely';
import type { Tables } from '../tables.js';
import type { StoredCanary } from './canary-row.js';
import { changeCanary, type CanaryChange } from './change-canary.js';
import { listCanaries } from './list-canaries.js';

/** What an operator may do with a canary. */
export type CanaryDeed = 'promote' | 'rollback' | 'restart';

/** Who does it, and why. */
export interface CanaryOperator {
  readonly actor: string;
  readonly reason: string;
}

/** Replicas may change it at the same moment: then it is looked at again. */
const maxTries = 5;

/** Promotes the canary of a group by a step, takes it out, or begins it anew; returns it as it is then. */
export async function operateCanary(
  database: Kysely<Tables>,
  group: string,
  deed: CanaryDeed,
  operator: CanaryOperator,
): Promise<Result<StoredCanary>> {
  for (let tries = 0; tries < maxTries; tries += 1) {
    const [canary] = await listCanaries(database, group);
    if (canary === undefined) return refuse(fault('not-found', `no canary of group "${group}" was ever begun`));
    const problem = problemOf(canary, deed);
    if (problem !== undefined) return refuse(problem);
    if (!(await changeCanary(database, { ...changeOf(canary, deed), ...operator }))) continue;
    const [changed] = await listCanaries(database, group);
    if (changed !== undefined) return succeed(changed);
  }
  return refuse(fault('internal-error', `the canary of group "${group}" changes all the time; try again`));
}

function problemOf({ group, isRolledBack, step, steps }: StoredCanary, deed: CanaryDeed): Fault | undefined {
  if (isRolledBack && deed === 'promote')
    return fault('invalid-request', `the canary of group "${group}" was taken out: restart it first`);
  if (isRolledBack && deed === 'rollback')
    return fault('invalid-request', `the canary of group "${group}" is taken out already`);
  if (deed === 'promote' && step >= steps.length - 1)
    return fault('invalid-request', `the canary of group "${group}" is at its last step already`);
  return undefined;
}

function changeOf(from: StoredCanary, deed: CanaryDeed): Omit<CanaryChange, 'actor'> {
  if (deed === 'promote') return { from, event: 'promoted', step: from.step + 1 };
  if (deed === 'rollback') return { from, event: 'rolled-back', step: from.step };
  return { from, event: 'restarted', step: 0 };
}
