import type { GroupNumbers, GroupRehearsal, Rehearsal } from './rehearsal.js';
import { change, groupTitle, percent, requestCount, usd } from './rehearsal-cells.js';
import { changedShare, routingIncrease, stillServedIncrease, type Crossing } from './thresholds.js';

const shownReasons = 3;

/** What a group's row does not tell: who comes first instead of whom, who may serve no longer and why, and its doubts. */
export function groupNotes(group: GroupRehearsal): readonly string[] {
  const moves = group.moves.map(
    ({ from, to, requests }) => `${requestCount(requests)}: ${from ?? 'nobody'} → ${to ?? 'nobody'} first`,
  );
  const lost = group.targets
    .filter(({ newlyIneligible }) => newlyIneligible > 0)
    .map(
      ({ target, newlyIneligible, reasons }) =>
        `${target} may no longer serve ${requestCount(newlyIneligible)} (${reasons
          .slice(0, shownReasons)
          .map(({ reason, requests }) => `${reason} ${requests}`)
          .join(', ')})`,
    );
  const gained = group.targets
    .filter(({ newlyEligible }) => newlyEligible > 0)
    .map(({ target, newlyEligible }) => `${target} may now serve ${requestCount(newlyEligible)} that it might not`);
  const failures = group.numbers.policyFailures;
  const policy = failures === 0 ? [] : [`its policy failed and refused ${failures} requests`];
  const { level, reasons } = group.confidence;
  const doubts =
    group.state === 'rehearsed' && reasons.length > 0 ? [`confidence ${level}: ${reasons.join('; ')}`] : [];
  return [...moves, ...lost, ...gained, ...policy, ...refusedNotes(group.numbers), ...doubts];
}

/** What was left out, and whether the rehearsal can be believed. */
export function rehearsalNotes(rehearsal: Rehearsal): readonly string[] {
  const { total, sampleShare, confidence } = rehearsal;
  return [
    ...(sampleShare < 1 ? [`a sample of ${percent(sampleShare)} of the requests`] : []),
    ...leftOut(total),
    ...refusedNotes(total),
    `confidence ${confidence.level}${confidence.reasons.length > 0 ? `: ${confidence.reasons.join('; ')}` : ''}`,
    ...selfCheckNotes(rehearsal),
  ];
}

/** What is refused costs nothing: beside the sum of all stands what can be compared with what happened. */
function refusedNotes(numbers: GroupNumbers): readonly string[] {
  const { newlyRefused, cost } = numbers;
  const { then, expected } = cost.stillServed;
  if (newlyRefused === 0) return [];
  return [
    `${requestCount(newlyRefused)} would newly be refused, and cost nothing here: without ${newlyRefused === 1 ? 'it' : 'them'} ${usd(then)} then, ${usd(expected)} expected (${change(stillServedIncrease(numbers))})`,
  ];
}

/** A crossed threshold in words. */
export function crossingNote({ group, threshold, allowed, found }: Crossing): string {
  const words = (value: Crossing['found']): string =>
    typeof value === 'number' ? percent(value) : (value ?? 'not comparable');
  return `${group === undefined ? 'all groups' : groupTitleOf(group)}: --${threshold} is ${words(allowed)}, found ${words(found)}`;
}

function groupTitleOf(group: string): string {
  return groupTitle({ group, asGroup: undefined, state: 'rehearsed' });
}

function leftOut({ notRouted, withoutShape, unjudged, requests, rehearsed }: GroupNumbers): readonly string[] {
  const others = requests - rehearsed - notRouted - withoutShape - unjudged;
  return [
    ...(notRouted > 0
      ? [
          `${requestCount(notRouted)} ended before targets were chosen (limits, permissions, mistakes) and count as ended so again`,
        ]
      : []),
    ...(withoutShape > 0 ? [`${requestCount(withoutShape)} stored without a shape: not rehearsed`] : []),
    ...(unjudged > 0
      ? [`${requestCount(unjudged)} could not be judged: a word that is not kept decides about them`]
      : []),
    ...(others > 0 ? [`${requestCount(others)} of groups that are gone or not rehearsed`] : []),
  ];
}

function selfCheckNotes({ selfCheck: { billed, compared } }: Rehearsal): readonly string[] {
  const off = billed.then === 0 ? 0 : billed.again / billed.then - 1;
  const bills = `self-check: ${billed.requests} bills of ${usd(billed.then)} come to ${usd(billed.again)} again (${change(off)})`;
  if (compared === undefined)
    return [bills, 'self-check of decisions: name the configuration that was in force with --compare-config'];
  const { catalogHash, total } = compared;
  return [
    bills,
    `self-check: the configuration ${catalogHash}, rehearsed in the same way, changes ${percent(changedShare(total))} of first targets and, at its own prices, the cost by ${change(routingIncrease(total))}`,
  ];
}
