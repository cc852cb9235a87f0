import { createCircuit, type Circuit } from './circuit.js';

const rules = { maxFailures: 3, pauseMs: 1_000 };

const mayRun = (circuit: Circuit, atMs: number): boolean => circuit.admit(atMs) !== undefined;

/** A circuit that is open since the moment 2. */
function openCircuit(): Circuit {
  const circuit = createCircuit(rules);
  for (const at of [0, 1, 2]) circuit.admit(at)?.note('failing', at);
  return circuit;
}

it('leaves a policy alone after failures in a row, and tries one run when the pause is over', () => {
  const circuit = openCircuit();
  expect([mayRun(circuit, 3), mayRun(circuit, 1_001)]).toEqual([false, false]);
  const trial = circuit.admit(1_002);
  expect(mayRun(circuit, 1_003)).toBe(false);
  trial?.note('failing', 1_010);
  expect(mayRun(circuit, 2_009)).toBe(false);
  circuit.admit(2_010)?.note('alive', 2_020);
  expect([mayRun(circuit, 2_021), mayRun(circuit, 2_022)]).toEqual([true, true]);
});

it('tries the next run where the one that was tried says nothing', () => {
  const circuit = openCircuit();
  circuit.admit(1_002)?.note('nothing', 1_010);
  circuit.admit(1_010)?.note('alive', 1_020);
  expect([mayRun(circuit, 1_021), mayRun(circuit, 1_022)]).toEqual([true, true]);
});

it('is not left alone any shorter for runs from before, which says nothing', () => {
  const circuit = createCircuit(rules);
  const before = circuit.admit(0);
  for (const at of [0, 1, 2]) circuit.admit(at)?.note('failing', at);
  before?.note('nothing', 3);
  expect([mayRun(circuit, 4), mayRun(circuit, 1_001)]).toEqual([false, false]);
});

it('forgets failures once a run has served', () => {
  const circuit = createCircuit(rules);
  for (const says of ['failing', 'failing', 'alive', 'failing', 'failing'] as const) circuit.admit(0)?.note(says, 0);
  expect(mayRun(circuit, 0)).toBe(true);
});
