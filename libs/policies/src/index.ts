export type { RouteCaller, RouteContext, RouteDecision, RouteRequest, RouteTarget } from '@smart-router/routing';
