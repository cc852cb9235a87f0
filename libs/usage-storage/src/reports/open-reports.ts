import { randomBytes } from 'node:crypto';
import { succeed } from '@smart-router/core';
import { findRequest } from './find-request.js';
import { openSnapshots, type SnapshotOptions } from './open-snapshots.js';
import { readRequests } from './read-requests.js';
import { noUsage, readUsage } from './read-usage.js';
import type { Reports, UsageQuestion } from './reports.js';
import type { Scope } from './scope.js';

/** How reports read. */
export interface ReportsOptions extends SnapshotOptions {
  /** Seals cursors; processes that share it accept each other's. Default: one of this process's own. */
  readonly cursorKey?: string;
}

const defaultValuesLimit = 100;

/** Opens the reports of a ledger. Nobody's scope is answered without asking the database. */
export function openReports(databaseUrl: string, options: ReportsOptions = {}): Reports {
  const snapshots = openSnapshots(databaseUrl, options);
  const cursorKey = options.cursorKey ?? randomBytes(32).toString('hex');
  const usage: Reports['usage'] = async (question) =>
    seesNothing(question.scope) ? noUsage(question) : snapshots.read((ask) => readUsage(ask, question));
  return {
    usage,
    values: async ({ dimension, limit = defaultValuesLimit, ...about }) => {
      const question: UsageQuestion = {
        ...{ ...about, filter: {}, groupBy: [dimension], limit },
        ...{ orderBy: 'requests', measures: ['requests'] },
      };
      return (await usage(question)).rows.map(({ keys }) => keys[0]);
    },
    requests: async (question) =>
      seesNothing(question.scope)
        ? succeed({ requests: [], nextCursor: undefined })
        : snapshots.read((ask) => readRequests(ask, question, cursorKey)),
    request: async (requestId, scope) => {
      if (seesNothing(scope)) return undefined;
      const startedAt = await snapshots.read((ask) => findRequest(ask, requestId, scope));
      return startedAt === undefined ? undefined : { requestId };
    },
    close: () => snapshots.close(),
  };
}

function seesNothing(scope: Scope): boolean {
  return scope !== 'everything' && scope.length === 0;
}
