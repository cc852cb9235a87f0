import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyWorkspace } from './workspace-copy.js';

const copy = copyWorkspace(['core', 'dialects']);
const made = 'libs/dialects/src/house-json';
const script = 'tools/new-dialect/new-dialect.mjs';

/** The slowest of the programs run here, on a busy machine. */
const slowMs = 240_000;

beforeAll(() => {
  expect(copy.run(script, 'house-json', '--root', copy.folder)).toMatchObject({ status: 0 });
});

afterAll(() => copy.remove());

describe('a dialect made by the generator', () => {
  it('stands in a folder of its own and in every table', () => {
    const textOf = (file: string): string => readFileSync(join(copy.folder, 'libs', file), 'utf8');
    expect(existsSync(join(copy.folder, made, 'index.ts'))).toBe(true);
    expect(textOf('core/src/dialect-name.ts')).toContain("'house-json'");
    expect(textOf('dialects/src/dialects.ts')).toContain("'house-json': houseJson,");
    expect(textOf('dialects/src/lanes.ts')).toContain('translatedLane(houseJson, openaiChat),');
    expect(textOf('dialects/src/losses.ts')).toContain("'house-json': houseJsonLosses,");
    expect(textOf('dialects/src/recognise.ts')).toContain("['/v1/house-json', 'house-json'],");
  });

  it(
    'type-checks',
    () => {
      expect(copy.typeCheck()).toEqual({ status: 0, output: '' });
    },
    slowMs,
  );

  it(
    'passes lint and is formatted',
    () => {
      const paths = [
        made,
        'libs/dialects/src/losses',
        'libs/dialects/src/losses.ts',
        'libs/dialects/src/lanes.ts',
        'libs/core/src/dialect-name.ts',
      ];
      expect(copy.lint(...paths)).toEqual({ status: 0, output: '' });
      expect(copy.checkFormat(...paths)).toMatchObject({ status: 0 });
    },
    slowMs,
  );

  it(
    'passes the laws of dialects, of lanes from and to all others, and of losses',
    () => {
      const { status, output } = copy.test('libs/dialects/src/(house-json|lanes.test|losses.test|recognise)');
      expect(output).toContain('PASS libs/dialects/src/house-json/laws.test.ts');
      expect({ status, output: status === 0 ? '' : output }).toEqual({ status: 0, output: '' });
    },
    slowMs,
  );

  it('is made once', () => {
    const { status, output } = copy.run(script, 'house-json', '--root', copy.folder);
    expect([status, output]).toEqual([1, 'libs/dialects/src/house-json should not exist yet, and does\n']);
  });
});

describe('the generator of dialects', () => {
  it.each(['House', 'a_b', '../x', '1a'])('refuses the name %s', (name) => {
    expect(copy.run(script, name, '--root', copy.folder)).toMatchObject({ status: 2 });
  });

  it(
    'makes a second dialect beside the first',
    () => {
      expect(copy.run(script, 'other-json', '--root', copy.folder)).toMatchObject({ status: 0 });
      expect(copy.typeCheck()).toEqual({ status: 0, output: '' });
      expect(copy.test('libs/dialects/src/(losses.test|other-json)').status).toBe(0);
    },
    slowMs,
  );
});
