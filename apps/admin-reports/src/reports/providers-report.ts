import { succeed } from '@smart-router/core';
import type { ProviderHealth } from '@smart-router/usage-storage';
import { shownCount } from '../format/format-number.js';
import { cellsOf, tableColumns, type LineColumn } from '../table/line-column.js';
import type { Finding, Report, ReportContext } from './report.js';

/** Health, and how long the range is that it is of. */
interface HealthLine extends ProviderHealth {
  readonly rangeMs: number;
}

const columns: readonly LineColumn<HealthLine>[] = [
  { name: 'provider', title: 'Provider', kind: 'text', of: ({ provider }) => provider },
  { name: 'model', title: 'Model', kind: 'text', of: ({ model }) => model },
  { name: 'credential', title: 'Credential', kind: 'text', of: ({ credentialId }) => credentialId },
  { name: 'attempts', title: 'Attempts', kind: 'count', hasBar: true, of: ({ attempts }) => BigInt(attempts) },
  { name: 'failed', title: 'Failures', kind: 'count', isExtra: true, of: (health) => BigInt(failedOf(health)) },
  { name: 'failed_share', title: 'Failed', kind: 'share', of: failedShareOf },
  { name: 'errors', title: 'Because of', kind: 'text', of: ({ errors }) => errorWords(errors) },
  {
    name: 'duration_p50_ms',
    title: 'Duration p50',
    kind: 'milliseconds',
    of: ({ durationP50Ms }) => wholeOf(durationP50Ms),
  },
  {
    name: 'duration_p95_ms',
    title: 'Duration p95',
    kind: 'milliseconds',
    of: ({ durationP95Ms }) => wholeOf(durationP95Ms),
  },
  { name: 'pauses', title: 'Pauses', kind: 'count', of: ({ cooldowns }) => BigInt(cooldowns) },
  { name: 'paused_ms', title: 'Paused', kind: 'milliseconds', of: ({ pausedMs }) => pausedMs || undefined },
  {
    ...{ name: 'paused_share', title: 'Of the time', kind: 'share', isExtra: true },
    of: ({ pausedMs, rangeMs }) => (pausedMs === 0 ? undefined : pausedMs / rangeMs),
  },
];

/** How providers did, attempt by attempt. */
export const providersReport: Report = {
  ...{ name: 'providers', title: 'Providers', section: 'Operations', permission: 'reports:read' },
  lead: 'How each provider, model and credential did: every attempt counts, also those that another one made up for.',
  controls: { hasPeriod: true, filters: ['provider', 'model'] },
  load: async ({ house, question, range, viewer }: ReportContext) => {
    const all = await house.reports.providersHealth({ scope: viewer.scopeFor('reports:read'), range });
    const { provider, model } = question.filter;
    const health = all.filter(
      (row) => (provider?.includes(row.provider) ?? true) && (model?.includes(row.model) ?? true),
    );
    return succeed({
      findings: health.flatMap(findingOf),
      tables: [
        {
          ...{ name: 'providers', title: 'Health by provider, model and credential', rowCount: health.length },
          columns: tableColumns(columns),
          rows: health.map((row) => ({ cells: cellsOf(columns, { ...row, rangeMs: range.to - range.from }) })),
          empty: 'No provider was asked in this range.',
        },
      ],
    });
  },
};

/** Fewer attempts than this are no pattern. */
const leastAttempts = 20;
const largeFailedShare = 0.05;

function findingOf(health: ProviderHealth): readonly Finding[] {
  const { provider, model, attempts, errors } = health;
  const failed = failedOf(health);
  if (attempts < leastAttempts || failed / attempts < largeFailedShare) return [];
  const who = `${model ?? 'A model'} of ${provider ?? 'a provider'}`;
  const text = `${who} failed ${shownCount(failed)} of ${shownCount(attempts)} attempts, most because of ${errors[0]?.errorClass ?? 'unknown'}`;
  return [{ severity: failed / attempts > 0.2 ? 'bad' : 'notice', text }];
}

function failedOf({ errors }: ProviderHealth): number {
  return errors.reduce((sum, { attempts }) => sum + attempts, 0);
}

/** One that only paused in this range was asked before it. */
function failedShareOf(health: ProviderHealth): number | undefined {
  return health.attempts === 0 ? undefined : failedOf(health) / health.attempts;
}

function errorWords(errors: ProviderHealth['errors']): string | undefined {
  if (errors.length === 0) return undefined;
  return errors.map(({ errorClass, attempts }) => `${errorClass} ${shownCount(attempts)}`).join(', ');
}

function wholeOf(durationMs: number | undefined): number | undefined {
  return durationMs === undefined ? undefined : Math.round(durationMs);
}
