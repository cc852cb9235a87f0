/** Trouble that goes on is told again this often, in milliseconds, with how often it was met. */
const againEveryMs = 60_000;

/** What is said of an outage; a reason follows the first, a count the second. */
export interface OutageWords {
  /** e.g. `the key directory lost the database`. */
  readonly lost: string;
  /** e.g. `the key directory has the database again`. */
  readonly back: string;
}

/** Tells of trouble that is met again and again: its beginning, once a minute that it goes on, and its end. */
export interface OutageTeller {
  failed(reason: string): void;
  /** It went well; of no outage nothing is told. */
  over(): void;
}

/** Nothing has failed yet. `now` counts milliseconds and never goes back. */
export function tellOutage(
  { lost, back }: OutageWords,
  onProblem: (message: string) => void,
  now: () => number = () => performance.now(),
): OutageTeller {
  let [failures, toldAt] = [0, 0];
  return {
    failed(reason) {
      failures += 1;
      if (failures > 1 && now() - toldAt < againEveryMs) return;
      toldAt = now();
      onProblem(failures === 1 ? `${lost}: ${reason}` : `${lost}: ${reason} (${failures} failures by now)`);
    },
    over() {
      if (failures === 0) return;
      onProblem(`${back}, after ${failures} ${failures === 1 ? 'failure' : 'failures'}`);
      failures = 0;
    },
  };
}
