import type { DynamicScoreOptions } from '../dynamic-score-options.js';
import { isUnknown, type Rated } from './rate-targets.js';
import { shareTraffic, type ShareRules } from './share-traffic.js';

/** A target where it stands. */
export interface Placed {
  readonly rated: Rated;
  /** The first is drawn from those in front; the others stand behind them, in this order. */
  readonly place: 'front' | 'over-threshold' | 'standby';
  /** Its share among those of its place. */
  readonly share: number;
}

/**
 * Who is over a threshold stands behind all who are not, and who has weight 0 behind everybody. In each place targets are
 * ordered by their shares of it.
 */
export function placeTargets(rated: readonly Rated[], options: DynamicScoreOptions): readonly Placed[] {
  const isAnybodyWithin = rated.some(({ target, isOverThreshold }) => target.weight > 0 && !isOverThreshold);
  const rules: ShareRules = {
    adjustment: options.max_score_adjustment_percent / 100,
    isLeftOut: (one) => options.cold_start_policy === 'explore' && isUnknown(one, options),
  };
  const [front, overThreshold, standby]: [Rated[], Rated[], Rated[]] = [[], [], []];
  for (const one of rated) {
    if (!(one.target.weight > 0)) standby.push(one);
    else if (one.isOverThreshold && isAnybodyWithin) overThreshold.push(one);
    else front.push(one);
  }
  return [
    ...byShare(front, 'front', rules),
    ...byShare(overThreshold, 'over-threshold', rules),
    ...byShare(standby, 'standby', rules),
  ];
}

function byShare(here: readonly Rated[], place: Placed['place'], rules: ShareRules): readonly Placed[] {
  const shares = shareTraffic(here, rules);
  return here
    .map((rated, index): Placed => ({ rated, place, share: shares[index] ?? 0 }))
    .sort((one, other) => other.share - one.share);
}
