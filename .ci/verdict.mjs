// Prints "N passed, N failed" from the summary of the tests and the number of failed steps; fails when anything did.
import { readFileSync } from 'node:fs';

const [summaryFile, failedSteps] = process.argv.slice(2);
const text = readFileSync(summaryFile, 'utf8');
const summary = text === '' ? undefined : JSON.parse(text);
const failedTests = summary?.numFailedTests ?? 0;
// A suite that could not even start has no failed tests to count.
const brokenSuites = summary?.numRuntimeErrorTestSuites ?? 0;
const fromTests = failedTests + brokenSuites;
// The step of the tests fails when a test does: that failure is counted already.
const testStep = fromTests > 0 && Number(failedSteps) > 0 ? 1 : 0;
const failed = fromTests + Number(failedSteps) - testStep;
const nothingRan = summary === undefined || summary.numTotalTests === 0;

console.log(`${summary?.numPassedTests ?? 0} passed, ${nothingRan && failed === 0 ? 1 : failed} failed`);
process.exitCode = failed > 0 || nothingRan ? 1 : 0;
