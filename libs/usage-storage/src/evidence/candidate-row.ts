import type { ScoreName, TargetScore, TermScore, WaitScore } from '@smart-router/core';
import { certain, type Cells } from './cells.js';
import type { EvidenceCandidate } from './request-evidence.js';

/** Scores are kept in millionths. */
const perMillion = 1_000_000;

/** A row of `request_target_candidates`. */
export function candidateOf(cells: Cells): EvidenceCandidate {
  const { text, number, words } = cells;
  return {
    number: certain(number('candidate_number')),
    target: certain(text('target')),
    provider: certain(text('provider')),
    model: certain(text('model')),
    dialect: certain(text('dialect')),
    weight: number('weight'),
    reasons: words('filter_reasons'),
    place: number('plan_place'),
    lostFieldCount: number('lost_field_count'),
    score: scoreOf(cells),
  };
}

function scoreOf(cells: Cells): TargetScore | undefined {
  const final = share(cells, 'score_per_million');
  if (final === undefined) return undefined;
  const isByTerm = cells.flag('is_over_threshold') !== undefined; // what waits alone are compared of has no thresholds
  return isByTerm ? termScoreOf(cells, final) : waitScoreOf(cells, final);
}

function waitScoreOf(cells: Cells, final: number): WaitScore {
  return {
    ...{ kind: 'wait', final },
    speed: share(cells, 'live_score_per_million'),
    waitMs: cells.number('expected_wait_ms'),
    observationCount: certain(cells.number('observation_count')),
  };
}

function termScoreOf(cells: Cells, final: number): TermScore {
  const { text, number, flag } = cells;
  const part = (name: ScoreName): number => certain(share(cells, `${name}_score_per_million`));
  return {
    ...{ kind: 'term', final },
    live: share(cells, 'live_score_per_million'),
    term: text('score_term'),
    observationCount: certain(number('observation_count')),
    isOverThreshold: certain(flag('is_over_threshold')),
    parts: {
      cost: part('cost'),
      latency: part('latency'),
      throughput: part('throughput'),
      reliability: part('reliability'),
      complexity: part('complexity'),
      eval_quality: part('eval_quality'),
      cache: part('cache'),
    },
  };
}

function share({ number }: Cells, name: string): number | undefined {
  const millionths = number(name);
  return millionths === undefined ? undefined : millionths / perMillion;
}
