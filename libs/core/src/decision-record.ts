import type { AskFacts } from './ask-facts.js';
import type { DialectName } from './dialect-name.js';
import type { FilterReason } from './filter-reason.js';

/** How a target was chosen, and by what; what the request's own record says is not said again. */
export interface DecisionRecord {
  /** As `model_groups.<name>.strategy` names it. */
  readonly strategy: string;
  /** The targets of the group that were looked at: all of them, but for what one dialect alone can do. */
  readonly candidateCount: number;
  /** Those of them that could serve the request. */
  readonly eligibleCount: number;
  /** The first of the plan; `undefined` when nobody was eligible. */
  readonly selectedTarget: string | undefined;
  /** The targets behind it in the plan. */
  readonly fallbackCount: number;
  /** What the request needs of a target, as the labels of errors, e.g. `tools`, `image`, `max_tokens`. */
  readonly needs: readonly string[];
  /** As the caller sent it. */
  readonly outputCapTokens: number | undefined;
  readonly toolSchemaBytes: number;
  /** Whether it goes on from state that one issuer alone can read. */
  readonly isIssuerBound: boolean;
  /** Whether those who sealed its latest reasoning were put first. */
  readonly prefersHome: boolean;
  /** The first number the strategy drew by chance, in millionths; `undefined` when it drew none. */
  readonly drawPerMillion: number | undefined;
  /** What became of the preference for the target that served the conversation before; `undefined` where none is kept. */
  readonly affinity: AffinityOutcome | undefined;
  /** Whether too little had been observed to score by; `undefined` where nothing is scored. */
  readonly isColdStart: boolean | undefined;
  /** `undefined` where the strategy is no policy. */
  readonly policy: PolicyRecord | undefined;
  readonly shape: RequestShape;
}

/**
 * `hit`: its last target stands first · `miss`: none is known · `ineligible`: it may not serve this request · `overruled`:
 * it may, and the strategy had another reason to put one before it.
 */
export type AffinityOutcome = 'hit' | 'miss' | 'ineligible' | 'overruled';

/** One run of an operator's policy. */
export interface PolicyRecord {
  readonly kind: 'typescript' | 'external';
  /** Which code it was: 12 hex digits of the SHA-256 of the bundle; `undefined` of a service, which is not ours to know. */
  readonly version: string | undefined;
  /** `used`: its order was followed · `fallback`: it failed, and the configured order was followed · `refused`: it failed,
   * and the request with it · `shadow`: its word was kept, not followed · `baseline`: it was not asked. */
  readonly outcome: 'used' | 'fallback' | 'refused' | 'shadow' | 'baseline';
  /** `undefined` when it was not asked, or had not answered when the record was made. */
  readonly durationMs: number | undefined;
  /** Why it failed; `undefined` when it did not, or when the caller left before it could tell. */
  readonly error: PolicyError | undefined;
  /** The target it would have first; `undefined` when it named none. */
  readonly choice: string | undefined;
  /** Its own word for what it saw, at most 64 characters of `[A-Za-z0-9_.:-]`. */
  readonly classLabel: string | undefined;
}

/**
 * Why a policy failed. `circuit-open`: it failed so often that it is left alone for a while · `busy`: no place was
 * free for it in time · `threw`: its code ended in an exception · `memory`: it went over its heap · `invalid-decision`:
 * what it returned is no decision over the targets it was given · `unreachable`, `bad-status`, `bad-answer`: of a service.
 */
export type PolicyError =
  | 'timeout'
  | 'memory'
  | 'threw'
  | 'busy'
  | 'circuit-open'
  | 'invalid-decision'
  | 'unreachable'
  | 'bad-status'
  | 'bad-answer';

/**
 * What a request was like, for a rehearsal of other targets and rules: facts without any word of its own. Lists hold words
 * the router knows; every other is `other`.
 */
export interface RequestShape extends Pick<
  AskFacts,
  'toolChoice' | 'parallelToolCalls' | 'structuredOutput' | 'prefill' | 'systemInside'
> {
  readonly modalities: readonly string[];
  readonly hostedTools: readonly string[];
  /** Top-level fields of its body that some dialect cannot take. */
  readonly lossyFields: readonly string[];
  readonly features: readonly string[];
  readonly asksReasoning: boolean;
  readonly reasoningEffort: string | undefined;
  readonly reasoningBudgetTokens: number | undefined;
  /** Whether it names something kept at a provider: only its own dialect can serve it. */
  readonly isDialectBound: boolean;
  readonly boundIssuer: string | undefined;
  readonly homeIssuer: string | undefined;
  readonly homeDialect: DialectName | undefined;
  /** The same for requests of one conversation of one key in one group; `undefined` when it was not looked for. */
  readonly conversationKey: string | undefined;
}

/** A target that was looked at, as the decision found it. */
export interface CandidateRecord {
  /** 1 for the first of those that were looked at, in the configured order. */
  readonly number: number;
  readonly target: string;
  readonly provider: string;
  readonly model: string;
  readonly dialect: DialectName;
  readonly weight: number;
  /** Why it could not serve; empty when it could. */
  readonly reasons: readonly FilterReason[];
  /** Its place in the plan, 1 for the first; `undefined` when it has none. */
  readonly place: number | undefined;
  /** Fields of the ask that its dialect has no place for; `undefined` at the caller's own dialect. */
  readonly lostFieldCount: number | undefined;
  /** What it was ordered by; `undefined` where nothing is scored. */
  readonly score: TargetScore | undefined;
}

/** What a strategy found of a target, and ordered it by. */
export type TargetScore = TermScore | WaitScore;

/** Of the strategy dynamic-score. All numbers but the count are 0 to 1, 1 the best. */
export interface TermScore {
  readonly kind: 'term';
  /** The share of first places it had at this request, by which it was ordered; 0 of who stands behind the others. */
  readonly final: number;
  /** Of the term that applied, before its weight was blended in; `undefined` in a cold start. */
  readonly live: number | undefined;
  /** The name of the term that applied. */
  readonly term: string | undefined;
  readonly observationCount: number;
  /** Whether it is over one of the thresholds, and so stands behind all that are not. */
  readonly isOverThreshold: boolean;
  readonly parts: Readonly<Record<ScoreName, number>>;
}

/** Of the strategy least-latency. */
export interface WaitScore {
  readonly kind: 'wait';
  /** The share of first places it had by chance; 0 of one that takes turns, since too little is known, or served nothing. */
  readonly final: number;
  /** The shortest wait beside its own, 0 to 1; 0 when it served nothing, `undefined` when too little is known. */
  readonly speed: number | undefined;
  /** How long a caller was expected to wait there for a served answer; `undefined` when nobody could tell. */
  readonly waitMs: number | undefined;
  readonly observationCount: number;
}

/** The names that expressions of scores may use. */
export type ScoreName = 'cost' | 'latency' | 'throughput' | 'reliability' | 'complexity' | 'eval_quality' | 'cache';
