import type { RoutePolicy } from '@smart-router/routing';

/** A policy that is only listened to is heard out: a request would not wait for it, and whoever asks why wants its word. */
export function heardOut(
  policy: RoutePolicy | undefined,
): { readonly policy: RoutePolicy; answered(): Promise<unknown> } | undefined {
  if (policy === undefined) return undefined;
  let answer: Promise<unknown> = Promise.resolve();
  return {
    policy: {
      decide: (question) => {
        const answering = policy.decide(question);
        // It never throws; if it did, the decision would tell.
        answer = answering.catch(() => undefined);
        return answering;
      },
    },
    answered: () => answer,
  };
}
