// Sends odd asks, replies and streams over every lane for a while: node tools/fuzz/fuzz.mjs --seconds 60 --seed 1
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { importLaws } from '../testing/import-laws.mjs';

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '60' }, seed: { type: 'string', default: '1' } },
});
const { fuzzAll } = await importLaws('libs/dialects/src/fuzz/odd-exchanges.laws.ts');
const endMs = performance.now() + Number(values.seconds) * 1000;
/** One of a kind is enough to look into. */
const seen = new Set();
let seed = Number(values.seed);
let sent = 0;
for (; performance.now() < endMs; seed += 1) {
  const { count, findings } = fuzzAll(seed);
  sent += count;
  for (const finding of findings) report(finding);
}
console.log(`seeds ${values.seed} to ${seed - 1}: ${sent} exchanges, ${seen.size} kinds of findings`);
process.exitCode = seen.size === 0 ? 0 : 1;

function report({ what, bytes }) {
  const kind = what.replace(/\d+/g, '0').slice(0, 200);
  if (seen.has(kind)) return;
  seen.add(kind);
  console.log(`seed ${seed}: ${what}\n${Buffer.from(bytes).toString('base64')}\n`);
}
