import type { TextRow } from '../reports/open-snapshots.js';

/** The cells of a row as Postgres wrote them; NULL is `undefined`. */
export interface Cells {
  text(name: string): string | undefined;
  number(name: string): number | undefined;
  amount(name: string): bigint | undefined;
  flag(name: string): boolean | undefined;
  /** Words with commas between. */
  words(name: string): readonly string[];
}

/** Reads a row whose instants are milliseconds since the epoch. */
export function cellsOf(row: TextRow): Cells {
  const text = (name: string): string | undefined => row[name] ?? undefined;
  const read =
    <Value>(convert: (text: string) => Value) =>
    (name: string): Value | undefined => {
      const cell = text(name);
      return cell === undefined ? undefined : convert(cell);
    };
  return {
    text,
    number: read(Number),
    amount: read(BigInt),
    flag: read((cell) => cell === 't' || cell === 'true'),
    words: (name) => text(name)?.split(',') ?? [],
  };
}

/** A cell of a column that is never NULL. */
export function certain<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('the ledger has no value in a column that is not null');
  return value;
}
