import type { ListedRequest } from '@smart-router/simulated-provider';
import { modelOf } from './cells.js';
import type { Evidence } from './evidence.js';
import type { Cell } from './scenario.js';
import { outageOf, promisedMs } from './sit-out.js';

/** How often each target was asked, in words that are the same on every machine. */
export function askedWords(cell: Cell, evidence: Evidence): string {
  const { manner, faulty, others } = cell.scenario;
  const seen = [faulty, ...others].map((plan) => evidence.seen(modelOf(cell, plan)));
  const [first = []] = seen;
  const counts = seen.map((requests) => requests.length).join('+');
  switch (manner) {
    case 'insists':
      return first.length <= 6 && most(first, 3000) <= 4 ? 'at most 4 in 3 s' : counts;
    case 'sits-out':
      return outageWords(cell, first);
    case 'leaves-at-once':
    case 'leaves-midway':
      return `${counts}${first.every(({ aborted }) => aborted) ? ', call ended' : ', call not ended'}`;
    case 'asks':
    case 'reads-bytes':
    case 'reads-slowly':
    case 'leaves-uploading':
      return counts;
    default:
      return manner satisfies never;
  }
}

/** The most requests that began within so long. */
function most(requests: readonly ListedRequest[], windowMs: number): number {
  const within = ({ atMs: from }: ListedRequest) =>
    requests.filter(({ atMs }) => atMs >= from && atMs < from + windowMs).length;
  return Math.max(0, ...requests.map(within));
}

/** A probe goes when somebody asks; on a busy machine the caller, who means to ask four times a second, takes up to this. */
const askingMs = 10_000;

/** So many failures in a row open a circuit, and so long it is closed to all at first, by default. */
const [threshold, firstPauseMs] = [5, 2000];

/** Requests that were on their way when the circuit opened still arrive; on a busy machine this late. */
const underWayMs = 1000;

/** From the failure on that opened the circuit, every attempt is a probe: none within the first pause of the one before. */
function outageWords(cell: Cell, first: readonly ListedRequest[]): string {
  const failures = first.filter(({ status }) => status !== 200);
  const openedAt = failures[threshold - 1]?.atMs ?? 0;
  const probes = failures.slice(threshold).filter(({ atMs }) => atMs >= openedAt + underWayMs);
  const early = probes.filter(({ atMs }, index) => atMs - (probes[index - 1]?.atMs ?? openedAt) < firstPauseMs);
  const back = first.find(({ status }) => status === 200)?.atMs ?? Infinity;
  const inTime = back - (first[0]?.atMs ?? 0) - outageOf(cell) <= promisedMs + askingMs;
  const asked = failures.length >= threshold && early.length === 0 ? `${threshold} times and by probes` : 'too often';
  return `${asked}, ${inTime ? `back within ${promisedMs / 1000} s` : 'not back in time'}`;
}
