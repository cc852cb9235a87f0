import type { DynamicScoreOptions } from '../dynamic-score-options.js';
import { isUnknown, type Rated } from './rate-targets.js';
import { shareTraffic } from './share-traffic.js';

/** A target where it stands. */
export interface Placed {
  readonly rated: Rated;
  /** The first is drawn from those in front; the others stand behind them, in this order. */
  readonly place: 'front' | 'over-threshold' | 'standby';
  /** Its share among those of its place. */
  readonly share: number;
}

const places: readonly Placed['place'][] = ['front', 'over-threshold', 'standby'];

/**
 * Who is over a threshold stands behind all who are not, and who has weight 0 behind everybody. In each place targets are
 * ordered by their shares of it.
 */
export function placeTargets(rated: readonly Rated[], options: DynamicScoreOptions): readonly Placed[] {
  const isAnybodyWithin = rated.some(({ target, isOverThreshold }) => target.weight > 0 && !isOverThreshold);
  const placeOf = ({ target, isOverThreshold }: Rated): Placed['place'] => {
    if (!(target.weight > 0)) return 'standby';
    return isOverThreshold && isAnybodyWithin ? 'over-threshold' : 'front';
  };
  return places.flatMap((place) => {
    const here = rated.filter((one) => placeOf(one) === place);
    const shares = shareTraffic(here, {
      adjustment: options.max_score_adjustment_percent / 100,
      isLeftOut: (one) => options.cold_start_policy === 'explore' && isUnknown(one, options),
    });
    return here
      .map((one, index): Placed => ({ rated: one, place, share: shares[index] ?? 0 }))
      .sort((one, other) => other.share - one.share);
  });
}
