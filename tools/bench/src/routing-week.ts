import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { contendersFor, conversingContenders } from './routing-week/contenders.js';
import { drawPlot } from './routing-week/draw-plot.js';
import { playWeek } from './routing-week/play-week.js';
import { sumUp } from './routing-week/sum-up.js';
import { simulatedTargets } from './routing-week/world.js';
import { writeTable } from './routing-week/write-table.js';

// What a simulated week costs with every strategy, as docs/routing.md tells; about a minute a seed:
//   node tools/build/bundle.mjs bench-routing-week
//   node tools/bench/dist/routing-week.mjs [--seeds 3] [--rate 0.3] [--capacity 1000] [--conversations] [--plot docs/routing-week.svg]

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '3' },
    /** Requests a second, on average over day and night. */
    rate: { type: 'string', default: '0.3' },
    /** Attempts a second that each target bears. */
    capacity: { type: 'string', default: '1000' },
    /** Whether requests are turns of conversations. */
    conversations: { type: 'boolean', default: false },
    plot: { type: 'string' },
  },
});
const seeds = Number(values.seeds);
const targets = simulatedTargets(Number(values.capacity));
const contenders = values.conversations ? conversingContenders(targets) : contendersFor(targets);
const talk = values.conversations ? 'conversations' : 'questions';
const played = contenders.map((contender) => ({
  contender,
  weeks: Array.from({ length: seeds }, (_, index) =>
    playWeek({ targets, requestsPerSecond: Number(values.rate), seed: index + 1, talk }, contender),
  ),
}));
const standings = sumUp(played, seeds);
process.stdout.write(writeTable(standings));
if (values.plot !== undefined) writeFileSync(values.plot, drawPlot(standings));
