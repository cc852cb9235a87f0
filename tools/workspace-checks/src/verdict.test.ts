import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const script = join(__dirname, '../../../.ci/verdict.mjs');
const folder = mkdtempSync(join(tmpdir(), 'verdict-'));

afterAll(() => rmSync(folder, { recursive: true }));

function verdict(summary: object | undefined, failedSteps: number): readonly [line: string, status: number | null] {
  const file = join(folder, 'summary.json');
  writeFileSync(file, summary === undefined ? '' : JSON.stringify(summary));
  const { stdout, status } = spawnSync(process.execPath, [script, file, String(failedSteps)], { encoding: 'utf8' });
  return [stdout, status];
}

const allPassed = { numTotalTests: 5, numPassedTests: 5, numFailedTests: 0, numRuntimeErrorTestSuites: 0 };

describe('the verdict', () => {
  it('is well when every step and test is', () => {
    expect(verdict(allPassed, 0)).toEqual(['5 passed, 0 failed\n', 0]);
  });

  it('counts failed tests and broken suites once, though their step failed too', () => {
    const broken = { ...allPassed, numTotalTests: 7, numFailedTests: 2, numRuntimeErrorTestSuites: 1 };
    expect(verdict(broken, 1)).toEqual(['5 passed, 3 failed\n', 1]);
  });

  it('counts every other failed step', () => {
    expect(verdict(allPassed, 2)).toEqual(['5 passed, 2 failed\n', 1]);
  });

  it('is a failure when no test ran at all', () => {
    expect(verdict(undefined, 0)).toEqual(['0 passed, 1 failed\n', 1]);
    expect(verdict(undefined, 1)).toEqual(['0 passed, 1 failed\n', 1]);
    expect(verdict({ ...allPassed, numTotalTests: 0, numPassedTests: 0 }, 0)).toEqual(['0 passed, 1 failed\n', 1]);
  });
});
