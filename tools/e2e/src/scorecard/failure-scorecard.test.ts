import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cellsOf, groupOf } from './cells.js';
import { chaptersWith } from './chapters.js';
import { gatherEvidence } from './evidence.js';
import { findingOf, type Finding } from './finding.js';
import { playAll } from './play-all.js';
import { scorecardPage } from './scorecard-page.js';
import { startWorld } from './world.js';

const page = join(__dirname, '../../../../docs/failure-scorecard.md');
const writes = process.env['UPDATE_SCORECARD'] === '1';

/**
 * The outage of number 15: as its text has it when the page is written, shorter when it is only checked, and so long that
 * a busy machine asks often enough within it to open the circuit.
 */
const chapters = chaptersWith(writes ? 60_000 : 20_000);
const cells = chapters.flatMap(({ scenarios }) => scenarios.flatMap(cellsOf));

let findings: readonly Finding[] = [];
let exitCode: number | null;
beforeAll(async () => {
  const world = await startWorld(cells.map(groupOf));
  try {
    const played = await playAll(world, cells);
    const requests = [...played.values()].reduce((sum, { requests: sent }) => sum + sent, 0);
    const evidence = await gatherEvidence(world, requests);
    findings = cells.map((cell) => findingOf(cell, played.get(cell), evidence));
    exitCode = await world.stopGateway();
  } finally {
    await world.close();
  }
}, 600_000);

describe('a provider or caller that does', () => {
  const scenarios = chapters.flatMap((chapter) => chapter.scenarios);
  it.each(scenarios.map(({ id, title }) => [id, title] as const))('%s: %s', (id) => {
    const own = findings.filter(({ cell }) => cell.scenario.id === id);
    const wrong = own.filter(({ problems }) => problems.length > 0);
    expect(wrong.map(({ cell, ending, problems }) => [cell.name, ending, ...problems])).toEqual([]);
  });
});

it('the gateway is well after all of that, and stops in an orderly way', () => {
  expect(exitCode).toBe(0);
});

it('docs/failure-scorecard.md is what happened', () => {
  const text = scorecardPage(chapters, findings);
  if (writes) writeFileSync(page, text);
  expect(readFileSync(page, 'utf8')).toBe(text);
});
