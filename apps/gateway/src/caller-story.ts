import type { RequestStory } from '@smart-router/usage-storage';

/**
 * A story as its caller may read it. How providers are reached stays with the operator: accounts, credentials, the models
 * behind targets and the providers' own ids are left out. Targets go by their names only where the answers' headers name
 * them, too; what a translation changed and what targets were scored by tell of the targets, and go with it.
 */
export function callerStory(story: RequestStory, targets: 'named' | 'numbered'): RequestStory {
  const nameOf = targets === 'named' ? (target: string) => target : numbering(story);
  const named = (target: string | undefined) => (target === undefined ? undefined : nameOf(target));
  const { request, decision } = story;
  return {
    ...story,
    request: {
      ...request,
      target: named(request.target),
      notes: targets === 'named' ? request.notes : undefined,
    },
    decision: decision && {
      ...decision,
      selectedTarget: named(decision.selectedTarget),
      policy: decision.policy && { ...decision.policy, choice: named(decision.policy.choice) },
    },
    candidates: story.candidates.map((candidate) => ({
      ...candidate,
      ...{ target: nameOf(candidate.target), provider: '', model: '' },
      score: targets === 'named' ? candidate.score : undefined,
    })),
    attempts: story.attempts.map((attempt) => ({ ...attempt, ...hidden, target: named(attempt.target) })),
    upstreamShapeEvents: story.upstreamShapeEvents.map((event) => ({
      ...event,
      ...{ ...hidden, target: named(event.target) },
    })),
  };
}

const hidden = {
  provider: undefined,
  model: undefined,
  dialect: undefined,
  credentialId: undefined,
  upstreamRequestId: undefined,
} as const;

/** `target-1` is the first of the group as it was then; those no candidate names are numbered on. */
function numbering({ candidates }: RequestStory): (target: string) => string {
  const numbers = new Map(candidates.map(({ target, number }) => [target, number]));
  return (target) => {
    const number = numbers.get(target) ?? numbers.size + 1;
    numbers.set(target, number);
    return `target-${number}`;
  };
}
