import { adaptiveLaws } from './adaptive.laws.js';
import { admissionLaws } from './admission.laws.js';
import { historyLaws } from './history.laws.js';
import type { CreateStore } from './laws-kit.laws.js';
import type { LimitStore } from './limit-store.js';
import { peekLaws } from './peek.laws.js';
import { probeLaws, probesOf } from './probe.laws.js';
import { reservationLaws } from './reservation.laws.js';

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

/** The laws of several stores over one state, as replicas have it. */
export function sharedStateLaws(name: string, createStores: () => Promise<readonly LimitStore[]>): void {
  it(`the limit stores ${name} hand the one probe to one of many replicas`, async () => {
    expect(await probesOf(await createStores(), 30)).toEqual({ probes: 1, reserved: 1 });
  });
}
