import { routingOptions } from './options.js';
import { sharingLaws } from './sharing.laws.js';
import { strategies } from './strategies.js';
import { strategyLaws } from './strategy.laws.js';

strategyLaws('static', strategies.static, { places: 'one' });
strategyLaws('failover', strategies.failover, { places: 'all' });
strategyLaws('weighted', strategies.weighted, { places: 'all' });
strategyLaws('round-robin', strategies['round-robin'], { places: 'all' });
strategyLaws('least-latency', strategies['least-latency'], { places: 'all' });
strategyLaws('dynamic-score', strategies['dynamic-score'], { places: 'all' });

sharingLaws('weighted', strategies.weighted, { weights: 'shares' });
sharingLaws('round-robin', strategies['round-robin'], { weights: 'standby' });
sharingLaws('least-latency', strategies['least-latency'], { weights: 'shares' });
sharingLaws('dynamic-score', strategies['dynamic-score'], { weights: 'shares' });

const scored = (settings: object) => routingOptions.parse({ strategy: 'dynamic-score', dynamic_score: settings });
const extremes: Readonly<Record<string, object>> = {
  'by scores alone': { max_score_adjustment_percent: 100 },
  'that explores': { max_score_adjustment_percent: 100, cold_start_policy: 'explore' },
  'with thresholds': { thresholds: { max_error_rate: 0.1, max_p95_latency_ms: 20_000 } },
};
for (const [name, settings] of Object.entries(extremes)) {
  strategyLaws(`dynamic-score ${name}`, strategies['dynamic-score'], { places: 'all' }, scored(settings));
  sharingLaws(`dynamic-score ${name}`, strategies['dynamic-score'], { weights: 'shares' }, scored(settings));
}
