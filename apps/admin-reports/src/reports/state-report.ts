import { succeed } from '@smart-router/core';
import type { LedgerState } from '@smart-router/usage-storage';
import { shownDuration } from '../format/format-time.js';
import type { FigureCard, Finding, Report } from './report.js';

/** How far the ledger is: what is stored, added up and final. */
export const stateReport: Report = {
  ...{ name: 'state', title: 'System state', section: 'Administration', permission: 'reports:read' },
  lead: 'How fresh the numbers are, and how far usage is added up.',
  controls: { hasPeriod: false, filters: [] },
  load: async ({ house, viewer }) => {
    const state = await house.reports.state({ scope: viewer.scopeFor('reports:read') });
    return succeed({
      cards: cardsOf(state),
      findings: findingsOf(state, house.now()),
      tables: [
        {
          ...{
            name: 'rollups',
            title: 'Added up',
            about: 'What is final never changes again; what comes late is added as a correction.',
          },
          columns: [
            { name: 'period', title: 'By', kind: 'text' },
            { name: 'windows', title: 'Windows', kind: 'count' },
            { name: 'reaches_to', title: 'Reaches to (UTC)', kind: 'minute' },
            { name: 'final_to', title: 'Final to (UTC)', kind: 'minute' },
            { name: 'last_computed_at', title: 'Last added up (UTC)', kind: 'minute' },
            { name: 'last_finalised_at', title: 'Last made final (UTC)', kind: 'minute' },
            { name: 'corrections', title: 'Corrections', kind: 'count' },
          ],
          rows: state.rollups.map((rollup) => ({
            cells: [
              ...[rollup.period, BigInt(rollup.windows), rollup.reachesTo, rollup.finalTo],
              ...[rollup.lastComputedAt, rollup.lastFinalisedAt, rollup.corrections],
            ],
          })),
          empty: 'Nothing is added up yet: the gateway does it, or smart-router rollup run.',
        },
      ],
    });
  },
};

function cardsOf(state: LedgerState): readonly FigureCard[] {
  return [
    {
      name: 'newest_request_at',
      title: 'Newest request (UTC)',
      kind: 'time',
      value: state.newestRequestAt,
      more: 'neutral',
    },
    {
      name: 'newest_stored_at',
      title: 'Last stored (UTC)',
      kind: 'time',
      value: state.newestStoredAt,
      more: 'neutral',
    },
    {
      ...{
        name: 'storing_lag_ms',
        title: 'Stored after',
        kind: 'milliseconds',
        value: state.storingLagMs,
        more: 'bad',
      },
      hint: 'how long after their end the newest requests were stored, at most',
    },
  ];
}

/** Gateways add up every few minutes, and an hour is added up when it is over. */
const largeLagMs = 3 * 3_600_000;
const slowStoringMs = 60_000;

function findingsOf({ rollups, storingLagMs, newestRequestAt }: LedgerState, now: number): readonly Finding[] {
  const hourly = rollups.find(({ period }) => period === 'hour');
  const behindMs = now - (hourly?.reachesTo ?? newestRequestAt ?? now);
  return [
    ...(behindMs <= largeLagMs
      ? []
      : [notice(`Usage by hours reaches to ${shownDuration(behindMs)} ago: is a gateway running that adds up?`)]),
    ...(storingLagMs === undefined || storingLagMs <= slowStoringMs
      ? []
      : [notice(`Requests were stored up to ${shownDuration(storingLagMs)} after their end: was the database away?`)]),
  ];
}

function notice(text: string): Finding {
  return { severity: 'notice', text };
}
