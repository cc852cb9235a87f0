// CPU of translation alone, lane by lane, as ratios to the same lane of the target: node tools/bench/lanes.mjs --rounds 9
import { parseArgs } from 'node:util';
import { importLaws } from '../testing/import-laws.mjs';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '9' } } });
const { laneWork } = await importLaws('libs/dialects/src/measure/lane-work.laws.ts');
/** CPU time spent on one measurement, long against the clock's grain. */
const roundMicroseconds = 40_000;
const work = laneWork().map((row) => ({ ...row, samples: [] }));

for (const row of work) measure(row); // warms up
for (let round = 0; round < Number(values.rounds); round += 1) {
  for (const row of work) row.samples.push(measure(row));
}

const median = (samples) => samples.toSorted((left, right) => left - right)[Math.floor(samples.length / 2)];
const costOf = (from, to, kind) =>
  median(work.find((row) => row.from === from && row.to === to && row.kind === kind).samples);
console.log('| lane | ask, µs | ratio | whole reply, µs | ratio | stream, µs an event | ratio |');
console.log('| ---- | ------: | ----: | --------------: | ----: | ------------------: | ----: |');
for (const { from, to } of work.filter(({ kind }) => kind === 'ask')) {
  const cells = ['ask', 'reply', 'stream'].flatMap((kind) => {
    const own = kind === 'ask' ? from : to;
    const cost = costOf(from, to, kind);
    return [cost.toFixed(kind === 'stream' ? 2 : 0), (cost / costOf(own, own, kind)).toFixed(1)];
  });
  console.log(`| ${from} → ${to} | ${cells.join(' | ')} |`);
}

/** Microseconds of user CPU a unit. */
function measure({ go, units }) {
  const start = process.cpuUsage();
  let times = 0;
  let spent = 0;
  while (spent < roundMicroseconds) {
    go();
    times += 1;
    spent = process.cpuUsage(start).user;
  }
  return spent / times / units;
}
