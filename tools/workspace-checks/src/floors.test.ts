import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '../../..');

/** A source text that is linted as if it stood in a file of the workspace. */
interface Sample {
  readonly file: string;
  readonly text: string;
}

/** What lint says of one sample. */
interface Finding {
  readonly rule: string;
  readonly message: string;
}

/** Lints all samples in one process outside the test runner, where ESLint and the project graph load as they do for people. */
function lintAll(samples: readonly Sample[]): readonly (readonly Finding[])[] {
  const output = execFileSync(process.execPath, [join(root, 'tools/workspace-checks/lint-samples.mjs')], {
    cwd: root,
    input: JSON.stringify(samples),
    encoding: 'utf8',
  });
  // The script prints one list of findings per sample, in order.
  return JSON.parse(output) as readonly (readonly Finding[])[];
}

const forbiddenImports: readonly (readonly [file: string, specifier: string])[] = [
  ['libs/core/src/money.ts', 'zod'],
  ['libs/core/src/money.ts', '@smart-router/routing'],
  ['libs/core/src/money.ts', 'node:crypto'],
  ['libs/routing/src/options.ts', '@smart-router/eligibility'],
  ['libs/routing/src/options.ts', '@smart-router/config'],
  ['libs/routing/src/options.ts', '../../eligibility/src/index.js'],
  ['libs/routing/src/options.ts', 'undici'],
  ['libs/routing/src/options.ts', 'never-installed'],
  ['libs/routing/src/options.ts', 'node:crypto'],
  ['libs/routing/src/options.ts', 'crypto'],
  ['libs/eligibility/src/field.ts', '@smart-router/dialects'],
  ['libs/traffic-shaping/src/limit-store.ts', '@smart-router/keys'],
  ['libs/traffic-shaping/src/limit-store.ts', 'ioredis'],
  ['libs/keys/src/key-directory.ts', '@smart-router/usage-storage'],
  ['libs/keys/src/key-directory.ts', 'node:fs'],
  ['libs/dialects/src/lanes.ts', '@smart-router/routing'],
  ['libs/dialects/src/lanes.ts', 'openai'],
  ['libs/dialects/src/lanes.ts', '@anthropic-ai/sdk/resources/messages'],
  ['libs/config/src/catalog.ts', '@smart-router/relay'],
  ['libs/config/src/catalog.ts', 'undici'],
  ['libs/relay/src/journey.ts', '@smart-router/config'],
  ['libs/relay/src/journey.ts', '@smart-router/usage-storage'],
  ['libs/relay/src/journey.ts', 'express'],
  ['libs/relay/src/journey.ts', 'zod'],
  ['libs/usage-storage/src/migrate.ts', '@smart-router/relay'],
  ['libs/usage-storage/src/migrate.ts', 'undici'],
  ['apps/gateway/src/version.ts', '@smart-router/keys-cli'],
  ['apps/gateway/src/version.ts', '@smart-router/dev-services'],
];

const allowedImports: readonly (readonly [file: string, statement: string])[] = [
  ['libs/routing/src/options.ts', "import { fault } from '@smart-router/core';"],
  ['libs/routing/src/options.ts', "import { z } from 'zod';"],
  ['libs/routing/src/options.ts', "import { name } from './strategy.js';"],
  ['libs/keys/src/key-directory.ts', "import { createHash } from 'node:crypto';"],
  ['libs/dialects/src/lanes.ts', "import { createParser } from 'eventsource-parser';"],
  ['libs/dialects/src/lanes.ts', "import type { Responses } from 'openai/resources/responses';"],
  ['libs/dialects/src/lanes.ts', "import type { Message } from '@anthropic-ai/sdk/resources/messages';"],
  ['libs/config/src/catalog.ts', "import { parse } from 'yaml';"],
  ['libs/config/src/catalog.ts', "import { routingOptions } from '@smart-router/routing';"],
  ['libs/config/src/catalog.ts', "import { createHash } from 'node:crypto';"],
  ['libs/relay/src/journey.ts', "import type { Catalog } from '@smart-router/config';"],
  ['libs/relay/src/journey.ts', "import { Pool } from 'undici';"],
  ['libs/usage-storage/src/migrate.ts', "import { Kysely } from 'kysely';"],
  ['apps/gateway/src/version.ts', "import { readConfig } from '@smart-router/config';"],
  ['apps/gateway/src/version.ts', "import express from 'express';"],
  ['libs/routing/src/laws.test.ts', "import fc from 'fast-check';"],
];

const pureFiles = [
  'libs/core/src/money.ts',
  'libs/routing/src/options.ts',
  'libs/eligibility/src/field.ts',
  'libs/traffic-shaping/src/limit-store.ts',
  'libs/keys/src/key-directory.ts',
  'libs/dialects/src/lanes.ts',
];

const impureTexts = [
  'Date.now()',
  'new Date(0)',
  'Math.random()',
  'process.argv',
  'performance.now()',
  'crypto.randomUUID()',
  'setTimeout(() => undefined, 1)',
  'setInterval(() => undefined, 1)',
  'setImmediate(() => undefined)',
  "fetch('http://localhost')",
  'globalThis.Date',
  'AbortSignal.timeout(1)',
];

