import type { StoredCanary } from '@smart-router/usage-storage';
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

/** The same for JSON. */
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
