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

/** The same of a row whose numbers, amounts and flags were read as such. */
export function cellsOfValues(row: Readonly<Record<string, unknown>>): Cells {
  // The statement says what each column is read as.
  const read =
    <Value>() =>
    (name: string): Value | undefined =>
      (row[name] ?? undefined) as Value | undefined;
  const text = read<string>();
  const words = (name: string): readonly string[] => text(name)?.split(',') ?? [];
  return { text, number: read<number>(), amount: read<bigint>(), flag: read<boolean>(), words };
}

/** A cell of a column that is never NULL. */
export function certain<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('the ledger has no value in a column that is not null');
  return value;
}
