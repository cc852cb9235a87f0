export { canaryShare, firstShare, type Canary, type CanaryRule, type CanaryState } from './canary/canary.js';
export { canaryNames } from './canary/canary-names.js';
export { canaryOptions, type CanaryOptions } from './canary/canary-options.js';
export { canaryWeights } from './canary/canary-weights.js';
export { judgeCanary, type CanaryVerdict } from './canary/judge-canary.js';
export { choosePlan } from './choose-plan.js';
export { complexityBucket, complexityOf } from './complexity.js';
export type { Formula } from './expression/expression.js';
export { parseCondition } from './expression/parse-expression.js';
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
export { strategies, type StrategyName } from './strategies.js';
export type { Ordered, Plan, Signals, Strategy } from './strategy.js';
