import { bucketCount } from './histogram.js';
import type { TargetSlot } from './own-slots.js';
import { countNames, sumNames, type Slot } from './slot.js';

/**
 * A target's name, its sums in the order of their names, its two histograms, and what is rejected: that was not always told,
 * and whoever does not know of it reads the rest as ever.
 */
type Row = readonly [string, readonly number[], readonly number[], readonly number[], number];

/** The sums that are told as one list. */
const listedNames = sumNames.filter((name) => name !== 'rejected');

/** What targets did in one slot, as replicas tell it to each other: about two hundred bytes a target. */
export function writeSlots(targets: readonly TargetSlot[]): string {
  const rows = targets.map(({ targetId, slot }): Row => [
    targetId,
    listedNames.map((name) => slot.sums[name]),
    slot.latency,
    slot.firstToken,
    slot.sums.rejected,
  ]);
  return JSON.stringify(rows);
}

/** The same, read; nothing of what was not written so. */
export function readSlots(text: string): readonly TargetSlot[] {
  const rows = readJson(text);
  return Array.isArray(rows) ? rows.slice(0, maxRows).flatMap(readRow) : [];
}

/** As many as are remembered. */
const maxRows = 1_000;

const maxIdLength = 512;

/** Far beyond what a provider does in ten seconds, and far from where numbers lose digits. */
const maxNumber = 1e15;

/** The same of attempts: however many slots are added up, a database can count them. */
const maxAttempts = 1e9;

function readRow(row: unknown): readonly TargetSlot[] {
  if (!Array.isArray(row)) return [];
  const [targetId, sums, latency, firstToken, rejected = 0] = row as readonly unknown[];
  if (typeof targetId !== 'string' || targetId.length > maxIdLength) return [];
  if (!isAmounts(sums) || sums.length !== listedNames.length) return [];
  if (typeof rejected !== 'number') return [];
  if (!isHistogram(latency) || !isHistogram(firstToken)) return [];
  // Every name has its sum: there are as many.
  const listed = listedNames.map((name, index) => [name, sums[index]] as const);
  const named = Object.fromEntries([...listed, ['rejected', rejected]]) as Slot['sums'];
  if (!countNames.every((name) => isAttempts(named[name]))) return [];
  if (named.failed + named.rejected > named.count || named.timedOut > named.count) return [];
  return [{ targetId, slot: { sums: named, latency, firstToken } }];
}

function isAttempts(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= maxAttempts;
}

function isAmounts(values: unknown): values is readonly number[] {
  return Array.isArray(values) && values.every((value) => typeof value === 'number' && value >= 0 && value < maxNumber);
}

function isHistogram(pairs: unknown): pairs is readonly number[] {
  if (!isAmounts(pairs) || pairs.length % 2 !== 0 || pairs.length > 2 * bucketCount) return false;
  return pairs.every((value, index) => Number.isInteger(value) && (index % 2 === 1 || value < bucketCount));
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // somebody else's words say nothing
  }
}
