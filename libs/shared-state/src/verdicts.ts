import type {
  AdaptiveStanding,
  AdmissionVerdict,
  BackoffChange,
  KnowingVerdict,
  LimitKind,
  ReservationVerdict,
  Skip,
} from '@smart-router/traffic-shaping';

/** Reads what the script `admit` answered: `[1, warnings]`, or `[0, kind, bucket, wait]`. */
export function readAdmission(answer: unknown): AdmissionVerdict {
  // Our own script wrote it, in one of these two shapes.
  const [isAdmitted, warnings] = answer as [number, readonly string[]];
  if (isAdmitted === 1) return warnings.length === 0 ? { kind: 'admitted' } : { kind: 'admitted', warnings };
  const [, limit, bucket, waitMs] = answer as [number, LimitKind, string, number];
  return { kind: 'refused', limit, bucket, retryAfterMs: readWait(waitMs) };
}

/** Reads what the script `admit` answered where it might ask for a history first: `[2]`. */
export function readKnowing(answer: unknown): KnowingVerdict {
  // Our own script wrote it, in this shape.
  const [kind] = answer as [number];
  return kind === 2 ? { kind: 'unseen' } : readAdmission(answer);
}

/** Reads what the script `reserve` answered: `[index, probe, skips]`, or `[-1, wait, skips]`. */
export function readReservation(answer: unknown): ReservationVerdict {
  // Our own script wrote it, in this shape.
  const [index, second, skips] = answer as [number, number, readonly [number, Skip['reason'], string, number][]];
  const skipped = skips.map(([at, reason, bucket, waitMs]) => ({
    ...{ index: at, reason, bucket },
    retryAfterMs: readWait(waitMs),
  }));
  if (index < 0) return { kind: 'none', skipped, retryAfterMs: readWait(second) };
  return { kind: 'reserved', index, probe: second === 1, skipped };
}

/** Reads what the script `report` answered: `[[bucket, kind, pause], …]`. */
export function readChanges(answer: unknown): readonly BackoffChange[] {
  // Our own script wrote it, in this shape.
  const changes = answer as readonly [BackoffChange['bucket'], BackoffChange['kind'], number][];
  return changes.map(([bucket, kind, pauseMs]) => ({ bucket, kind, pauseMs }));
}

/** Reads what the script `standings` answered: `[limit, under way]` each. */
export function readStandings(answer: unknown): readonly AdaptiveStanding[] {
  // Our own script wrote it, in this shape.
  return (answer as readonly [number, number][]).map(([limit, inFlight]) => ({ limit, inFlight }));
}

/** Scripts answer in integers; -1 stands for unknown. */
function readWait(waitMs: number): number | undefined {
  return waitMs < 0 ? undefined : waitMs;
}
