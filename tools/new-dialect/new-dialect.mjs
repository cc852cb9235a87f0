// node tools/new-dialect/new-dialect.mjs <name> [--root DIR]: a dialect that works, to be made into another one.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { camelCase, openEdits, pascalCase, readArguments } from './edit-file.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const { name, root = join(here, '../..') } = readArguments(
  'node tools/new-dialect/new-dialect.mjs <name> [--root DIR]',
);
const source = 'libs/dialects/src';
if (existsSync(join(root, source, name))) {
  console.error(`${source}/${name} should not exist yet, and does`);
  process.exit(1);
}

const camel = camelCase(name);
const pascal = pascalCase(name);
const edits = openEdits(root);
/** The dialects there are: name -> the constant that holds it. */
const others = [...edits.read(`${source}/dialects.ts`).matchAll(/^ {2}'?([\w-]+)'?: (\w+),$/gm)].map(
  ([, , constant]) => constant,
);

createFolder();
nameInCore();
addToTables();
addLosses();
addCallerFields();
addToTests();
for (const path of await edits.write()) console.log(path);

function fromTemplate(file) {
  const text = readFileSync(join(here, 'template', file), 'utf8');
  return text.replaceAll('sample-json', name).replaceAll('sampleJson', camel).replaceAll('SampleJson', pascal);
}

function createFolder() {
  const files = readdirSync(join(here, 'template')).filter((file) => file !== 'losses.ts.txt');
  for (const file of files) edits.create(`${source}/${name}/${file.replace(/\.txt$/, '')}`, fromTemplate(file));
}

function nameInCore() {
  const file = 'libs/core/src/dialect-name.ts';
  edits.replace(file, /(export type DialectName =[^;]*);/, ([, names]) => `${names} | '${name}';`);
  edits.replace(
    file,
    /(dialectNames: readonly DialectName\[\] = \[[^\]]*?),?\s*\]/,
    ([, names]) => `${names}, '${name}']`,
  );
}

function addToTables() {
  const importLine = `import { ${camel} } from './${name}/index.js';`;
  edits.addImport(`${source}/dialects.ts`, importLine);
  edits.addRows(`${source}/dialects.ts`, /export const dialects\b/, '};', `  '${name}': ${camel},`);
  edits.addImport(`${source}/lanes.ts`, importLine);
  edits.replace(`${source}/lanes.ts`, /(?: {2}sameLane\(\w+\),\n)+/, ([rows]) => `${rows}  sameLane(${camel}),\n`);
  const pairs = others.flatMap((other) => [
    `  translatedLane(${other}, ${camel}),`,
    `  translatedLane(${camel}, ${other}),`,
  ]);
  edits.addRows(`${source}/lanes.ts`, /export const lanes\b/, '];', pairs.join('\n'));
  edits.addRows(`${source}/reply-body.ts`, /const replyMember\b/, '};', `  '${name}': 'blocks',`);
  edits.addRows(`${source}/recognise.ts`, /const dialectByPath\b/, ']);', `  ['/v1/${name}', '${name}'],`);
}

/** Every table of losses gets a column for the new dialect, and the new dialect a table. */
function addLosses() {
  const file = `${source}/losses.ts`;
  edits.create(`${source}/losses/${name}-losses.ts`, fromTemplate('losses.ts.txt'));
  edits.addImport(file, `import { ${camel}Losses, with${pascal} } from './losses/${name}-losses.js';`);
  edits.replace(file, /(export const lossTables[^{]*\{\n)([^}]*)(\};)/, ([, opening, rows, closing]) => {
    const wrapped = rows.replace(/^( {2}[^:]+: )(.+),$/gm, (_, key, table) => `${key}with${pascal}(${table}),`);
    return `${opening}${wrapped}  '${name}': ${camel}Losses,\n${closing}`;
  });
}

/** The names callers of the new dialect know fields by, wherever writers tell callers of a change. */
function addCallerFields() {
  const words = {
    messages: 'turns',
    tool_call_id: 'callId',
    max_completion_tokens: 'outputCap',
    reasoning_effort: 'reasoning',
    response_format: 'format',
  };
  const file = `${source}/neutral/caller-fields.ts`;
  const [, chat] = /'openai-chat': (\{[^}]*\}),/.exec(edits.read(file));
  const row = chat.replace(/'(\w+)'/g, (quoted, word) => `'${words[word] ?? word}'`);
  edits.addRows(file, /export const callerFields\b/, '};', `  '${name}': ${row},`);
}

function addToTests() {
  const ask = `{ model: 'group', turns: [{ role: 'user', blocks: [{ kind: 'text', text: 'hello' }] }], stream: true }`;
  edits.addRows(`${source}/grammar/open-lane.laws.ts`, /const smallestAsks\b/, '};', `  '${name}': ${ask},`);
}
