import { strategies } from './strategies.js';
import { strategyLaws } from './strategy.laws.js';

for (const [name, strategy] of Object.entries(strategies)) strategyLaws(name, strategy);
