export { choosePlan } from './choose-plan.js';
export { routingOptions, type RoutingOptions } from './options.js';
export { strategies } from './strategies.js';
export type { Plan, Signals, Strategy } from './strategy.js';
