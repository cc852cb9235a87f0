import type { RequestEvidence } from '@smart-router/usage-storage';
import type { ReportTable } from '../table/report-table.js';
import { scoreColumnsFor } from './score-columns.js';

/** Why this target and not another: all targets of the group, in the order of the plan. */
export function candidateTable({ candidates, decision, request }: RequestEvidence): ReportTable {
  const sorted = [...candidates].sort((one, other) => (one.place ?? Infinity) - (other.place ?? Infinity));
  const scored = scoreColumnsFor(candidates.map(({ score }) => score));
  return {
    ...{ name: 'candidates', title: 'Why this target', rowCount: candidates.length },
    ...(request.group === undefined ? {} : { about: aboutOf(request.group, decision) }),
    columns: [
      { name: 'place', title: 'Place', kind: 'count' },
      { name: 'target', title: 'Target', kind: 'text' },
      { name: 'model', title: 'Model', kind: 'text' },
      { name: 'dialect', title: 'Dialect', kind: 'text' },
      { name: 'weight', title: 'Weight', kind: 'text' },
      ...scored.columns,
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
        ...scored.cells(score),
        ...[lostFieldCount, reasons.join(', ') || undefined],
      ],
    })),
    empty: 'No target was chosen or looked for.',
  };
}

function aboutOf(group: string, decision: RequestEvidence['decision']): string {
  const strategy = decision === undefined ? '' : ` by ${decision.strategy}`;
  const cold = decision?.isColdStart === true ? ' Too little had been observed to score by.' : '';
  return `The targets of ${group}, put in order${strategy}.${cold}`;
}
