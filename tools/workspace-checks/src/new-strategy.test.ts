import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyWorkspace } from './workspace-copy.js';

const copy = copyWorkspace(['core', 'routing']);
const script = 'tools/new-strategy/new-strategy.mjs';

/** The slowest of the programs run here, on a busy machine. */
const slowMs = 120_000;

beforeAll(() => {
  for (const name of ['cheapest-first', 'sticky']) {
    expect(copy.run(script, name, '--root', copy.folder)).toMatchObject({ status: 0 });
  }
});

afterAll(() => copy.remove());

describe('strategies made by the generator', () => {
  it('stand in the table and among the options', () => {
    const textOf = (file: string): string => readFileSync(join(copy.folder, 'libs/routing/src', file), 'utf8');
    expect(textOf('strategies.ts')).toContain("'cheapest-first': cheapestFirstStrategy,");
    expect(textOf('strategies.ts')).toContain('sticky: stickyStrategy,');
    expect(textOf('options.ts')).toMatch(/enum\(\[[^\]]*'cheapest-first',\s*'sticky',?\s*\]\)/);
  });

  it(
    'type-check, pass lint and are formatted',
    () => {
      expect(copy.typeCheck()).toEqual({ status: 0, output: '' });
      expect(copy.lint('libs/routing')).toEqual({ status: 0, output: '' });
      expect(copy.checkFormat('libs/routing/src')).toMatchObject({ status: 0 });
    },
    slowMs,
  );

  it(
    'pass the laws of strategies',
    () => {
      const { status, output } = copy.test('libs/routing', '--verbose');
      expect(output).toContain('the strategy cheapest-first');
      expect({ status, output: status === 0 ? '' : output }).toEqual({ status: 0, output: '' });
    },
    slowMs,
  );

  it('are made once, under kebab-case names', () => {
    expect(copy.run(script, 'sticky', '--root', copy.folder)).toMatchObject({ status: 1 });
    expect(copy.run(script, 'Sticky', '--root', copy.folder)).toMatchObject({ status: 2 });
    expect(copy.run(script)).toMatchObject({ status: 2 });
  });
});
