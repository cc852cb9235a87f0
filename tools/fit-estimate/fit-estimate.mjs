// Fits the token estimate anew and writes its tables: node tools/fit-estimate/fit-estimate.mjs
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { importLaws } from '../testing/import-laws.mjs';

const home = fileURLToPath(new URL('../../libs/dialects/src/estimate/', import.meta.url));

async function write(name, text) {
  const path = home + name;
  await writeFile(path, await format(text, { ...(await resolveConfig(path)), filepath: path }));
}

const { fitKnownRuns } = await importLaws('libs/dialects/src/estimate/fit-known-runs.laws.ts');
const lines = fitKnownRuns().match(/.{1,114}/g);
await write(
  'known-bits.ts',
  `/** The filter of \`known-runs\`, as base64. Written by tools/fit-estimate from the vocabulary of o200k. */
export const knownBits = [\n${lines.map((line) => `'${line}',`).join('\n')}\n].join('');\n`,
);
const { fitAll } = await importLaws('libs/dialects/src/estimate/fit-estimate.laws.ts');
const { stateWeights, pairWeights } = fitAll();
await write(
  'weights.ts',
  `/** Units of every state by its run and, within it, its length. Written by tools/fit-estimate, like all below. */
export const stateWeights: Readonly<Record<string, readonly number[]>> = ${JSON.stringify(stateWeights)};

/** Units every symbol adds after another, in the order of \`symbolNames\`; zeros at the end are left out. */
export const pairWeights: Readonly<Record<string, readonly number[]>> = ${JSON.stringify(pairWeights)};
`,
);
