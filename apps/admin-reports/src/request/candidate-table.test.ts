import type { RequestEvidence } from '@smart-router/usage-storage';
import { candidateTable } from './candidate-table.js';

const candidate = {
  ...{ provider: 'openai', dialect: 'openai-chat', weight: 1, reasons: [], lostFieldCount: undefined },
  score: undefined,
};
const score = {
  ...{ kind: 'term', final: 0.75, live: 0.8, term: 'balanced', observationCount: 40, isOverThreshold: false },
  parts: { cost: 0.9, latency: 0.5, throughput: 0.4, reliability: 1, complexity: 0.2, eval_quality: 0.7, cache: 0 },
};

/** As far as the table looks. */
const evidenceOf = (candidates: readonly object[], isColdStart?: boolean) =>
  ({
    candidates,
    decision: { strategy: 'dynamic-score', isColdStart },
    request: { group: 'default' },
  }) as RequestEvidence;

describe('the targets a request could have had', () => {
  it('stand in the order of the plan, with their scores', () => {
    const { rows, columns } = candidateTable(
      evidenceOf([
        { ...candidate, number: 1, target: 'openai/gpt-5', model: 'gpt-5', place: 2, score: { ...score, final: 0.5 } },
        { ...candidate, number: 2, target: 'openai/mini', model: 'mini', place: 1, score },
      ]),
    );
    const cellOf = (row: number, name: string) => rows[row]?.cells[columns.findIndex((column) => column.name === name)];
    expect([cellOf(0, 'target'), cellOf(0, 'score'), cellOf(0, 'score_term')]).toEqual([
      'openai/mini',
      0.75,
      'balanced',
    ]);
    expect([cellOf(1, 'target'), cellOf(1, 'score'), cellOf(1, 'cache_score')]).toEqual(['openai/gpt-5', 0.5, 0]);
    for (const { cells } of rows) expect(cells).toHaveLength(columns.length);
  });

  it('tell the waits they were ordered by', () => {
    const known = { kind: 'wait', final: 0.94, speed: 1, waitMs: 1_000, observationCount: 40 };
    const { rows, columns } = candidateTable(
      evidenceOf([
        { ...candidate, number: 1, target: 'a', model: 'a', place: 1, score: known },
        { ...candidate, number: 2, target: 'b', model: 'b', place: undefined },
      ]),
    );
    const at = columns.findIndex(({ name }) => name === 'first_share');
    expect(columns.slice(at, at + 4).map(({ name }) => name)).toEqual([
      ...['first_share', 'expected_wait_ms', 'speed', 'observations'],
    ]);
    expect(rows.map(({ cells }) => cells.slice(at, at + 4))).toEqual([
      [0.94, 1_000, 1, 40],
      [undefined, undefined, undefined, undefined],
    ]);
    for (const { cells } of rows) expect(cells).toHaveLength(columns.length);
  });

  it('have no columns of scores where nothing was scored', () => {
    const only = { ...candidate, number: 1, target: 'openai/gpt-5', model: 'gpt-5', place: 1 };
    const { columns, rows, about } = candidateTable(evidenceOf([only]));
    expect(columns.map(({ name }) => name)).toEqual([
      ...['place', 'target', 'model', 'dialect', 'weight', 'lost_fields', 'reasons'],
    ]);
    expect(rows[0]?.cells).toHaveLength(columns.length);
    expect(about).toBe('The targets of default, put in order by dynamic-score.');
  });

  it('say that too little had been seen to score by', () => {
    expect(candidateTable(evidenceOf([], true)).about).toContain('Too little had been observed to score by.');
  });
});
