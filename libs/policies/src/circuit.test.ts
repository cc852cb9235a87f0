import { createCircuit } from './circuit.js';

const rules = { maxFailures: 3, pauseMs: 1_000 };

it('leaves a policy alone after failures in a row, and tries one run when the pause is over', () => {
  const circuit = createCircuit(rules);
  for (const at of [0, 1, 2]) {
    expect(circuit.admit(at)).toBe(true);
    circuit.note('failed', at);
  }
  expect([circuit.admit(3), circuit.admit(1_001)]).toEqual([false, false]);
  expect([circuit.admit(1_002), circuit.admit(1_003)]).toEqual([true, false]);
  circuit.note('failed', 1_010);
  expect([circuit.admit(2_009), circuit.admit(2_010)]).toEqual([false, true]);
  circuit.note('served', 2_020);
  expect([circuit.admit(2_021), circuit.admit(2_022)]).toEqual([true, true]);
});

it('forgets failures once a run has served', () => {
  const circuit = createCircuit(rules);
  for (const outcome of ['failed', 'failed', 'served', 'failed', 'failed'] as const) circuit.note(outcome, 0);
  expect(circuit.admit(0)).toBe(true);
});
