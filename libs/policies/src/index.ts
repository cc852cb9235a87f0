export { openExternalPolicy, type ExternalPolicy } from './external/external-policy.js';
export type { FeedbackEnd } from './external/feedback-queue.js';
export { externalUrlProblems } from './external/external-rules.js';
export type { RouteCaller, RouteContext, RouteDecision, RouteRequest, RouteTarget } from '@smart-router/routing';
export type { PolicyRouter } from './policy-router.js';
export type { PolicyNotes } from './policy-notes.js';
export { openTypescriptPolicies, type OpenPolicy } from './typescript/open-typescript-policies.js';
