import { randomBytes } from 'node:crypto';
import { readRequestEvidence } from '../evidence/read-request-evidence.js';
import { compareUsage } from './compare-usage.js';
import { openSnapshots, type Ask, type SnapshotOptions } from './open-snapshots.js';
import { readKeys } from './read-keys.js';
import { readProvidersHealth } from './read-providers-health.js';
import { readQuotas } from './read-quotas.js';
import { noRequests, readRequests } from './read-requests.js';
import { readRouting } from './read-routing.js';
import { noSavings, readSavings } from './read-savings.js';
import { noSecurity, readSecurity } from './read-security.js';
import { readShaping } from './read-shaping.js';
import { readState } from './read-state.js';
import { noUsage, readUsage } from './read-usage.js';
import type { Reports } from './reports.js';
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
  const answering =
    <Question extends { readonly scope: Scope }, Value>(
      nothing: (question: Question) => Value,
      read: (ask: Ask, question: Question) => Promise<Value>,
    ) =>
    async (question: Question): Promise<Value> =>
      seesNothing(question.scope) ? nothing(question) : snapshots.read((ask) => read(ask, question));
  const usage = answering(noUsage, readUsage);
  return {
    usage,
    values: async ({ dimension, limit = defaultValuesLimit, ...about }) => {
      const { rows } = await usage({
        ...{ ...about, filter: {}, groupBy: [dimension], limit },
        ...{ orderBy: 'requests', measures: ['requests'] },
      });
      return rows.map(({ keys }) => keys[0]);
    },
    compare: answering((question) => ({ now: noUsage(question), before: noUsage(question) }), compareUsage),
    savings: answering(noSavings, readSavings),
    requests: answering(noRequests, (ask, question) => readRequests(ask, question, cursorKey)),
    request: (requestId, scope) =>
      answering(
        () => undefined,
        (ask) => readRequestEvidence(ask, { requestId, scope }),
      )({ scope }),
    providersHealth: answering(noRows, readProvidersHealth),
    shaping: answering(noRows, readShaping),
    routing: answering(() => ({ choices: [], exclusions: [], canaryEvents: [] }), readRouting),
    quotas: answering(noRows, readQuotas),
    keys: answering(noRows, readKeys),
    securityEvents: answering(noSecurity, (ask, question) => readSecurity(ask, question, cursorKey)),
    state: ({ scope }) => snapshots.read((ask) => readState(ask, scope)),
    close: () => snapshots.close(),
  };
}

const noRows = (): readonly never[] => [];

function seesNothing(scope: Scope): boolean {
  return scope !== 'everything' && scope.length === 0;
}
