// node tools/new-strategy/new-strategy.mjs <name> [--root DIR]: a strategy that keeps the laws, to be made into another one.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { camelCase, openEdits, readArguments } from '../new-dialect/edit-file.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const { name, root = join(here, '../..') } = readArguments(
  'node tools/new-strategy/new-strategy.mjs <name> [--root DIR]',
);
const source = 'libs/routing/src';
if (existsSync(join(root, source, `${name}.ts`))) {
  console.error(`${source}/${name}.ts should not exist yet, and does`);
  process.exit(1);
}

const constant = `${camelCase(name)}Strategy`;
const edits = openEdits(root);

edits.create(
  `${source}/${name}.ts`,
  `import type { Strategy } from './strategy.js';

/** The eligible targets in the configured order: a first form, to be replaced by an order of its own. */
export const ${constant}: Strategy = {
  order: (candidates) => ({ targets: candidates }),
};
`,
);
edits.create(
  `${source}/${name}.test.ts`,
  `import { ${constant} } from './${name}.js';
import { routingOptions } from './options.js';
import { signals, target } from './target-kit.laws.js';

describe('the strategy ${name}', () => {
  it('keeps the configured order', () => {
    const candidates = [target('a', 1), target('b', 3), target('c', 0)];
    const { targets } = ${constant}.order(candidates, signals(), routingOptions.parse({}));
    expect(targets.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });
});
`,
);
edits.addImport(`${source}/strategies.ts`, `import { ${constant} } from './${name}.js';`);
edits.addRows(`${source}/strategies.ts`, /export const strategies\b/, '};', `  '${name}': ${constant},`);
edits.replace(`${source}/options.ts`, /(\.enum\(\[[^\]]*?),?\s*\]/, ([, names]) => `${names}, '${name}']`);
const laws = `strategyLaws('${name}', strategies['${name}'], { places: 'all' });\n`;
edits.replace(`${source}/strategies.test.ts`, /(?:^strategyLaws\(.*\n)+/m, ([rows]) => `${rows}${laws}`);
for (const path of await edits.write()) console.log(path);

const later = 'libs/config/src/checks/later-features.ts';
if (existsSync(join(root, later)) && edits.read(later).includes(`'${name}'`)) {
  console.log(`${later} still refuses "${name}" as not available: take its row out when the strategy is done`);
}
