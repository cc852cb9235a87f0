import type { Crew } from './crews.js';
import { openGroups, patientGroup } from './upstreams.js';

const usual = { groups: openGroups('quick'), words: 8, outputCaps: [100], beyond: 'refused', fitsPerSec: 1 } as const;

/** Slow enough that a caller of a busy machine comes too early all the same. */
const rates = { starts: 0.1, tokens: 13 } as const;

/** Callers alone with a limit that tells when to come back. */
export const patients: readonly Crew[] = [
  {
    ...{ ...usual, name: 'rpm', limits: { rpm: 1 } },
    guards: [{ kind: 'minute', bucket: 'key.rpm', measure: 'requests', limit: 1 }],
  },
  {
    // What is left of one answer leaves no room for the reservation of another.
    ...{ ...usual, name: 'tpm', limits: { tpm: 150 } },
    guards: [{ kind: 'minute', bucket: 'key.tpm', measure: 'totalTokens', limit: 150 }],
  },
  {
    ...{ ...usual, name: 'starts', shape: { requestStartPerSec: rates.starts, requestBurst: 1 } },
    guards: [
      { kind: 'rate', bucket: 'key.request_start_per_sec', measure: 'requests', perSec: rates.starts, burst: 1 },
    ],
  },
  {
    ...{ ...usual, name: 'total', shape: { totalReservedTokensPerSec: rates.tokens, totalReservedTokenBurst: 150 } },
    guards: [
      {
        ...{ kind: 'rate', bucket: 'key.total_reserved_tokens_per_sec', measure: 'totalTokens' },
        ...{ perSec: rates.tokens, burst: 150 },
      },
    ],
  },
  {
    // Two at once: the hint must be good for both.
    ...{ ...usual, name: 'both' },
    shape: {
      ...{ requestStartPerSec: rates.starts, requestBurst: 1 },
      ...{ totalReservedTokensPerSec: rates.tokens, totalReservedTokenBurst: 150 },
    },
    guards: [
      { kind: 'rate', bucket: 'key.request_start_per_sec', measure: 'requests', perSec: rates.starts, burst: 1 },
      {
        ...{ kind: 'rate', bucket: 'key.total_reserved_tokens_per_sec', measure: 'totalTokens' },
        ...{ perSec: rates.tokens, burst: 150 },
      },
    ],
  },
  { ...usual, name: 'upstream', groups: patientGroup.groups, guards: patientGroup.guards },
];
