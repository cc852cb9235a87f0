/**
 * How the values of a column are told and shown. `money` is nano-USD, `share` and `change` are 1 for 100 %; `minute` is a
 * time whose seconds do not matter.
 */
export type CellKind =
  'text' | 'time' | 'minute' | 'count' | 'money' | 'share' | 'change' | 'milliseconds' | 'rate' | 'status' | 'flag';

/** A value; `undefined` is unknown. Money and counts are exact integers. */
export type Cell = string | number | bigint | boolean | undefined;

/** A column of a table. */
export interface TableColumn {
  /** In the API and in exports, snake_case and without a unit; money is `…_usd`, durations are `…_ms`. */
  readonly name: string;
  readonly title: string;
  readonly kind: CellKind;
  /** What the number means, where the title does not say. */
  readonly hint?: string;
  /** Whether the question may order by it. */
  readonly isOrder?: boolean;
  /** Whether a bar behind the number shows how large it is beside the others. */
  readonly hasBar?: boolean;
  /** What the page leaves out, and exports and the API have. */
  readonly isExtra?: boolean;
}

/** A row: a value for each column, and where a click on some of them leads. */
export interface TableRow {
  readonly cells: readonly Cell[];
  /** By the name of the column. */
  readonly links?: Readonly<Record<string, string>>;
}

/** What a page shows, an export writes, the API answers and a command prints. */
export interface ReportTable {
  /** Part of addresses, e.g. `top-models`. */
  readonly name: string;
  readonly title: string;
  /** A sentence about what is counted. */
  readonly about?: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
  readonly total?: TableRow;
  /** How many rows there are, shown or not; absent where nobody counted. */
  readonly rowCount?: number;
  /** What to do when there is none. */
  readonly empty: string;
  /** Gives the next page. */
  readonly nextCursor?: string | undefined;
  /** The column and direction rows come in. */
  readonly order?: { readonly column: string; readonly direction: 'ascending' | 'descending' };
  /** Whether the order can also be turned round. */
  readonly canTurn?: boolean;
  /** Where all rows are, when these are the first of them. */
  readonly moreHref?: string;
}
