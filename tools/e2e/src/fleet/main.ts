import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { bundleForFleet } from './bundle-for-fleet.js';
import { judgeFleet } from './judge/judge-fleet.js';
import { reportFleet } from './report-fleet.js';
import { runFleet, type FleetEvidence } from './run-fleet.js';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '66' },
    multiple: { type: 'string', default: '3' },
    state: { type: 'string', default: 'redis' },
    evidence: { type: 'string' },
    judge: { type: 'string' },
  },
});

const evidence = values.judge === undefined ? await gather() : readEvidence(values.judge);
const verdict = judgeFleet(evidence);
process.stdout.write(`${reportFleet(verdict).join('\n')}\n`);
process.exitCode = Object.values(verdict.findings).flat().length === 0 ? 0 : 1;

async function gather(): Promise<FleetEvidence> {
  await bundleForFleet();
  const gathered = await runFleet({
    loadMs: Number(values.seconds) * 1000,
    multiple: Number(values.multiple),
    state: values.state === 'memory' ? 'memory' : 'redis',
  });
  if (values.evidence !== undefined) writeFileSync(values.evidence, JSON.stringify(gathered));
  return gathered;
}

/** What `--evidence` wrote. */
function readEvidence(file: string): FleetEvidence {
  return JSON.parse(readFileSync(file, 'utf8')) as FleetEvidence; // `gather` wrote it
}
