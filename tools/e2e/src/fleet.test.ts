import { bundleForFleet } from './fleet/bundle-for-fleet.js';
import { judgeFleet, type FleetVerdict } from './fleet/judge/judge-fleet.js';
import { runFleet } from './fleet/run-fleet.js';

/** A minute, and as much more as its oldest part needs to leave it. */
const loadMs = 66_000;

/** Ends long after a busy machine has caught up. */
const limitMs = 500_000;

let verdict: FleetVerdict;
beforeAll(async () => {
  await bundleForFleet();
  verdict = judgeFleet(await runFleet({ loadMs, multiple: 3, state: 'redis' }));
}, limitMs);

describe('three gateway processes at three times every limit, one of them killed on the way', () => {
  it('overrun no limit in any minute, period, burst, or moment', () => {
    expect(verdict.findings.overruns).toEqual([]);
    expect(verdict.crews.length).toBeGreaterThan(30);
  });

  it('refuse in the right words and only where they must, and say when to come back where that is known', () => {
    expect(verdict.findings.refusals).toEqual([]);
  });

  it('let in whoever waited as long as it was told, when nobody else took the place', () => {
    expect(verdict.findings.hints).toEqual([]);
  });

  it('give the places of a killed replica back when its leases end, and not before', () => {
    expect(verdict.findings.leases).toEqual([]);
    expect(verdict.held).toHaveLength(2);
  });

  it('leave one usage row for every answer, those of the killed replica included', () => {
    expect(verdict.findings.ledger).toEqual([]);
    expect(verdict.ledger.answeredRows).toBe(verdict.ledger.answered);
    expect(verdict.ledger.answered).toBeGreaterThan(1_000);
  });

  it('count together all the while, and end well', () => {
    expect(verdict.findings.replicas).toEqual([]);
  });
});
