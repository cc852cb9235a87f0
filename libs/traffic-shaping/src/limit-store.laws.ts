import { adaptiveLaws } from './adaptive.laws.js';
import { admissionLaws } from './admission.laws.js';
import { historyLaws } from './history.laws.js';
import type { CreateStore } from './laws-kit.laws.js';
import { peekLaws } from './peek.laws.js';
import { probeLaws } from './probe.laws.js';
import { reservationLaws } from './reservation.laws.js';

export { probesOf } from './probe.laws.js';

/** The laws every limit store must keep, whatever it keeps its state in. */
export function limitStoreLaws(name: string, createStore: CreateStore): void {
  describe(`the limit store ${name}`, () => {
    admissionLaws(createStore);
    historyLaws(createStore);
    peekLaws(createStore);
    reservationLaws(createStore);
    probeLaws(createStore);
    adaptiveLaws(createStore);
  });
}
