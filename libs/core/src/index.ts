export type {
  AskFacts,
  BoundState,
  IssuedState,
  Modality,
  ReasoningWish,
  SealedProof,
  StoredKind,
  StoredState,
} from './ask-facts.js';
export type { Caller, Grant, OutputReserve, OwnerKind, OwnerLimits } from './caller.js';
export type {
  AffinityOutcome,
  CandidateRecord,
  DecisionRecord,
  PolicyError,
  PolicyRecord,
  RequestShape,
  ScoreName,
  TargetScore,
  TermScore,
  WaitScore,
} from './decision-record.js';
export { dialectNames, type DialectName } from './dialect-name.js';
export { faultCatalogue, type FaultOwner, type FaultRow, type FaultType } from './fault-catalogue.js';
export { fault, statusOf, type Fault, type FaultDetails, type FaultExtras } from './fault.js';
export type {
  AdaptiveConcurrency,
  BackoffCurve,
  BackoffRules,
  CallerLimits,
  CallerShape,
  QueueRules,
  Quota,
  UpstreamShape,
} from './limits.js';
export type { FilterReason } from './filter-reason.js';
export {
  billedParts,
  costOf,
  maxCostNanoUsd,
  pricesOfTier,
  type BilledKind,
  type BilledPart,
  type BilledUsage,
  type Cost,
  type CostBasis,
  type Prices,
} from './money.js';
export { editDistance, nearest, suggest } from './nearest.js';
export { noObservations, type Observations, type Observed } from './observed.js';
export type { TtlMap, UsageHistory, UsageSink, UsageSums, UsedAmounts } from './ports.js';
export { newRequestId, timeOfRequestId, type RandomBytes } from './request-id.js';
export { refuse, succeed, type Result } from './result.js';
export { Secret } from './secret.js';
export {
  scopeOfBucket,
  type CallerShapeEvent,
  type LateShapeEvents,
  type ShapeDecision,
  type ShapedUpstream,
  type UpstreamShapeEvent,
} from './shape-event.js';
export type {
  Capabilities,
  Credential,
  Endpoint,
  ReasoningCapability,
  RequestLimits,
  ScopedShape,
  Target,
  Timeouts,
  Validation,
} from './target.js';
export type { Clock, Rng } from './time.js';
export type { TimeoutPhase } from './timeout-phase.js';
export { totalInputTokens, type TokenCounts } from './token-counts.js';
export type { TraceEvent, TraceEventName } from './trace-event.js';
export type { UpstreamClass } from './upstream-class.js';
export type { AttemptRecord, UsageRecord, CountedUsage } from './usage-record.js';
