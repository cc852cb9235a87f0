import type { Guard } from '../guard.js';
import { wasAdmitted, type Case } from './cases.js';
import { claimOf, spanOf } from './claims.js';
import { mostAtOnce } from './most-at-once.js';
import { mostEver, mostInDay, mostInMonth, mostInWindow } from './most-in-window.js';
import { mostOverRate } from './most-over-rate.js';

const minuteMs = 60_000;

/** What was measured against a limit. */
export interface Measured {
  readonly bucket: string;
  readonly limit: number;
  /** The most that certainly stood at a time; a real overrun when above the limit. */
  readonly most: number;
}

/** Measures one limit over all requests that it counts. */
export function measureGuard(guard: Guard, cases: readonly Case[]): Measured {
  const { bucket } = guard;
  switch (guard.kind) {
    case 'minute':
      return { bucket, limit: guard.limit, most: mostInWindow(claimsOf(guard.measure, cases), minuteMs) };
    case 'day':
      return { bucket, limit: guard.limit, most: mostInDay(claimsOf(guard.measure, cases)) };
    case 'month':
      return { bucket, limit: guard.limit, most: mostInMonth(claimsOf(guard.measure, cases)) };
    case 'lifetime':
      return { bucket, limit: guard.limit, most: mostEver(claimsOf(guard.measure, cases)) };
    case 'at-once':
      return { bucket, limit: guard.limit, most: mostAtOnce(counted(guard, cases).map(spanOf)) };
    case 'rate': {
      const at = guard.upstream === undefined ? 'caller' : 'upstream';
      const claims = counted(guard, cases).map((one) => claimOf(one, guard.measure, at));
      return { bucket, limit: guard.burst, most: mostOverRate(claims, guard.perSec) };
    }
  }
}

function claimsOf(measure: Parameters<typeof claimOf>[1], cases: readonly Case[]) {
  return cases.filter(wasAdmitted).map((one) => claimOf(one, measure, 'caller'));
}

/** A caller's limit counts who was admitted, an upstream's who arrived there. */
function counted(guard: Extract<Guard, { kind: 'rate' | 'at-once' }>, cases: readonly Case[]): readonly Case[] {
  const { upstream } = guard;
  if (upstream === undefined) return cases.filter(wasAdmitted);
  return cases.flatMap((one) => one.arrivals.filter(upstream).map((arrival) => ({ ...one, arrivals: [arrival] })));
}
