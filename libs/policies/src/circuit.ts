/** Failures in a row after which a policy is left alone. */
const maxFailures = 5;

/** For how long, in milliseconds; then one run is tried. */
const pauseMs = 10_000;

/** Leaves a policy alone that fails again and again, and tries it once in a while. */
export interface Circuit {
  /** Whether a run may start now. Whoever starts one notes how it ended. */
  admit(nowMs: number): boolean;
  note(outcome: 'served' | 'failed', nowMs: number): void;
}

/** A closed circuit. */
export function createCircuit(rules: { readonly maxFailures: number; readonly pauseMs: number } = defaults): Circuit {
  let failures = 0;
  let pausedUntilMs = 0;
  return {
    admit(nowMs) {
      if (failures < rules.maxFailures) return true;
      if (nowMs < pausedUntilMs) return false;
      // The one that is tried: whoever comes while it runs finds the pause begun anew.
      pausedUntilMs = nowMs + rules.pauseMs;
      return true;
    },
    note(outcome, nowMs) {
      failures = outcome === 'served' ? 0 : failures + 1;
      if (failures >= rules.maxFailures) pausedUntilMs = nowMs + rules.pauseMs;
    },
  };
}

const defaults = { maxFailures, pauseMs };
