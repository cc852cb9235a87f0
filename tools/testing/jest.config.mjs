import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const esmOnly = [
  ...['eventsource-parser', '@anthropic-ai', 'openai', 'lru-cache', 'uuid'],
  ...['openid-client', 'oauth4webapi', 'jose', 'preact', 'preact-render-to-string'],
];

/** The page's own language is TSX; in it a cast by angle brackets would be an element, so it is a parser of its own. */
const swc = (language) => [
  '@swc/jest',
  {
    jsc: {
      parser: { syntax: 'typescript', tsx: language === 'tsx' },
      transform: { react: { runtime: 'automatic', importSource: 'preact' } },
      target: 'es2022',
    },
    module: { type: 'commonjs' },
  },
];

/** One run for the whole workspace: a single Postgres and Redis serve every test. */
export default {
  rootDir: root,
  roots: ['<rootDir>/libs', '<rootDir>/apps', '<rootDir>/tools'],
  testMatch: ['**/*.test.{ts,tsx}'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/dist/'],
  globalSetup: '<rootDir>/tools/testing/global-setup.mjs',
  globalTeardown: '<rootDir>/tools/testing/global-teardown.mjs',
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@smart-router/source', 'node', 'require', 'default'] },
  transform: {
    '^.+\\.tsx$': swc('tsx'),
    '^.+\\.[mc]?[jt]s$': swc('ts'),
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': ['$1.ts', '$1.tsx', '$1.js'] },
  // A hang ends here; it is longer than any wait for an end, so that the wait says what it was for.
  testTimeout: 180_000,
  // Most of the time a test of whole processes waits for one of them: with one worker a core would idle.
  maxWorkers: 2,
};
