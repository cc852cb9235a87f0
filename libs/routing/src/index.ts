export { routingOptions, type RoutingOptions } from './options.js';
export type { Plan, Signals, Strategy } from './strategy.js';
