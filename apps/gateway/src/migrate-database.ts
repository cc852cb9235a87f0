import { migrate, openDatabase } from '@smart-router/usage-storage';

/** Brings the tables up to date and returns what ran; safe from several processes at once. */
export async function migrateDatabase(databaseUrl: string): Promise<readonly string[]> {
  const database = openDatabase(databaseUrl, { maxConnections: 1 });
  try {
    return await migrate(database);
  } finally {
    await database.destroy();
  }
}
