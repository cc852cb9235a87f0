export { faults } from './faults/faults.js';
export type { SeenRequest } from './server/seen-request.js';
export type { ListedRequest } from './server/listed-request.js';
export {
  startSimulatedProvider,
  type SimulatedProvider,
  type SimulatedProviderOptions,
} from './server/start-simulated-provider.js';
export { type ProviderSighting } from './sighting.js';
