import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';
import { boundaryConstraints, importPatterns, libraries } from './tools/workspace-checks/floors.mjs';

const root = fileURLToPath(new URL('.', import.meta.url));

// The boundaries rule reads the cached project graph and skips itself, in silence, where there is none: make one first.
execFileSync(process.execPath, ['node_modules/nx/dist/bin/nx.js', 'show', 'projects'], {
  cwd: root,
  env: { ...process.env, NX_ISOLATE_PLUGINS: 'false', NX_DAEMON: 'false', NX_NO_CLOUD: 'true' },
  stdio: ['ignore', 'ignore', 'inherit'],
});

const source = ['{libs,apps,tools}/*/src/**/*.{ts,tsx}'];
const tests = ['**/*.test.ts', '**/*.laws.ts', '**/*.test.tsx', '**/__fixtures__/**', '**/testing/**'];

/** Floors 0 and 1: time, randomness, ids and stores are arguments. */
const impureGlobals = [
  'Date',
  'process',
  'performance',
  'crypto',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'clearTimeout',
  'clearInterval',
  'clearImmediate',
  'queueMicrotask',
  'fetch',
  'globalThis',
  'global',
  'require',
  'console',
].map((name) => ({ name, message: 'Rooms are pure: take it as an argument.' }));

const tooFarUp = {
  regex: '^(?:\\.\\./){2,}',
  message: 'No ../.. chains: move the file nearer, or import by package name.',
};

const fromEnv = { object: 'process', property: 'env', message: 'The environment is read in apps/*/src/env.ts only.' };

const syntax = [
  { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
  { selector: 'ExportAllDeclaration', message: 'Re-export by an explicit list, in src/index.ts.' },
  { selector: 'TSEnumDeclaration', message: 'Use a union of words.' },
  { selector: "TSModuleDeclaration[kind='namespace']", message: 'Use a module.' },
  { selector: 'Decorator', message: 'Use a function.' },
];

const reExport = {
  selector: 'ExportNamedDeclaration[source]',
  message: 'The only re-exporting file of a package is src/index.ts.',
};

const boundaries = (audience) => [
  'error',
  { allow: [], checkDynamicDependenciesExceptions: ['.*'], depConstraints: boundaryConstraints(audience) },
];

export default tseslint.config(
  {
    ignores: ['**/dist/**', '**/node_modules/**', '**/data/**', '.nx/**', 'coverage/**'],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{mjs,js}'],
    ...js.configs.recommended,
    languageOptions: {
      globals: Object.fromEntries(
        ['process', 'console', 'URL', 'fetch', 'setTimeout', 'clearTimeout', 'Buffer'].map((name) => [
          name,
          'readonly',
        ]),
      ),
    },
  },
  {
    files: source,
    extends: [js.configs.recommended, ...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: ['tools/testing/tsconfig.tests.json'], tsconfigRootDir: root } },
    plugins: { '@nx': nx },
    rules: {
      // The compiler knows what is undefined and unused, and types what it reads.
      'no-undef': 'off',
      'no-unused-vars': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingUnknown: true }],
      // Contracts are objects of closures, which may be taken apart.
      '@typescript-eslint/unbound-method': 'off',
      // An async function is also how a synchronous port meets its contract.
      '@typescript-eslint/require-await': 'off',
      // A template may show a number, and whatever else is a string by contract.
      '@typescript-eslint/restrict-template-expressions': 'off',
      'no-restricted-syntax': ['error', ...syntax, reExport],
      '@typescript-eslint/no-restricted-imports': ['error', { patterns: [tooFarUp] }],
      eqeqeq: 'error',
    },
  },
  { files: ['{libs,apps,tools}/*/src/index.ts'], rules: { 'no-restricted-syntax': ['error', ...syntax] } },
  {
    files: ['{libs,apps}/*/src/**/*.{ts,tsx}'],
    rules: {
      '@nx/enforce-module-boundaries': boundaries('source'),
      'no-restricted-properties': ['error', fromEnv],
      'no-console': 'error',
    },
  },
  ...libraries.map((row) => ({
    files: [`libs/${row.name}/src/**/*.ts`],
    ignores: tests,
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [tooFarUp, ...importPatterns(row)] }] },
  })),
  ...libraries
    .filter((row) => row.floor < 2)
    .map((row) => ({
      files: [`libs/${row.name}/src/**/*.ts`],
      ignores: tests,
      rules: {
        'no-restricted-globals': ['error', ...impureGlobals],
        'no-restricted-properties': [
          'error',
          { object: 'Math', property: 'random', message: 'Rooms are pure: take an rng as an argument.' },
          { object: 'AbortSignal', property: 'timeout', message: 'Rooms are pure: take a signal as an argument.' },
        ],
      },
    })),
  { files: ['apps/*/src/env.ts', 'apps/*/src/main.ts'], rules: { 'no-restricted-properties': 'off' } },
  {
    files: tests,
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': 'off',
      'no-restricted-properties': 'off',
      // Recorded and generated values are read without a schema.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
    },
  },
  {
    files: ['{libs,apps}/*/src/**/*.{test,laws}.{ts,tsx}'],
    rules: { '@nx/enforce-module-boundaries': boundaries('tests') },
  },
);
