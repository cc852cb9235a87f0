import {
  readLastStored,
  readRollupStatus,
  readSpoolStatus,
  type LastStored,
  type RollupStatus,
  type SpoolStatus,
} from '@smart-router/usage-storage';
import { reasonOf, UsageError, type CommandIo } from './command-io.js';
import { instantDate, instantText } from './instant.js';
import { spoolsOf, type LedgerOptions } from './ledger-options.js';
import { withDatabase } from './operator-options.js';
import { printJson } from './print-json.js';
import { printTable } from './print-table.js';
import { rollupEntries, rollupTable } from './rollup-print.js';

type DatabaseStatus =
  | { readonly state: 'reachable'; readonly last: LastStored | undefined; readonly rollups: readonly RollupStatus[] }
  | { readonly state: 'unreachable'; readonly reason: string };

/** Shows the spools, and the database if it is there: a status is asked for when it is not. */
export async function ledgerStatus(options: LedgerOptions, io: CommandIo): Promise<void> {
  const spools = await Promise.all(spoolsOf(options, io).map(readSpoolStatus));
  const database = await databaseStatus(options, io);
  io.say(options.format === 'json' ? printJson(entryOf(spools, database)) : textOf(spools, database));
  if (database.state === 'unreachable') io.endWith(1);
}

async function databaseStatus(options: LedgerOptions, io: CommandIo): Promise<DatabaseStatus> {
  try {
    return await withDatabase(options, io, async (database) => {
      const [last, rollups] = [await readLastStored(database), await readRollupStatus(database)];
      return { state: 'reachable', last, rollups };
    });
  } catch (error) {
    if (error instanceof UsageError) throw error;
    return { state: 'unreachable', reason: reasonOf(error) };
  }
}

function entryOf(spools: readonly SpoolStatus[], database: DatabaseStatus): unknown {
  return {
    spools: spools.map(({ directory, folders, rejected }) => ({
      ...{ directory, rejected },
      folders: folders.map(({ path, writerId, state, lines, bytes, oldestAt }) => ({
        ...{ path, writerId, state, lines, bytes, oldestAt: instantDate(oldestAt) },
      })),
    })),
    database:
      database.state === 'unreachable'
        ? database
        : {
            state: database.state,
            lastStored: database.last && {
              storedAt: instantDate(database.last.storedAt),
              startedAt: instantDate(database.last.startedAt),
              slowestMs: database.last.slowestMs,
            },
            rollups: rollupEntries(database.rollups),
          },
  };
}

function textOf(spools: readonly SpoolStatus[], database: DatabaseStatus): string {
  return [...spools.map(spoolText), databaseText(database)].join('\n');
}

function spoolText({ directory, folders, rejected }: SpoolStatus): string {
  const rejections = rejected === 0 ? '' : `${rejected} rejected records in ${directory}/rejected.jsonl\n`;
  if (folders.length === 0) return `spool ${directory}: empty\n${rejections}`;
  const rows = folders.map(({ writerId, state, lines, bytes, oldestAt }) => [
    ...[writerId, state, lines, bytes],
    instantText(oldestAt),
  ]);
  return `spool ${directory}:\n${printTable(['writer', 'state', 'lines', 'bytes', 'oldest'], rows)}${rejections}`;
}

function databaseText(database: DatabaseStatus): string {
  if (database.state === 'unreachable') return `database: cannot be read: ${database.reason}\n`;
  const { last, rollups } = database;
  const stored = last
    ? `last request ${instantText(last.startedAt)}, last stored ${instantText(last.storedAt)}, slowest of the newest ${last.slowestMs} ms`
    : 'nothing stored yet';
  return `database: reachable, ${stored}\n\n${rollupTable(rollups)}`;
}
