export { jitterFactor } from './backoff-curve.js';
export { adaptiveOptions, toAdaptiveConcurrency } from './adaptive-options.js';
export { backoffOptions, toBackoffRules, type BackoffOptions } from './backoff-options.js';
export { createFairLine, type Entry, type FairLine, type Place } from './fair-line.js';
export { callerLimitsOptions, toCallerLimits, type CallerLimitsOptions } from './limit-options.js';
export { dayAt, monthAt } from './calendar.js';
export type {
  AdaptiveQuestion,
  AdaptiveStanding,
  LookRequest,
  AdmissionRequest,
  AdmissionVerdict,
  BackoffChange,
  LimitKind,
  LimitStore,
  LimitSubject,
  LimitUse,
  OutcomeReport,
  PeekAnswer,
  PeekRequest,
  Renewal,
  ReservationCandidate,
  ReservationRequest,
  ReservationVerdict,
  Settlement,
  Skip,
  SubjectUse,
} from './limit-store.js';
export { isPastSoft, setLimits } from './limit-uses.js';
export { createMemoryLimitStore, type MemoryLimitStoreOptions } from './memory-limit-store.js';
export { createObservedOutputs, type ObservedOutputs } from './observed-outputs.js';
export { outcomeEffects, signsOfRoom, type OutcomeEffect, type SignOfRoom } from './outcome-effects.js';
export { outputReservation, type OutputLimits } from './output-reservation.js';
export type { KnowingVerdict, LimitHistory, Raising, SeedableLimitStore } from './seedable-limit-store.js';
export { createSeedingStore, type SeedingParts, type SeedingStore } from './seeding-store.js';
export { shapeRates, type ShapeRate } from './shape-limits.js';
export { shareOfSecond } from './share-of-second.js';
export {
  callerShapeOptions,
  toCallerShape,
  toUpstreamShape,
  upstreamShapeOptions,
  type CallerShapeOptions,
  type UpstreamShapeOptions,
} from './shape-options.js';
