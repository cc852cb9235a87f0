import { strategies } from './strategies.js';
import { strategyLaws } from './strategy.laws.js';

strategyLaws('static', strategies.static, { places: 'one' });
strategyLaws('failover', strategies.failover, { places: 'all' });
strategyLaws('weighted', strategies.weighted, { places: 'all' });
strategyLaws('round-robin', strategies['round-robin'], { places: 'all' });
strategyLaws('least-latency', strategies['least-latency'], { places: 'all' });
strategyLaws('dynamic-score', strategies['dynamic-score'], { places: 'all' });
