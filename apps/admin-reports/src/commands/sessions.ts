import type { Command } from 'commander';
import { openAdminStore, type AdminStore } from '@smart-router/usage-storage';
import { Refusal, UsageError, type CliIo } from '../cli-io.js';
import { databaseUrlOf } from './database-url.js';
import { refusalOf } from './refusal-of.js';

/** Adds `sessions list` and `sessions revoke`. */
export function addSessionCommands(root: Command, io: CliIo): void {
  const sessions = root.command('sessions').description('see who is signed in, and sign them out');
  sessions
    .command('list')
    .description('list the sessions that have not expired')
    .option('--database-url <url>', 'the database; DATABASE_URL when absent')
    .action(async (options: { databaseUrl?: string }) => {
      const views = await withStore(io, options.databaseUrl, (store) => store.sessions.list(io.now()));
      for (const { handle, subjects, lastSeenAt, expiresAt } of views)
        io.stdout(`${handle}  ${subjects[0]}  last seen ${textOf(lastSeenAt)}  expires ${textOf(expiresAt)}\n`);
    });
  sessions
    .command('revoke')
    .description('end one session, or all of a subject')
    .option('--session <handle>', 'the first word of a line of `sessions list`')
    .option('--subject <subject>', 'e.g. user:ada@example.com, local:ada or group:analysts')
    .option('--database-url <url>', 'the database; DATABASE_URL when absent')
    .action(async (options: { session?: string; subject?: string; databaseUrl?: string }) => {
      const whose = whoseOf(options);
      const count = await withStore(io, options.databaseUrl, (store) => store.sessions.revoke(whose));
      if (count === 0) throw new Refusal('there is no such session');
      io.stdout(`${count} session${count === 1 ? '' : 's'} ended\n`);
    });
}

function whoseOf(options: { readonly session?: string; readonly subject?: string }) {
  const { session, subject } = options;
  if (session !== undefined && subject === undefined) return { handle: session };
  if (subject !== undefined && session === undefined) return { subject };
  throw new UsageError('either --session or --subject should be given');
}

async function withStore<Value>(
  io: CliIo,
  databaseUrl: string | undefined,
  work: (store: AdminStore) => Promise<Value>,
): Promise<Value> {
  const store = openAdminStore(databaseUrlOf(io, databaseUrl));
  try {
    return await work(store);
  } catch (error) {
    throw refusalOf(error);
  } finally {
    await store.close();
  }
}

const textOf = (at: number): string => new Date(at).toISOString();
