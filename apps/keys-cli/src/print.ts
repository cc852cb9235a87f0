import Table from 'cli-table3';
import { stringify } from 'yaml';

/** How results are printed. */
export type OutputFormat = 'table' | 'json' | 'yaml';

/** A result: plain values under snake_case names. */
export type Entry = Readonly<Record<string, unknown>>;

/** Prints one thing: in a table, a line for each of its fields. */
export function printEntry(entry: Entry, format: OutputFormat = 'table'): string {
  if (format !== 'table') return printValue(entry, format);
  const fields = Object.entries(entry).filter(([, value]) => value !== null);
  return drawTable(
    [],
    fields.map(([name, value]) => [name, cell(value)]),
  );
}

/** Prints a list: in a table, the named fields as columns. */
export function printList(
  entries: readonly Entry[],
  options: { readonly format?: OutputFormat | undefined; readonly columns: readonly string[] },
): string {
  const { format = 'table', columns } = options;
  if (format !== 'table') return printValue(entries, format);
  return drawTable(
    columns,
    entries.map((entry) => columns.map((name) => cell(entry[name]))),
  );
}

function printValue(value: unknown, format: 'json' | 'yaml'): string {
  return format === 'json' ? `${JSON.stringify(value, null, 2)}\n` : stringify(value);
}

function drawTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const table = new Table({ head: [...head], style: { head: [], border: [] } });
  table.push(...rows.map((row) => [...row]));
  return `${table.toString()}\n`;
}

/** Terminals obey control characters, and a reason or label may hold some. */
function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const isList = Array.isArray(value) && value.every((item) => typeof item === 'string');
  const text = isList ? value.join(', ') : typeof value === 'string' ? value : JSON.stringify(value);
  return text.replace(/\p{Cc}/gu, '\ufffd');
}
