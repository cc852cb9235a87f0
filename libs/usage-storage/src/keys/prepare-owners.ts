import type { Transaction } from 'kysely';
import { fault, type Fault } from '@smart-router/core';
import type { Tables } from '../tables.js';
import type { TokenOrder } from './key-admin.js';

/** Makes the owners of a token where the order says so; the fault of the first one that is missing or not active. */
export async function prepareOwners(transaction: Transaction<Tables>, order: TokenOrder): Promise<Fault | undefined> {
  if (order.owners === 'create') await makeOwners(transaction, order);
  const { user, project } = order;
  const users = transaction.selectFrom('users').select('status').where('name', '=', user);
  const projects = transaction.selectFrom('projects').select('status').where('name', '=', project);
  const members = transaction.selectFrom('project_memberships').select('status');
  const member = members.where('user_name', '=', user).where('project_name', '=', project);
  return (
    problemOf(`user "${user}"`, await users.executeTakeFirst()) ??
    problemOf(`project "${project}"`, await projects.executeTakeFirst()) ??
    problemOf(`the membership of "${user}" in "${project}"`, await member.executeTakeFirst())
  );
}

async function makeOwners(transaction: Transaction<Tables>, { user, project }: TokenOrder): Promise<void> {
  await transaction
    .insertInto('users')
    .values({ name: user })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await transaction
    .insertInto('projects')
    .values({ name: project })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const member = { user_name: user, project_name: project };
  await transaction
    .insertInto('project_memberships')
    .values(member)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

function problemOf(owner: string, row: { readonly status: string } | undefined): Fault | undefined {
  if (row === undefined)
    return fault('not-found', `${owner} is unknown and should exist, or be created with the token`);
  if (row.status === 'active') return undefined;
  return fault('invalid-request', `${owner} should be active, and is ${row.status}`);
}
