import type { TargetScore } from '@smart-router/core';
import type { RequestEvidence } from '@smart-router/usage-storage';
import type { Cell, ReportTable, TableColumn } from '../table/report-table.js';

/** Why this target and not another: all targets of the group, in the order of the plan. */
export function candidateTable({ candidates, decision, request }: RequestEvidence): ReportTable {
  const sorted = [...candidates].sort((one, other) => (one.place ?? Infinity) - (other.place ?? Infinity));
  const isScored = candidates.some(({ score }) => score !== undefined);
  return {
    ...{ name: 'candidates', title: 'Why this target', rowCount: candidates.length },
    ...(request.group === undefined ? {} : { about: aboutOf(request.group, decision) }),
    columns: [
      { name: 'place', title: 'Place', kind: 'count' },
      { name: 'target', title: 'Target', kind: 'text' },
      { name: 'model', title: 'Model', kind: 'text' },
      { name: 'dialect', title: 'Dialect', kind: 'text' },
      { name: 'weight', title: 'Weight', kind: 'text' },
      ...(isScored ? scoreColumns : []),
      {
        name: 'lost_fields',
        title: 'Lost fields',
        kind: 'count',
        hint: 'fields of the request that its dialect cannot say',
      },
      { name: 'reasons', title: 'Could not serve because of', kind: 'text' },
    ],
    rows: sorted.map(({ place, target, model, dialect, weight, lostFieldCount, reasons, score }) => ({
      cells: [
        ...[place, target, model, dialect, weight?.toString()],
        ...(isScored ? scoreCells(score) : []),
        ...[lostFieldCount, reasons.join(', ') || undefined],
      ],
    })),
    empty: 'No target was chosen or looked for.',
  };
}

const scoreColumns: readonly TableColumn[] = [
  { name: 'score', title: 'Score', kind: 'share', hint: 'what it was ordered by, 100 % the best' },
  { name: 'live_score', title: 'Live score', kind: 'share', hint: 'of the term that applied, before its weight' },
  { name: 'score_term', title: 'Term', kind: 'text' },
  { name: 'observations', title: 'Observed', kind: 'count', hint: 'attempts that the scores rest on' },
  { name: 'over_threshold', title: 'Over a threshold', kind: 'flag' },
  ...(['cost', 'latency', 'throughput', 'reliability', 'complexity', 'eval_quality', 'cache'] as const).map(
    (part): TableColumn => ({ name: `${part}_score`, title: `Score of ${part.replace('_', ' ')}`, kind: 'share' }),
  ),
];

function scoreCells(score: TargetScore | undefined): readonly Cell[] {
  const { parts } = score ?? {};
  return [
    ...[score?.final, score?.live, score?.term, score?.observationCount, score?.isOverThreshold],
    ...[parts?.cost, parts?.latency, parts?.throughput, parts?.reliability, parts?.complexity, parts?.eval_quality],
    parts?.cache,
  ];
}

function aboutOf(group: string, decision: RequestEvidence['decision']): string {
  const strategy = decision === undefined ? '' : ` by ${decision.strategy}`;
  const cold = decision?.isColdStart === true ? ' Too little had been observed to score by.' : '';
  return `The targets of ${group}, put in order${strategy}.${cold}`;
}
