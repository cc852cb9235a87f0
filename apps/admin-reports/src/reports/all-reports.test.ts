import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dimensions } from '../question/parse-question.js';
import { allReports } from './all-reports.js';
import { pathOf } from './path-of.js';

const documentation = readFileSync(join(__dirname, '../../../../docs/reports-pages.md'), 'utf8');

/** Cells of the lines of a table whose first cell is this. */
const lineOf = (title: string): readonly string[] => {
  const line = documentation.split('\n').find((text) => text.startsWith(`| ${title} `)) ?? '';
  return line.split('|').map((cell) => cell.trim());
};

describe('every report', () => {
  test.each(allReports.map((report) => [report.title, report] as const))('is documented: %s', (title, report) => {
    const [, , address, api, permission] = lineOf(title);
    expect({ address, api, permission }).toEqual({
      address: `\`${pathOf(report)}\``,
      api: `\`/api/v1/${report.name}\``,
      permission: `\`${report.permission}\``,
    });
  });

  test('can be filtered by dimensions that are documented', () => {
    expect(dimensions.filter((name) => !documentation.includes(`\`${name}\``))).toEqual([]);
  });
});
