import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../../..');

/** How a program ended, with all it said. */
export interface Ended {
  readonly status: number | null;
  readonly output: string;
}

/** A copy of some libraries with the tools that judge them, in a folder of its own. */
export interface WorkspaceCopy {
  readonly folder: string;
  /** Runs a script of the workspace on the copy. */
  run(script: string, ...parts: readonly string[]): Ended;
  typeCheck(): Ended;
  lint(...paths: readonly string[]): Ended;
  checkFormat(...paths: readonly string[]): Ended;
  test(...patterns: readonly string[]): Ended;
  remove(): void;
}

const copiedFiles = [
  'package.json',
  'nx.json',
  'tsconfig.base.json',
  'eslint.config.mjs',
  '.prettierrc.json',
  'tools/workspace-checks/floors.mjs',
  'tools/testing/jest.config.mjs',
  'tools/testing/tsconfig.tests.json',
];

/** The copied libraries need no servers. */
const jestConfig = `
import config from './tools/testing/jest.config.mjs';
const { globalSetup, globalTeardown, ...rest } = config;
export default rest;
`;

/** Copies libraries; packages are linked, so that nothing is installed. */
export function copyWorkspace(libraries: readonly string[]): WorkspaceCopy {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'workspace-copy-')));
  for (const part of ['libs', 'apps', 'tools', 'node_modules/@smart-router'])
    mkdirSync(join(folder, part), { recursive: true });
  for (const file of copiedFiles) cpSync(join(root, file), join(folder, file));
  for (const name of libraries) copyLibrary(folder, name);
  linkPackages(folder);
  writeFileSync(join(folder, 'jest.config.mjs'), jestConfig);
  const node = (parts: readonly string[]): Ended => runIn(folder, parts);
  return {
    folder,
    run: (script, ...parts) => node([join(root, script), ...parts]),
    typeCheck: () => node(['node_modules/typescript/bin/tsc', '-p', 'tools/testing/tsconfig.tests.json']),
    lint: (...paths) => node(['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', ...paths]),
    checkFormat: (...paths) => node(['node_modules/prettier/bin/prettier.cjs', '--check', ...paths]),
    test: (...patterns) => node(['node_modules/jest/bin/jest.js', '-c', 'jest.config.mjs', ...patterns]),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

function copyLibrary(folder: string, name: string): void {
  for (const part of ['src', 'package.json', 'tsconfig.json']) {
    cpSync(join(root, 'libs', name, part), join(folder, 'libs', name, part), { recursive: true });
  }
  symlinkSync(join(folder, 'libs', name), join(folder, 'node_modules/@smart-router', name));
}

function linkPackages(folder: string): void {
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name === '@smart-router' || name === '.cache') continue;
    symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  }
}

function runIn(folder: string, parts: readonly string[]): Ended {
  const env = { ...process.env, FORCE_COLOR: '0', NX_WORKSPACE_ROOT_PATH: folder };
  const { status, stdout, stderr } = spawnSync(process.execPath, parts, { cwd: folder, encoding: 'utf8', env });
  return { status, output: `${stdout}${stderr}` };
}
