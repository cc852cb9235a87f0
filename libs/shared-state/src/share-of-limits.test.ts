import type { AdmissionRequest } from '@smart-router/traffic-shaping';
import { shareOfAdmission, shareOfReservation } from './share-of-limits.js';

const request: AdmissionRequest = {
  ...{ leaseId: 'a', leaseMs: 1, inputTokens: 1, outputTokens: 1, costNanoUsd: 0n, nowMs: undefined },
  subjects: [
    {
      key: 'key:k_1',
      label: 'key',
      limits: { rpm: 10, tpm: 2, concurrent: 0, day: { costNanoUsd: 10n }, lifetime: { costNanoUsd: 1n, tokens: 7 } },
      shape: { requestStartPerSec: 1, inputTokenBurst: 100 },
    },
  ],
};

it('divides every limit by the replicas, at least 1, and leaves alone what limits nothing', () => {
  const [subject] = shareOfAdmission(request, 3).subjects;
  expect(subject?.limits).toMatchObject({ rpm: 3, tpm: 1, concurrent: 0, day: { costNanoUsd: 3n, tokens: 0 } });
  expect(subject?.limits.lifetime).toMatchObject({ costNanoUsd: 1n, tokens: 2 });
  expect(subject?.shape).toMatchObject({ requestStartPerSec: 1 / 3, requestBurst: 0, inputTokenBurst: 33 });
});

it('divides what guards an upstream in the same way', () => {
  const shape = { requestStartPerSec: 3, requestBurst: 2, concurrent: 8 };
  const backoff = { minMs: 1, maxMs: 1, multiplier: 1 };
  const plan = shareOfReservation(
    {
      ...{ turnId: 't', leaseMs: 1, inputTokens: 0, outputTokens: 0, nowMs: undefined },
      candidates: [
        {
          ...{ modelKey: 'm', credentialKey: 'c', shapes: [{ scope: 'provider', key: 'p', shape }] },
          backoff: {
            hintMaxMs: 1,
            rateLimit: { ...backoff, honorRetryAfter: true },
            quota: { ...backoff, honorRetryAfter: true },
            failure: { ...backoff, threshold: 1, windowMs: 1 },
          },
        },
      ],
    },
    3,
  );
  expect(plan.candidates[0]?.shapes[0]?.shape).toMatchObject({ requestStartPerSec: 1, requestBurst: 1, concurrent: 2 });
});

it('gives the only replica everything', () => {
  expect(shareOfAdmission(request, 1)).toBe(request);
});
