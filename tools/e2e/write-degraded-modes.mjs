// Plays the outages of Redis and Postgres on this machine and writes what was measured into docs/degraded-modes.md:
// node tools/e2e/write-degraded-modes.mjs
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = join(root, 'docs/degraded-modes.md');
const begin = '<!-- measured: node tools/e2e/write-degraded-modes.mjs -->';
const end = '<!-- end of what was measured -->';

const directory = mkdtempSync(join(tmpdir(), 'smart-router-degraded-modes-'));
const reports = join(directory, 'reports.jsonl');
const jest = ['jest', '-c', 'tools/testing/jest.config.mjs', '--runInBand', 'tools/e2e/src/degraded/.*-away'];
// One after the other: two at once would measure each other.
execFileSync('npx', jest, {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, SMART_ROUTER_OUTAGE_REPORTS: reports },
});
const rows = readFileSync(reports, 'utf8').trim().split('\n').map(JSON.parse).map(rowOf);
rmSync(directory, { recursive: true });

const text = readFileSync(page, 'utf8');
const [before, after] = [text.slice(0, text.indexOf(begin)), text.slice(text.indexOf(end))];
const measured = `${begin}

Measured with Node ${process.versions.node} on one machine of ${availableParallelism()} cores, which the callers, the gateway, the provider and the databases shared; its load average was ${loadavg()[0].toFixed(1)}.

| dependency | state | requests | failed | head of a stream before, median / slowest | during | added, median | told by readiness after | well again after |
| --- | --- | --: | --: | --: | --: | --: | --: | --: |
${rows.join('\n')}

`;
const options = { ...(await resolveConfig(page)), filepath: page };
writeFileSync(page, await format(before + measured + after, options));

function rowOf({ dependency, state, requests, before, during, noticedMs, recoveredMs }) {
  const waits = ({ median, slowest }) => `${Math.round(median)} / ${Math.round(slowest)} ms`;
  const added = `${Math.max(0, Math.round(during.median - before.median))} ms`;
  const noticed = noticedMs === undefined ? '– (late, not away)' : `${seconds(noticedMs)} s`;
  // Every request was answered: a test fails where one was not, and then no page is written.
  const cells = [dependency, state, requests, 0, waits(before), waits(during), added, noticed];
  return `| ${cells.join(' | ')} | ${seconds(recoveredMs)} s |`;
}

function seconds(ms) {
  return (ms / 1000).toFixed(1);
}
