import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { rejectedFile, spoolFolders } from './spool-folders.js';

/** The number of a record, and whose it is. */
export interface SpooledNumber {
  readonly writerId: string;
  readonly sequence: number;
}

/** The numbers of the records in a spool, whether they are stored already or not; late evidence has none. */
export async function* spooledNumbers(directory: string): AsyncGenerator<SpooledNumber> {
  for (const { files } of spoolFolders(directory)) {
    for (const file of files) {
      for await (const line of linesOf(file)) {
        const number = numberOf(line);
        if (number !== undefined) yield number;
      }
    }
  }
}

/** The numbers of the records that the database can never take. */
export async function* rejectedNumbers(directory: string): AsyncGenerator<SpooledNumber> {
  const file = rejectedFile(directory);
  if (file === undefined) return;
  for await (const line of linesOf(file)) {
    const { record } = parse(line);
    const number = typeof record === 'string' ? numberOf(record) : undefined;
    if (number !== undefined) yield number;
  }
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const stream = createReadStream(file, 'utf8');
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) yield line;
  } catch (error) {
    // It was stored and removed, or adopted, since we looked.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}

function numberOf(line: string): SpooledNumber | undefined {
  const { writer_id: writerId, writer_seq: sequence } = parse(line);
  return typeof writerId === 'string' && typeof sequence === 'number' ? { writerId, sequence } : undefined;
}

/** A last line may be half written at this moment. */
function parse(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