const shapeless: readonly (readonly [rule: string, text: string])[] = [
  ['@typescript-eslint/no-explicit-any', 'export const value: any = 1;'],
  ['no-restricted-syntax', 'export default 1;'],
  ['no-restricted-syntax', "export * from './strategy.js';"],
  ['no-restricted-syntax', "export { order } from './strategy.js';"],
  ['no-restricted-syntax', 'export enum Colour { Red }'],
  ['no-restricted-syntax', 'export namespace Colours { export const red = 1; }'],
  ['@typescript-eslint/no-restricted-imports', "import { a } from '../../core/src/index.js'; export const b = a;"],
];

/** Every sample of this file, linted once. */
const samples: readonly Sample[] = [
  ...forbiddenImports.map(([file, specifier]) => ({ file, text: importing(specifier) })),
  ...allowedImports.map(([file, statement]) => ({ file, text: `${statement}\n` })),
  ...pureFiles.flatMap((file) => impureTexts.map((text) => ({ file, text: `export const value = ${text};\n` }))),
  ...impureTexts.map((text) => ({ file: 'libs/relay/src/journey.ts', text: `export const value = ${text};\n` })),
  ...shapeless.map(([, text]) => ({ file: 'libs/routing/src/options.ts', text: `${text}\n` })),
  { file: 'libs/routing/src/index.ts', text: "export { order } from './strategy.js';\n" },
  { file: 'libs/relay/src/journey.ts', text: 'export const home = process.env;\n' },
  { file: 'apps/gateway/src/version.ts', text: 'export const home = process.env;\n' },
  { file: 'apps/gateway/src/env.ts', text: 'export const home = process.env;\n' },
];

const findings = new Map<string, readonly Finding[]>();

beforeAll(() => {
  lintAll(samples).forEach((found, index) => findings.set(JSON.stringify(samples[index]), found));
});

function importing(specifier: string): string {
  return `import { value } from '${specifier}';\nexport const copy = value;\n`;
}

function findingsOf(file: string, text: string): readonly Finding[] {
  const found = findings.get(JSON.stringify({ file, text }));
  if (found === undefined) throw new Error(`${file} should be among the samples`);
  return found;
}

const importRules = ['@nx/enforce-module-boundaries', '@typescript-eslint/no-restricted-imports'];
const pureRules = ['no-restricted-globals', 'no-restricted-properties'];

function rulesOf(file: string, text: string, among: readonly string[]): readonly string[] {
  return findingsOf(file, text)
    .map(({ rule }) => rule)
    .filter((rule) => among.includes(rule));
}

describe('floors', () => {
  it.each(forbiddenImports)('%s may not import %s', (file, specifier) => {
    expect(rulesOf(file, importing(specifier), importRules)).not.toEqual([]);
  });

  it.each(allowedImports)('%s may say %s', (file, statement) => {
    expect(findingsOf(file, `${statement}\n`).filter(({ rule }) => importRules.includes(rule))).toEqual([]);
  });

  it('are told to the module boundaries rule as well', () => {
    for (const [file, specifier] of [
      ['libs/routing/src/options.ts', '@smart-router/eligibility'],
      ['libs/routing/src/options.ts', 'undici'],
      ['libs/core/src/money.ts', 'zod'],
      ['libs/config/src/catalog.ts', '@smart-router/relay'],
      ['apps/gateway/src/version.ts', '@smart-router/dev-services'],
    ] as const) {
      expect(rulesOf(file, importing(specifier), importRules)).toContain('@nx/enforce-module-boundaries');
    }
  });
});

describe('rooms', () => {
  it.each(pureFiles)('%s has no clock, no randomness, no process, no network', (file) => {
    const missed = impureTexts.filter(
      (text) => rulesOf(file, `export const value = ${text};\n`, pureRules).length === 0,
    );
    expect(missed).toEqual([]);
  });

  it('are stricter than the floors above them', () => {
    for (const text of impureTexts) {
      expect(rulesOf('libs/relay/src/journey.ts', `export const value = ${text};\n`, pureRules)).toEqual([]);
    }
  });
});

describe('source', () => {
  it.each(shapeless)('breaks %s with %s', (rule, text) => {
    expect(rulesOf('libs/routing/src/options.ts', `${text}\n`, [rule])).not.toEqual([]);
  });

  it('re-exports in index.ts alone', () => {
    expect(
      rulesOf('libs/routing/src/index.ts', "export { order } from './strategy.js';\n", ['no-restricted-syntax']),
    ).toEqual([]);
  });

  it('reads the environment in env.ts alone', () => {
    const text = 'export const home = process.env;\n';
    expect(rulesOf('libs/relay/src/journey.ts', text, pureRules)).not.toEqual([]);
    expect(rulesOf('apps/gateway/src/version.ts', text, pureRules)).not.toEqual([]);
    expect(rulesOf('apps/gateway/src/env.ts', text, pureRules)).toEqual([]);
  });
});
