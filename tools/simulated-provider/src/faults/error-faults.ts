import { isOwnProof } from '../script/proof.js';
import { troubleOf, type TroubleName } from '../trouble.js';
import type { Act, Fault, Situation } from './act.js';
import { hintHeaders } from './hint-headers.js';
import { ordinary } from './ordinary.js';

/** Faults that are an error answer instead of a reply. */
export const errorFaults = {
  '429-hint-once': {
    about: '429 with `Retry-After: 2` (or `:wait-<ms>`) once, then fine',
    times: 1,
    act: (situation) => withHint(situation, 'rate-limited'),
  },
  '429-hint-lasting': {
    about: '429 with `Retry-After: 2` (or `:wait-<ms>`), always',
    act: (situation) => withHint(situation, 'rate-limited'),
  },
  '429-once': { about: '429 without a hint once, then fine', times: 1, act: refuse('rate-limited') },
  '429-lasting': { about: '429 without a hint, always', act: refuse('rate-limited') },
  '429-over': {
    about: '429 when 4 answers (or `:limit-<n>`) are under way, else fine',
    act: (situation) =>
      situation.underWay >= (situation.wish.limit ?? 4) ? refuse('rate-limited')() : ordinary(situation),
  },
  '500-once': { about: 'one 500, then fine', times: 1, act: refuse('server-error') },
  '500-lasting': { about: '500, always', act: refuse('server-error') },
  '502-lasting': { about: '502, always', act: refuse('bad-gateway') },
  '503-once': { about: 'one 503, then fine', times: 1, act: refuse('unavailable') },
  '503-lasting': { about: '503, always', act: refuse('unavailable') },
  '503-hint-lasting': {
    about: '503 with `Retry-After: 2` (or `:wait-<ms>`), always',
    act: (situation) => withHint(situation, 'unavailable'),
  },
  '503-hint-once': {
    about: '503 with `Retry-After: 2` (or `:wait-<ms>`) once, then fine',
    times: 1,
    act: (situation) => withHint(situation, 'unavailable'),
  },
  '503-for-60s': {
    about: '503 for 60 s (or `:wait-<ms>`) after the first request, then healthy',
    act: (situation) =>
      situation.sinceFirstMs < (situation.wish.waitMs ?? 60_000) ? refuse('unavailable')() : ordinary(situation),
  },
  '504-lasting': { about: '504, always', act: refuse('gateway-timeout') },
  '529': { about: '529 overloaded, always', act: refuse('overloaded') },
  '529-once': { about: '529 overloaded once, then fine', times: 1, act: refuse('overloaded') },
  '400': { about: '400 without a particular code', act: refuse('bad-request') },
  '401': { about: '401: the key is not accepted', act: refuse('unauthorized') },
  '402': { about: '402: the account has no credit', act: refuse('billing') },
  'no-quota': { about: '429 (Messages: 400) whose code says that the quota is used up', act: refuse('quota') },
  '403': { about: '403: the key may not use this', act: refuse('forbidden') },
  '404-model': { about: '404: this key knows no such model', act: refuse('model-not-found') },
  '408': { about: '408', act: refuse('request-timeout') },
  '409': { about: '409', act: refuse('conflict') },
  '413': { about: '413', act: refuse('too-large') },
  '422': { about: '422', act: refuse('unprocessable') },
  'context-length': { about: '400: the prompt is longer than the context', act: refuse('context-length') },
  'content-policy': { about: '400: the prompt violates the content policy', act: refuse('content-policy') },
  'reject-prefill': {
    about: '400 when the conversation ends with an assistant turn, else fine',
    act: (situation) => (situation.question.endsWithAssistant ? refuse('prefill')() : ordinary(situation)),
  },
  'reject-foreign-proofs': {
    about:
      '400 when reasoning was sealed by another `:issuer-<name>` or dialect, or is missing where Messages wants it, else fine',
    act: (situation) => {
      if (hasForeignProof(situation)) return refuse('foreign-proof')();
      return situation.question.thinkingMissing ? refuse('thinking-missing')() : ordinary(situation);
    },
  },
} as const satisfies Readonly<Record<string, Fault>>;

function refuse(name: TroubleName): () => Act {
  return () => ({ kind: 'error', trouble: troubleOf(name) });
}

function withHint({ wish, nowMs }: Situation, name: TroubleName): Act {
  return { kind: 'error', trouble: troubleOf(name), headers: hintHeaders(wish.hint, wish.waitMs ?? 2000, nowMs) };
}

function hasForeignProof({ question, dialect, wish }: Situation): boolean {
  return question.proofs.some((proof) => !isOwnProof({ issuer: wish.issuer, dialect: dialect.name }, proof));
}
