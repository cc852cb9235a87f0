export { faults } from './faults/faults.js';
export type { SeenRequest } from './seen-request.js';
export {
  startSimulatedProvider,
  type SimulatedProvider,
  type SimulatedProviderOptions,
} from './start-simulated-provider.js';
