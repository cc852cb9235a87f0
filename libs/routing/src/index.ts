export { canaryShare, type Canary, type CanaryState } from './canary/canary.js';
export { canaryOptions } from './canary/canary-options.js';
export { canaryWeights } from './canary/canary-weights.js';
export { judgeCanary, type CanaryVerdict } from './canary/judge-canary.js';
export { toCanary } from './canary/to-canary.js';
export type { Formula } from './expression/expression.js';
export { choosePlan } from './choose-plan.js';
export { complexityBucket, complexityOf } from './complexity.js';
export type { AttemptEnd } from './observations/attempt-end.js';
export { createObservationStore, type ClosedSlot, type ObservationStore } from './observations/observation-store.js';
export { routingOptions, type RoutingOptions } from './options.js';
export { isPolicy } from './policy.js';
export type {
  PolicyAnswer,
  PolicyKind,
  PolicyQuestion,
  RouteCaller,
  RouteContext,
  RouteDecision,
  RoutePolicy,
  RouteRequest,
  RouteTarget,
} from './policy.js';
export type { ExternalOptions, TypescriptOptions } from './policy-options.js';
export { readDecision } from './read-decision.js';
export type { StrategyName } from './strategies.js';
export type { Ordered, Plan, Signals } from './strategy.js';
