import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { curatedFixtures } from './matrix/curated-fixtures.laws.js';
import { goldenText } from './matrix/golden-text.laws.js';
import { type Exchange, type PublishedDialect, publishedDialects } from './matrix/exchanges.laws.js';

/** Asks come from their dialect and go everywhere; answers come from everywhere back to every caller. */
const root = join(__dirname, '__golden__');
const update = process.env['UPDATE_GOLDENS'] === '1';
const fixtures = curatedFixtures();

const short: Readonly<Record<PublishedDialect, string>> = {
  'openai-chat': 'chat',
  'openai-responses': 'responses',
  'anthropic-messages': 'messages',
};

/** The golden file of a fixture on a lane; `dialect` is the end of the lane the fixture does not belong to. */
function fileOf({ name, dialect, ask, reply }: Exchange, other: PublishedDialect): string {
  if (ask !== undefined) return `asks/${name}.${short[dialect]}-${short[other]}.json`;
  return `${reply === undefined ? 'streams' : 'replies'}/${name}.${short[other]}-${short[dialect]}.json`;
}

function textOf(fixture: Exchange, other: PublishedDialect): string {
  return fixture.ask === undefined
    ? goldenText(other, fixture.dialect, fixture)
    : goldenText(fixture.dialect, other, fixture);
}

/** The golden as it is kept; with `UPDATE_GOLDENS=1` it is written anew. */
function goldenFile(file: string, text: string): string {
  const path = join(root, file);
  if (update) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return existsSync(path) ? readFileSync(path, 'utf8') : 'missing: write it with UPDATE_GOLDENS=1 and read it';
}

describe.each(publishedDialects)('what the lanes make of the fixtures of %s', (dialect) => {
  const own = fixtures.filter((fixture) => fixture.dialect === dialect);

  it.each(publishedDialects)('is what the golden files say, with %s at the other end', (other) => {
    for (const fixture of own) {
      const file = fileOf(fixture, other);
      const text = textOf(fixture, other);
      expect([file, text]).toEqual([file, goldenFile(file, text)]);
    }
  });
});

it('keeps no golden file that no fixture asks for', () => {
  const expected = fixtures.flatMap((fixture) => publishedDialects.map((other) => fileOf(fixture, other)));
  const kept = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));
  expect(kept.toSorted()).toEqual(expected.toSorted());
});
