import type { GroupNumbers, GroupRehearsal } from './rehearsal.js';
import { changedShare, costIncrease, newlyIneligibleShare, p95Increase } from './thresholds.js';

const nanoUsdPerUsd = 1e9;

/** The columns of the table of groups. */
export const groupColumns = [
  ...['group', 'requests', 'rehearsed', 'changed', 'newly ineligible', 'newly eligible', 'cost then', 'at new prices'],
  ...['cost expected', 'cost', 'p95 then', 'p95 expected', 'p95', 'confidence'],
] as const;

/** A row of that table. */
export function groupCells(name: string, numbers: GroupNumbers, confidence: string): readonly string[] {
  const { cost, latency } = numbers;
  return [
    ...[name, String(numbers.requests), String(numbers.rehearsed)],
    ...[`${numbers.changed} (${percent(changedShare(numbers))})`],
    ...[`${numbers.newlyIneligible} (${percent(newlyIneligibleShare(numbers))})`, String(numbers.newlyEligible)],
    ...[usd(cost.then), usd(cost.thenAtNewPrices), usd(cost.expected), change(costIncrease(numbers))],
    ...[duration(latency.then.p95Ms), duration(latency.now.p95Ms), change(p95Increase(numbers)), confidence],
  ];
}

/** What a group is called, and what became of it. */
export function groupTitle({ group, asGroup, state }: Pick<GroupRehearsal, 'group' | 'asGroup' | 'state'>): string {
  const name = group === '' ? '(no group)' : group;
  const renamed = asGroup === undefined ? name : `${name} → ${asGroup}`;
  return state === 'rehearsed' ? renamed : `${renamed} (${state === 'gone' ? 'gone' : 'not rehearsed'})`;
}

/** A share as percent. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** An increase with its sign. */
export function change(share: number | undefined): string {
  if (share === undefined) return 'unknown';
  return `${share >= 0 ? '+' : ''}${(share * 100).toFixed(1)} %`;
}

/** An amount, to the cent; below ten cents to three digits, so that little traffic can be compared too. */
export function usd(nanoUsd: number): string {
  const amount = nanoUsd / nanoUsdPerUsd;
  const isSmall = amount > 0 && amount < 0.1;
  return `$${amount.toFixed(isSmall ? 2 - Math.floor(Math.log10(amount)) : 2)}`;
}

/** A count of requests. */
export function requestCount(requests: number): string {
  return `${requests} request${requests === 1 ? '' : 's'}`;
}

function duration(milliseconds: number | undefined): string {
  if (milliseconds === undefined) return '';
  return milliseconds < 1000 ? `${milliseconds.toFixed(0)} ms` : `${(milliseconds / 1000).toFixed(2)} s`;
}
