/** The options of `report`, as commander reads them. */
export interface ReportOptions {
  readonly report: string;
  readonly table?: string;
  readonly format: 'md' | 'csv' | 'json';
  readonly databaseUrl?: string;
  readonly since?: string;
  readonly from?: string;
  readonly to?: string;
  readonly groupBy?: string;
  readonly filter: readonly string[];
  readonly order?: string;
  readonly compare?: string;
  readonly baseline?: string;
  readonly baselineInput?: string;
  readonly baselineOutput?: string;
  readonly only?: string;
  readonly limit?: string;
}

const plainOptions = [
  ...(['since', 'from', 'to', 'order', 'compare', 'baseline', 'only', 'limit'] as const).map(
    (name) => [name, name] as const,
  ),
  ['groupBy', 'group-by'],
  ['baselineInput', 'baseline-input'],
  ['baselineOutput', 'baseline-output'],
] as const;

/** What a page's URL would say; a filter that is not `name=value` keeps its whole text as its name, and is refused so. */
export function reportQuery(options: ReportOptions): URLSearchParams {
  const plain = plainOptions.flatMap(([option, parameter]) => {
    const value = options[option];
    return value === undefined ? [] : [[parameter, value] as [string, string]];
  });
  const filters = options.filter.map((text): [string, string] => {
    const end = text.indexOf('=');
    return end < 0 ? [text, ''] : [text.slice(0, end), text.slice(end + 1)];
  });
  return new URLSearchParams([...plain, ...filters]);
}
