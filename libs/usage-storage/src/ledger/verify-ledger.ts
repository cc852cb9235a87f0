import type { Kysely } from 'kysely';
import type { Tables } from '../tables.js';
import { checkWindows, type WindowFinding } from './check-windows.js';
import { findGaps, type NumberRange, type WriterNumbers } from './find-gaps.js';
import { rejectedNumbers, spooledNumbers, type SpooledNumber } from './spooled-numbers.js';

/** Records of one writer that are nowhere: neither stored, nor on the disk, nor deleted because they were old. */
export interface GapFinding {
  readonly writerId: string;
  /** How many are lost. */
  readonly lost: number;
  /** Where: numbers without a row. They are more than `lost` where others of them were deleted because they were old. */
  readonly ranges: readonly NumberRange[];
}

/** What is proven of the ledger. It is whole when there are no findings. */
export interface LedgerProof {
  readonly writers: number;
  readonly gaps: readonly GapFinding[];
  /** Records on the disk that wait to be stored. */
  readonly waiting: number;
  /** Records that the database never took, with their reasons in `rejected.jsonl`. */
  readonly rejected: number;
  readonly windows: number;
  readonly differing: readonly WindowFinding[];
}

/** What to verify. */
export interface VerifyOptions {
  /** Requests that started then or later; in milliseconds since the epoch. Default all. */
  readonly since?: number | undefined;
  /** The spools of all gateways of this machine. */
  readonly spoolDirectories: readonly string[];
}

/**
 * Proves that what was answered is stored: a writer numbers its records without a gap, so each number has a row, lies in
 * a spool, or was told to be rejected or deleted. The spools are read before the rows, so a record on its way from one to
 * the other is seen. Rows are read in one snapshot, and rollups are compared with them in it.
 */
export async function verifyLedger(database: Kysely<Tables>, options: VerifyOptions): Promise<LedgerProof> {
  const spooled = await collect(options.spoolDirectories, spooledNumbers);
  const rejected = await collect(options.spoolDirectories, rejectedNumbers);
  return database
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (snapshot) => {
      const writers = await findGaps(snapshot, options.since);
      const gaps = writers.flatMap((writer) => gapOf(writer, [spooled, rejected]));
      const { windows, findings } = await checkWindows(snapshot, options.since);
      return {
        ...{ writers: writers.length, gaps, windows, differing: findings },
        waiting: waitingOf(writers, spooled),
        rejected: sizeOf(rejected),
      };
    });
}

/** Numbers by writer. */
type Numbers = ReadonlyMap<string, ReadonlySet<number>>;

async function collect(
  directories: readonly string[],
  read: (directory: string) => AsyncGenerator<SpooledNumber>,
): Promise<Numbers> {
  const numbers = new Map<string, Set<number>>();
  for (const directory of directories) {
    for await (const { writerId, sequence } of read(directory)) {
      const known = numbers.get(writerId) ?? new Set();
      numbers.set(writerId, known.add(sequence));
    }
  }
  return numbers;
}

function sizeOf(numbers: Numbers): number {
  return [...numbers.values()].reduce((sum, { size }) => sum + size, 0);
}

function gapOf(writer: WriterNumbers, elsewhere: readonly Numbers[]): readonly GapFinding[] {
  const { writerId, missing, deleted } = writer;
  const known = new Set(elsewhere.flatMap((numbers) => [...(numbers.get(writerId) ?? [])]));
  const ranges = known.size > 0 ? missing.flatMap((range) => without(range, known)) : missing;
  const lost = ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0) - deleted;
  return lost > 0 ? [{ writerId, lost, ranges }] : [];
}

/** The parts of a range whose numbers are not elsewhere. */
function without({ from, to }: NumberRange, elsewhere: ReadonlySet<number>): readonly NumberRange[] {
  const parts: NumberRange[] = [];
  let start = from;
  for (const number of [...within({ from, to }, elsewhere), to + 1]) {
    if (start < number) parts.push({ from: start, to: number - 1 });
    start = number + 1;
  }
  return parts;
}

/** Those numbers that are in a range, in order. A number on a broken disk may be any: a range of billions is not walked. */
function within({ from, to }: NumberRange, numbers: ReadonlySet<number>): readonly number[] {
  if (to - from < numbers.size)
    return Array.from({ length: to - from + 1 }, (_, index) => from + index).filter((number) => numbers.has(number));
  return [...numbers].filter((number) => from <= number && number <= to).sort((left, right) => left - right);
}

/** A file of a spool goes as a whole, so much of what is in it may be stored. */
function waitingOf(writers: readonly WriterNumbers[], spooled: Numbers): number {
  const byId = new Map(writers.map((writer) => [writer.writerId, writer]));
  let waiting = 0;
  for (const [writerId, numbers] of spooled) {
    const writer = byId.get(writerId);
    for (const number of numbers) if (!isStored(writer, number)) waiting += 1;
  }
  return waiting;
}

function isStored(writer: WriterNumbers | undefined, number: number): boolean {
  if (writer === undefined || number > writer.last) return false;
  return !isWithin(writer.missing, number);
}

/** Ranges are in order, and may be many. */
function isWithin(ranges: readonly NumberRange[], number: number): boolean {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.to ?? 0) < number) low = middle + 1;
    else high = middle;
  }
  const range = ranges[low];
  return range !== undefined && range.from <= number;
}
