import { fault, refuse, succeed, type Result } from '@smart-router/core';
import { tellOutage, type LiveRequestEvidence, type RequestEvidence } from '@smart-router/usage-storage';

/** Of one key at a time; its own requests are what a caller looks up, one after the other. */
const maxOfKey = 4;

/** Of all keys together; more would only wait for the few connections there are. */
const maxAtOnce = 32;

const comeBackMs = 1000;

/** Looks requests up for their callers, so many at a time and no more. */
export interface LookUps {
  /** Refuses what is not the key's as what never was, and what cannot be known now as such. */
  find(requestId: string, keyId: string): Promise<Result<RequestEvidence>>;
}

/** Opens the look-ups of a process. Trouble is told to `onProblem`, with words that are the operator's. */
export function openLookUps(
  evidence: Pick<LiveRequestEvidence, 'ofKey'>,
  onProblem: (message: string) => void,
): LookUps {
  const underWay = new Map<string, number>();
  const outage = tellOutage(
    { lost: 'a look-up of a request failed', back: 'requests can be looked up again' },
    onProblem,
  );
  let all = 0;

  const count = (keyId: string, step: 1 | -1): void => {
    all += step;
    const left = (underWay.get(keyId) ?? 0) + step;
    if (left === 0) underWay.delete(keyId);
    else underWay.set(keyId, left);
  };
  return {
    async find(requestId, keyId) {
      if ((underWay.get(keyId) ?? 0) >= maxOfKey) return refuse(tooMany);
      if (all >= maxAtOnce) return refuse(notNow);
      count(keyId, 1);
      try {
        const found = await evidence.ofKey(requestId, keyId);
        outage.over();
        return found === undefined ? refuse(unknown) : succeed(found);
      } catch (error) {
        outage.failed(error instanceof Error ? error.message : String(error));
        return refuse(notNow);
      } finally {
        count(keyId, -1);
      }
    },
  };
}

const unknown = fault('not-found', 'this token has no such request');

const tooMany = fault('concurrency-exceeded', `a key may look up ${maxOfKey} requests at a time`, {
  retryAfterMs: comeBackMs,
});

const notNow = fault('not-ready', 'requests cannot be looked up now; try again', { retryAfterMs: comeBackMs });
