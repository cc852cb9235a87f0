/** A scalar on its way to a column; `undefined` is unknown and becomes NULL. */
export type Scalar = string | number | bigint | boolean | undefined;

/** The type of a column; instants are read as milliseconds since the epoch. */
export type ColumnType = 'text' | 'integer' | 'bigint' | 'double precision' | 'boolean' | 'timestamptz';

/** One column of the ledger: its name, its type, and where its value comes from. */
export interface Column<Source> {
  readonly name: string;
  readonly type: ColumnType;
  readonly read: (source: Source) => Scalar;
  /** `,"name":` — made once, since the hot path writes it for every record. */
  readonly jsonKey: string;
}

/** Makes a column. */
export function column<Source>(name: string, type: ColumnType, read: (source: Source) => Scalar): Column<Source> {
  return { name, type, read, jsonKey: `,"${name}":` };
}

/** The known values of a source as members of a JSON object, each with a comma before it. */
export function jsonMembers<Source>(columns: readonly Column<Source>[], source: Source): string {
  let members = '';
  for (const { jsonKey, read, type } of columns) {
    const value = read(source);
    const json = value === undefined || !fits(value, type) ? undefined : scalarJson(value, type);
    if (json !== undefined) members += jsonKey + json;
  }
  return members;
}

const maxInteger = 2_147_483_647;
const maxBigint = 9_223_372_036_854_775_807n;

/** A provider may report any number; one that no column holds is unknown, and its row is kept. */
function fits(value: string | number | bigint | boolean, type: ColumnType): boolean {
  if (typeof value === 'bigint') return value <= maxBigint && value >= -maxBigint;
  if (typeof value !== 'number') return true;
  return Math.abs(value) <= (type === 'integer' ? maxInteger : Number.MAX_SAFE_INTEGER);
}

/** Clocks may tick in fractions, and most columns hold integers. A number that is none is unknown. */
function scalarJson(value: string | number | bigint | boolean, type: ColumnType): string | undefined {
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'number') return `${value}`;
  if (!Number.isFinite(value)) return undefined;
  return `${type === 'double precision' ? value : Math.round(value)}`;
}

/** Anything but printable ASCII, and the two characters that JSON escapes in it. */
const special = /[^ !#-[\]-~]/;

function quote(text: string): string {
  return special.test(text) ? storableText(JSON.stringify(text)) : `"${text}"`;
}

/**
 * Postgres text holds neither NUL nor lone surrogates, and both may come from a caller. In the output of
 * JSON.stringify they are always escapes, and become U+FFFD; a doubled backslash is text and not an escape.
 */
function storableText(json: string): string {
  if (!json.includes('\\u')) return json;
  return json.replace(/\\(?:u0000|ud[89a-f][0-9a-f]{2}|.)/g, (escape) =>
    escape === '\\u0000' || escape.startsWith('\\ud') ? '\ufffd' : escape,
  );
}
