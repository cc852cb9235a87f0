import type { Fault } from './act.js';
import { brokenFaults } from './broken-faults.js';
import { errorFaults } from './error-faults.js';
import { oddFaults } from './odd-faults.js';
import { ordinary } from './ordinary.js';

/** Every behaviour by the name behind `sim-`. */
export const faults: Readonly<Record<string, Fault>> = {
  ok: { about: 'no fault: an ordinary answer', act: ordinary },
  ...errorFaults,
  ...brokenFaults,
  ...oddFaults,
};
