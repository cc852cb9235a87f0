import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultCatalogue } from '@smart-router/core';
import { lossTables } from '@smart-router/dialects';
import { docsPages } from './docs-pages.js';
import { table } from './table.js';

const docs = join(__dirname, '../../../docs');
const pages = docsPages();

test.each(Object.keys(pages))('docs/%s is what `npm run docs` writes', (file) => {
  expect(readFileSync(join(docs, file), 'utf8')).toBe(pages[file]);
});

test('every fault has one row, under its status', () => {
  const sections = (pages['errors.md'] ?? '').split('\n## ');
  for (const [type, row] of Object.entries(faultCatalogue)) {
    const own = sections.filter((section) => section.includes(`| \`${type}\``));
    expect(own.map((section) => Number.parseInt(section, 10))).toEqual([row.status]);
  }
});

test.each(['config.md', 'reports-config.md'])('every option of %s says what it means', (file) => {
  const rows = (pages[file] ?? '').split('\n').filter((line) => line.startsWith('| `'));
  const silent = rows.filter((row) => /\| +\|$/.test(row)).map((row) => row.split('|')[1]?.trim());
  expect(silent).toEqual([]);
});

test('every field of every dialect says what becomes of it, in whole sentences', () => {
  const rows = (pages['parameters.md'] ?? '').split('\n').filter((line) => line.startsWith('| `'));
  const fields = Object.values(lossTables).flatMap((table) => Object.keys(table));
  expect(rows.map((row) => row.split('|')[1]?.trim())).toEqual(fields.map((field) => `\`${field}\``));
  const dispositions = rows.flatMap((row) => row.split(' | ').slice(1, 3));
  const broken = dispositions.filter(
    (words) => !/^_\w+_: the (field|target) \w+s? .*\.$/.test(words.trim()) || / its answers /.test(words),
  );
  expect(broken).toEqual([]);
});

test('columns are aligned and bars inside cells escaped', () => {
  expect(table(['A', 'Long'], [['a|b', '1']])).toBe('| A    | Long |\n| ---- | ---- |\n| a\\|b | 1    |');
});
