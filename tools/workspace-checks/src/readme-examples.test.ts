import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../../..');
const folder = join(__dirname, `../dist/readme-examples-${process.pid}`);

/** The most lines a README of a library may have. */
const maxLines = 40;

const libraries = readdirSync(join(root, 'libs')).filter((name) =>
  existsSync(join(root, 'libs', name, 'package.json')),
);

const banner = "import { createRequire as c } from 'node:module'; const require = c(import.meta.url);";

beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  for (const name of libraries) writeFileSync(join(folder, `${name}.ts`), `${exampleOf(name)}\nexport {};\n`);
});

afterAll(() => rmSync(folder, { recursive: true }));

function readmeOf(name: string): string {
  const file = join(root, 'libs', name, 'README.md');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** The text of the only `ts` block. */
function exampleOf(name: string): string {
  return examplesIn(readmeOf(name))[0] ?? '';
}

function examplesIn(readme: string): readonly string[] {
  return [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => match[1] ?? '');
}

/** What the example promises to print: the text of its `// → …` comments, in order. */
function promised(example: string): readonly string[] {
  return [...example.matchAll(/\/\/ → (.*)$/gm)].map((match) => (match[1] ?? '').trimEnd());
}

function typeErrors(): string {
  const config = {
    extends: join(root, 'tsconfig.base.json'),
    compilerOptions: {
      composite: false,
      noEmit: true,
      declaration: false,
      declarationMap: false,
      noUnusedLocals: false,
    },
    include: ['*.ts'],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  return spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], {
    encoding: 'utf8',
  }).stdout;
}

/** Bundles the example as a user's build would, runs it alone and returns the lines it prints. */
function run(name: string): readonly string[] {
  const bundle = join(folder, `${name}.mjs`);
  const flags = [
    '--bundle',
    '--platform=node',
    '--format=esm',
    '--conditions=@smart-router/source',
    '--log-level=error',
  ];
  const files = [join(folder, `${name}.ts`), `--outfile=${bundle}`, `--banner:js=${banner}`];
  execFileSync(join(root, 'node_modules/.bin/esbuild'), [...flags, ...files], { cwd: root });
  return execFileSync(process.execPath, [bundle], { encoding: 'utf8' }).trimEnd().split('\n');
}

describe('the README of every library', () => {
  it.each(libraries)('%s is short and has one example that promises its output', (name) => {
    expect(readmeOf(name).trimEnd().split('\n').length).toBeLessThanOrEqual(maxLines);
    expect(examplesIn(readmeOf(name))).toHaveLength(1);
    expect(exampleOf(name)).toContain(`from '@smart-router/${name}'`);
    expect(promised(exampleOf(name))).not.toEqual([]);
  });

  it('has an example that type-checks', () => {
    expect(typeErrors()).toBe('');
  });

  it.each(libraries)('%s has an example that prints what it promises', (name) => {
    expect(run(name)).toEqual(promised(exampleOf(name)));
  });
});
