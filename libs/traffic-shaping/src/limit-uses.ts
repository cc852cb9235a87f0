import type { CallerLimit } from './caller-limit.js';
import { callerLimits } from './caller-limits.js';
import type { LimitSubject, LimitUse } from './limit-store.js';
import { isLimit, type SubjectState } from './subject-state.js';

/** A limit that is set, by its bucket without the subject's label. */
export type SetLimit = Pick<LimitUse, 'bucket' | 'limit'>;

/** The hard limits of a subject that are set, in the order they are asked: for adapters that count elsewhere. */
export function setLimits(subject: LimitSubject): readonly SetLimit[] {
  return rowsOf(subject).map(({ row, limit }) => ({ bucket: row.bucket, limit }));
}

/** How much of each limit of a subject is in use. */
export function limitUses(subject: LimitSubject, state: SubjectState, nowMs: number): readonly LimitUse[] {
  return rowsOf(subject).map(({ row, limit }) => ({ bucket: row.bucket, limit, ...row.useOf(state, nowMs) }));
}

/** The buckets of a subject that are past its soft percentage. Loops, for every request passes here. */
export function softWarnings(subject: LimitSubject, state: SubjectState, nowMs: number): readonly string[] {
  const { label, softPercent = 0 } = subject;
  const warnings: string[] = [];
  if (softPercent === 0) return warnings;
  for (const row of callerLimits) {
    const limit = row.limitOf(subject);
    if (!isLimit(limit)) continue;
    if (isPastSoft({ used: row.useOf(state, nowMs).used, limit }, softPercent)) warnings.push(`${label}.${row.bucket}`);
  }
  return warnings;
}

/** Whether so much is in use that the caller is warned. */
export function isPastSoft({ used, limit }: Pick<LimitUse, 'used' | 'limit'>, softPercent: number): boolean {
  return softPercent > 0 && Number(used) * 100 >= softPercent * Number(limit);
}

function rowsOf(subject: LimitSubject): readonly { readonly row: CallerLimit; readonly limit: number | bigint }[] {
  return callerLimits.flatMap((row) => {
    const limit = row.limitOf(subject);
    return isLimit(limit) ? [{ row, limit }] : [];
  });
}
