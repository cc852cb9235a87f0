import type { AffinityOutcome, PolicyRecord, TermScore, WaitScore } from '@smart-router/core';
import type { Explanation, ExplainedTarget } from './explanation.js';
import { planOf } from './plan-of.js';
import { tellingOf, type TargetNames, type Telling } from './telling.js';

/** An explanation as a short story, a sentence each. */
export function explanationWords(explanation: Explanation, targets: TargetNames): readonly string[] {
  const telling = tellingOf(targets);
  return [
    requestWords(explanation),
    ...fieldWords(explanation, telling),
    ...orderWords(explanation, telling),
    ...planWords(explanation, telling),
    ...explanation.notes,
  ];
}

function requestWords({ facts, group, requirements, purpose }: Explanation): string {
  const cap = facts.outputCap === undefined ? 'no output cap' : `at most ${facts.outputCap} out`;
  const tools = facts.toolCount === 0 ? '' : `, ${counted(facts.toolCount, 'tool')}`;
  return (
    `A ${purpose === 'compaction' ? 'compaction' : 'request'} of ${facts.dialect} to the group ${group}: ${counted(facts.estimatedInputTokens, 'token')} in as estimated, ${cap}${tools}. ` +
    `It needs ${requirements.join(', ')}.`
  );
}

function fieldWords({ targets }: Explanation, telling: Telling): readonly string[] {
  const able = targets.filter(({ reasons }) => reasons.length === 0);
  const unable = targets.filter(({ reasons }) => reasons.length > 0);
  const why = ({ reasons }: ExplainedTarget): string =>
    reasons.map(({ reason, words }) => (telling.tellsTargets ? `${words} (${reason})` : reason)).join('; ');
  return [
    `${able.length} of ${counted(targets.length, 'target')} can serve it.`,
    ...unable.map((target) => `${telling.nameOf(target)} cannot: ${why(target)}.`),
    ...(telling.tellsTargets ? able.flatMap(droppedWords) : []),
  ];
}

function droppedWords({ id, droppedFields }: ExplainedTarget): readonly string[] {
  return droppedFields.length === 0 ? [] : [`${id} would be asked without ${droppedFields.join(', ')}.`];
}

function orderWords(explanation: Explanation, telling: Telling): readonly string[] {
  const { targets, policy, canary, affinity, isColdStart, prefersHome } = explanation;
  return [
    ...(policy === undefined ? [] : [policyWords(policy, explanation, telling)]),
    ...(isColdStart === true ? ['Too little was observed to score by.'] : []),
    ...(telling.tellsTargets ? targets.flatMap((target) => scoreWords(target, telling)) : []),
    ...(canary === undefined
      ? []
      : [
          canary.sharePercent === 0
            ? `${telling.nameOf(canary)} is a canary without a share now: it was taken out, or the database has not told of it yet.`
            : `${telling.nameOf(canary)} is a canary, first for ${canary.sharePercent} % of requests.`,
        ]),
    ...chanceWords(explanation, telling),
    ...(affinity === undefined ? [] : [affinityTexts[affinity]]),
    ...(prefersHome ? ['Who sealed its latest reasoning goes before all others.'] : []),
  ];
}

function scoreWords(target: ExplainedTarget, { nameOf }: Telling): readonly string[] {
  const { score } = target;
  if (score === undefined) return [];
  return [`${nameOf(target)} ${score.kind === 'wait' ? waitWords(score) : termWords(score)}.`];
}

function waitWords({ final, speed, waitMs, observationCount }: WaitScore): string {
  const seen = `${counted(observationCount, 'attempt')} observed`;
  if (speed === undefined) return `is tried in turn, since too little is known of it; ${seen}`;
  if (waitMs === undefined) return `served nothing lately; ${seen}`;
  const wait = `is expected to serve after ${Math.round(waitMs)} ms, ${speed.toFixed(2)} as fast as the fastest`;
  return `${wait}: a share of ${final.toFixed(3)}; ${seen}`;
}

function termWords(score: TermScore): string {
  const parts = Object.entries(score.parts).map(([name, share]) => `${name} ${share.toFixed(2)}`);
  const term = score.term === undefined ? '' : ` by the term ${score.term}`;
  const over = score.isOverThreshold ? '; it is over a threshold, and stands behind all that are not' : '';
  const seen = `${counted(score.observationCount, 'attempt')} observed`;
  return `scores ${score.final.toFixed(3)}${term}: ${parts.join(', ')}; ${seen}${over}`;
}

function chanceWords({ targets, drawCount, strategy }: Explanation, { nameOf }: Telling): readonly string[] {
  if (drawCount === undefined) return [];
  const shares = targets.flatMap((target) =>
    target.firstShare === undefined ? [] : [`${nameOf(target)} ${percent(target.firstShare)}`],
  );
  return [`By ${strategy} chance decides who is first: ${shares.join(', ')}, counted over ${drawCount} draws.`];
}

const affinityTexts: Readonly<Record<AffinityOutcome, string>> = {
  hit: 'The target that served the conversation before is first.',
  miss: 'No target is known to have served the conversation before.',
  ineligible: 'The target that served the conversation before may not serve this request.',
  overruled: 'The target that served the conversation before stands behind another.',
};

const policyTexts: Readonly<Record<PolicyRecord['outcome'], string>> = {
  used: 'put the targets in order',
  fallback: 'failed, and the configured order is kept',
  refused: 'failed, and the request with it',
  shadow: 'was asked, and is not followed',
  baseline: 'was not asked',
};

function policyWords(policy: PolicyRecord, { targets }: Explanation, { nameOf }: Telling): string {
  const chosen = targets.find(({ id }) => id === policy.choice);
  const details = [
    ...(policy.durationMs === undefined ? [] : [`it took ${Math.round(policy.durationMs)} ms`]),
    ...(policy.error === undefined ? [] : [`its error is ${policy.error}`]),
    ...(chosen === undefined ? [] : [`its choice is ${nameOf(chosen)}`]),
    ...(policy.classLabel === undefined ? [] : [`its class is ${policy.classLabel}`]),
  ];
  return `The ${policy.kind} policy ${policyTexts[policy.outcome]}${details.map((detail) => `; ${detail}`).join('')}.`;
}

function planWords(explanation: Explanation, { nameOf }: Telling): readonly string[] {
  const { refusal, strategy, drawCount } = explanation;
  if (refusal !== undefined) return [`It would be refused: ${refusal.type}, ${refusal.message}.`];
  const names = planOf(explanation).map(nameOf);
  const what = drawCount === undefined ? 'The plan' : 'The plan of this draw';
  return [
    `${what} by ${strategy}: ${names.join(', then ')}.`,
    ...planOf(explanation).flatMap((target) => heldWords(target, nameOf(target))),
  ];
}

function heldWords({ held }: ExplainedTarget, name: string): readonly string[] {
  if (held === undefined) return [];
  const wait = held.retryAfterMs === undefined ? '' : `, for ${held.retryAfterMs} ms`;
  return [`${name} would be passed over now: ${held.reasons.join(', ')} (${held.buckets.join(', ')})${wait}.`];
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
