import type { CanaryEventLine } from '@smart-router/usage-storage';
import { cellsOf, tableColumns, type LineColumn } from '../table/line-column.js';
import type { ReportTable } from '../table/report-table.js';

const columns: readonly LineColumn<CanaryEventLine>[] = [
  { name: 'at', title: 'Time (UTC)', kind: 'time', of: ({ at }) => at },
  { name: 'group', title: 'Group', kind: 'text', of: ({ group }) => group },
  { name: 'target', title: 'Target', kind: 'text', of: ({ target }) => target },
  { name: 'event', title: 'What', kind: 'text', of: ({ event }) => event },
  { name: 'share', title: 'Share from then', kind: 'share', of: ({ share }) => share },
  { name: 'actor', title: 'By', kind: 'text', of: ({ actor }) => actor },
  { name: 'why', title: 'Why', kind: 'text', of: ({ why }) => why },
  { name: 'requests', title: 'Observed', kind: 'count', of: ({ requests }) => countOf(requests) },
  { name: 'error_share', title: 'Errors', kind: 'share', of: ({ errorShare }) => errorShare },
  { name: 'p95_latency_ms', title: 'p95', kind: 'milliseconds', of: ({ p95LatencyMs }) => p95LatencyMs },
  { name: 'baseline_error_share', title: 'Errors of others', kind: 'share', of: (line) => line.baselineErrorShare },
  {
    name: 'baseline_p95_latency_ms',
    title: 'p95 of others',
    kind: 'milliseconds',
    of: (line) => line.baselineP95LatencyMs,
  },
];

/** What became of canaries. */
export function canaryTable(events: readonly CanaryEventLine[]): ReportTable {
  return {
    ...{ name: 'canaries', title: 'What became of canaries', rowCount: events.length },
    columns: tableColumns(columns),
    rows: events.map((event) => ({ cells: cellsOf(columns, event) })),
    empty: 'No canary changed in this range.',
  };
}

function countOf(requests: number | undefined): bigint | undefined {
  return requests === undefined ? undefined : BigInt(requests);
}
