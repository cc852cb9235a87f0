import type { TargetScore, TermScore, WaitScore } from '@smart-router/core';
import type { Cell, TableColumn } from '../table/report-table.js';

/** What a strategy ordered targets by, as columns of a table; the targets of one request are all ordered by the same. */
export interface ScoreColumns {
  readonly columns: readonly TableColumn[];
  /** Unknown values where a target has no score. */
  cells(score: TargetScore | undefined): readonly Cell[];
}

/** The columns for the targets of a request; none where nothing was scored. */
export function scoreColumnsFor(scores: readonly (TargetScore | undefined)[]): ScoreColumns {
  const kind = scores.find((score) => score !== undefined)?.kind;
  return kind === undefined ? { columns: [], cells: () => [] } : byKind[kind];
}

const observations: TableColumn = {
  ...{ name: 'observations', title: 'Observed', kind: 'count', hint: 'attempts that the scores rest on' },
};

const partNames = ['cost', 'latency', 'throughput', 'reliability', 'complexity', 'eval_quality', 'cache'] as const;

const terms: readonly TableColumn[] = [
  { name: 'score', title: 'Score', kind: 'share', hint: 'what it was ordered by, 100 % the best' },
  { name: 'live_score', title: 'Live score', kind: 'share', hint: 'of the term that applied, before its weight' },
  { name: 'score_term', title: 'Term', kind: 'text' },
  observations,
  { name: 'over_threshold', title: 'Over a threshold', kind: 'flag' },
  ...partNames.map((part): TableColumn => ({
    name: `${part}_score`,
    title: `Score of ${part.replace('_', ' ')}`,
    kind: 'share',
  })),
];

const waits: readonly TableColumn[] = [
  { name: 'first_share', title: 'Share', kind: 'share', hint: 'of the first places, by chance' },
  { name: 'expected_wait_ms', title: 'Expected wait', kind: 'milliseconds', hint: 'for a served answer' },
  {
    name: 'speed',
    title: 'Speed',
    kind: 'share',
    hint: 'the shortest wait beside its own, 0 % when it served nothing',
  },
  observations,
];

function termCells(score: TermScore | undefined): readonly Cell[] {
  return [
    ...[score?.final, score?.live, score?.term, score?.observationCount, score?.isOverThreshold],
    ...partNames.map((part) => score?.parts[part]),
  ];
}

function waitCells(score: WaitScore | undefined): readonly Cell[] {
  return [score?.final, score?.waitMs, score?.speed, score?.observationCount];
}

const byKind: Readonly<Record<TargetScore['kind'], ScoreColumns>> = {
  term: { columns: terms, cells: (score) => termCells(score?.kind === 'term' ? score : undefined) },
  wait: { columns: waits, cells: (score) => waitCells(score?.kind === 'wait' ? score : undefined) },
};
