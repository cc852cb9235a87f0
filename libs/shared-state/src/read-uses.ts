import { setLimits, type LimitSubject, type LimitUse, type PeekAnswer } from '@smart-router/traffic-shaping';

type Row = readonly [bucket: string, used: number, reserved: number, resetsInMs: number];

/** Reads what the script `peek` answered: for each subject a row for each limit that is set. */
export function readUses(subjects: readonly LimitSubject[], answer: unknown): PeekAnswer {
  // Our own script wrote it, in the order of the subjects.
  const rows = answer as readonly (readonly Row[])[];
  return { degraded: false, subjects: subjects.map((subject, index) => subjectUse(subject, rows[index] ?? [])) };
}

function subjectUse(subject: LimitSubject, rows: readonly Row[]): PeekAnswer['subjects'][number] {
  const byBucket = new Map(rows.map((row) => [row[0], row]));
  const uses = setLimits(subject).flatMap(({ bucket, limit }) => {
    const row = byBucket.get(bucket);
    return row === undefined ? [] : [limitUse(limit, row)];
  });
  return { key: subject.key, label: subject.label, uses };
}

function limitUse(limit: number | bigint, [bucket, used, reserved, resetsInMs]: Row): LimitUse {
  const amount = (number: number): number | bigint => (typeof limit === 'bigint' ? BigInt(number) : number);
  return {
    ...{ bucket, limit, used: amount(used), reserved: reserved < 0 ? undefined : amount(reserved) },
    resetsInMs: resetsInMs < 0 ? undefined : resetsInMs,
  };
}
