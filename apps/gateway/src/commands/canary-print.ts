import type { RoutingEvent, StoredCanary } from '@smart-router/usage-storage';
import { printTable } from './print-table.js';

const head = ['group', 'target', 'state', 'step', 'share', 'since', 'last seen'];

/** Canaries, one a line. */
export function canaryTable(canaries: readonly StoredCanary[]): string {
  if (canaries.length === 0) return 'no canaries\n';
  const rows = canaries.map((canary) => [
    ...[canary.group, canary.target, stateOf(canary), `${canary.step + 1} of ${canary.steps.length}`],
    ...[`${shareOf(canary)} %`, canary.changedAt.toISOString(), canary.seenAt.toISOString()],
  ]);
  return printTable(head, rows);
}

const eventHead = [
  'at',
  'group',
  'target',
  'event',
  'share',
  'by',
  'why',
  'requests',
  'errors',
  'p95',
  'errors of others',
];

/** Events, one a line; a number that nobody knew stays empty. */
export function eventTable(events: readonly RoutingEvent[]): string {
  if (events.length === 0) return 'no events\n';
  const rows = events.map((event) => [
    ...[event.happenedAt.toISOString(), event.group, event.target, event.event, `${event.sharePercent} %`],
    ...[event.actor, event.condition ?? event.reason, event.requestCount?.toString(), percent(event.errorRate)],
    ...[event.p95LatencyMs === undefined ? undefined : `${event.p95LatencyMs} ms`, percent(event.baselineErrorRate)],
  ]);
  return printTable(eventHead, rows);
}

function percent(share: number | undefined): string | undefined {
  return share === undefined ? undefined : `${(share * 100).toFixed(1)} %`;
}

/** A canary for JSON. */
export function canaryEntry(canary: StoredCanary): unknown {
  const { group, target, settingsHash, steps, step, changedAt, startedAt, seenAt } = canary;
  const share = { sharePercent: shareOf(canary), state: stateOf(canary) };
  return { group, target, settingsHash, steps, step: step + 1, ...share, startedAt, changedAt, seenAt };
}

function stateOf({ isRolledBack, step, steps }: StoredCanary): string {
  if (isRolledBack) return 'rolled-back';
  return step >= steps.length - 1 ? 'last-step' : 'running';
}

function shareOf({ isRolledBack, step, steps }: StoredCanary): number {
  return isRolledBack ? 0 : (steps[step] ?? 0);
}
