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
import type { Comparison, Reports, UsageQuestion } from './reports.js';
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
  const answer = async <Value>(
    scope: Scope,
    nothing: () => Value,
    read: (ask: Ask) => Promise<Value>,
  ): Promise<Value> => (seesNothing(scope) ? nothing() : snapshots.read(read));
  return {
    usage: (question) =>
      answer(
        question.scope,
        () => noUsage(question),
        (ask) => readUsage(ask, question),
      ),
    values: async ({ dimension, limit = defaultValuesLimit, ...about }) => {
      const question: UsageQuestion = {
        ...{ ...about, filter: {}, groupBy: [dimension], limit },
        ...{ orderBy: 'requests', measures: ['requests'] },
      };
      const table = await answer(
        about.scope,
        () => noUsage(question),
        (ask) => readUsage(ask, question),
      );
      return table.rows.map(({ keys }) => keys[0]);
    },
    compare: (question) => {
      const nothing = (): Comparison => ({ now: noUsage(question), before: noUsage(question) });
      return answer(question.scope, nothing, (ask) => compareUsage(ask, question));
    },
    savings: (question) =>
      answer(
        question.scope,
        () => noSavings(question),
        (ask) => readSavings(ask, question),
      ),
    requests: (question) => answer(question.scope, noRequests, (ask) => readRequests(ask, question, cursorKey)),
    request: (requestId, scope) =>
      answer(
        scope,
        () => undefined,
        (ask) => readRequestEvidence(ask, { requestId, scope }),
      ),
    providersHealth: (question) =>
      answer(
        question.scope,
        () => [],
        (ask) => readProvidersHealth(ask, question),
      ),
    shaping: (question) =>
      answer(
        question.scope,
        () => [],
        (ask) => readShaping(ask, question),
      ),
    routing: (question) =>
      answer(
        question.scope,
        () => ({ choices: [], exclusions: [] }),
        (ask) => readRouting(ask, question),
      ),
    quotas: (question) =>
      answer(
        question.scope,
        () => [],
        (ask) => readQuotas(ask, question),
      ),
    keys: (question) =>
      answer(
        question.scope,
        () => [],
        (ask) => readKeys(ask, question),
      ),
    securityEvents: (question) => answer(question.scope, noSecurity, (ask) => readSecurity(ask, question, cursorKey)),
    state: ({ scope }) => snapshots.read((ask) => readState(ask, scope)),
    close: () => snapshots.close(),
  };
}

function seesNothing(scope: Scope): boolean {
  return scope !== 'everything' && scope.length === 0;
}
