import { createKeyAdmin, migrate, openDatabase } from '@smart-router/usage-storage';

/** Migrates a database, and issues the token of the load: it may use every group, and nothing limits it. */
export async function prepareDatabase(url: string): Promise<string> {
  const database = openDatabase(url);
  await migrate(database);
  const issued = await createKeyAdmin(database).issue(
    {
      ...{ organization: 'bench', user: 'load', project: 'bench', environment: 'local', allow: ['*'], grants: [] },
      ...{ labels: [], expiresAt: undefined, limits: undefined, shape: undefined, owners: 'create' },
    },
    { actor: 'bench' },
  );
  await database.destroy();
  if (!issued.ok) throw new Error(issued.fault.message);
  return issued.value.token;
}
