import { readFile } from 'node:fs/promises';
import { reasonOf } from '../reason-of.js';
import { createIntern } from '../keys/intern.js';
import { keyOfLine } from './key-lines.js';
import type { KeySnapshotOptions, SnapshotReading } from './key-snapshot.js';
import { unseal } from './seal.js';

const dayMs = 24 * 60 * 60 * 1000;

/** Long enough for an outage over a holiday. */
const defaultMaxAgeMs = 7 * dayMs;

/** Two clocks may differ by this much; what is dated later would never grow too old. */
const clockSlackMs = 60 * 60 * 1000;

/** Reads the keys of a file, unless it is absent, old, foreign or touched by somebody else. */
export async function readSnapshot(options: KeySnapshotOptions, nowMs: number): Promise<SnapshotReading> {
  let file: Buffer;
  try {
    file = await readFile(options.file);
  } catch (error) {
    return isAbsent(error) ? { kind: 'absent' } : refused(`it cannot be read: ${reasonOf(error)}`);
  }
  const unsealed = await unseal(file, options.encryptionKey);
  if (!unsealed.ok) return refused(unsealed.reason);
  return readText(unsealed.text, nowMs, options.maxAgeMs ?? defaultMaxAgeMs);
}

function readText(text: string, nowMs: number, maxAgeMs: number): SnapshotReading {
  const [head = '', ...lines] = text.split('\n');
  const { asOfMs } = JSON.parse(head) as { asOfMs: number }; // proven to be ours
  const ageMs = nowMs - asOfMs;
  if (ageMs > maxAgeMs) return refused(`it should be at most ${days(maxAgeMs)} days old, got ${days(ageMs)}`);
  if (ageMs < -clockSlackMs) return refused(`it should be of the past, got ${new Date(asOfMs).toISOString()}`);
  const intern = createIntern();
  return { kind: 'read', asOfMs, records: lines.filter(Boolean).map((line) => keyOfLine(line, intern)) };
}

/** Not by `instanceof`: inside a test runner there are several Errors. */
function isAbsent(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}

function refused(reason: string): SnapshotReading {
  return { kind: 'refused', reason };
}

function days(ms: number): string {
  return String(Number((ms / dayMs).toFixed(1)));
}
