/** Failures in a row after which a policy is left alone. */
const maxFailures = 5;

/** For how long, in milliseconds; then one run is tried. */
const pauseMs = 10_000;

/**
 * What a run says of its policy. `failing`: after a few in a row it is left alone · `alive`: it decided, or failed at this
 * question · `nothing`: it had no turn or was given up.
 */
export type RunSays = 'failing' | 'alive' | 'nothing';

/** Leaves a policy alone that fails again and again, and tries it once in a while. */
export interface Circuit {
  /** A run that may start now; `undefined` where none may. Whoever starts one notes how it ended. */
  admit(nowMs: number): AdmittedRun | undefined;
}

/** A run that may start. */
export interface AdmittedRun {
  /** Of what it says of the policy: where it was to try it and says nothing, the next one tries. */
  note(says: RunSays, nowMs: number): void;
}

/** A closed circuit. */
export function createCircuit(rules: { readonly maxFailures: number; readonly pauseMs: number } = defaults): Circuit {
  let failures = 0;
  let pausedUntilMs = 0;
  const runOf = (isTrial: boolean): AdmittedRun => ({
    note(says, nowMs) {
      if (says === 'nothing') {
        if (isTrial) pausedUntilMs = nowMs;
        return;
      }
      failures = says === 'alive' ? 0 : failures + 1;
      if (failures >= rules.maxFailures) pausedUntilMs = nowMs + rules.pauseMs;
    },
  });
  return {
    admit(nowMs) {
      if (failures < rules.maxFailures) return runOf(false);
      if (nowMs < pausedUntilMs) return undefined;
      // The one that is tried: whoever comes while it runs finds the pause begun anew.
      pausedUntilMs = nowMs + rules.pauseMs;
      return runOf(true);
    },
  };
}

const defaults = { maxFailures, pauseMs };
