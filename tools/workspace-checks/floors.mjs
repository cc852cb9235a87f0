// Who may import what: the one table behind the lint rules. Floors 0 and 1 are pure, so they also have no `node:` modules.

const rooms = ['dialects', 'keys', 'eligibility', 'routing', 'traffic-shaping', 'redaction'];

/**
 * One row per library: its floor, the libraries it may import, those of which it may import types only, npm packages,
 * npm packages of which it may import types only, and Node modules (`*` is any).
 */
export const libraries = [
  { name: 'core', floor: 0 },
  {
    name: 'dialects',
    floor: 1,
    libraries: ['core'],
    npm: ['zod', 'eventsource-parser'],
    npmTypes: ['openai', '@anthropic-ai/sdk'],
  },
  { name: 'keys', floor: 1, libraries: ['core'], npm: ['zod'], node: ['node:crypto'] },
  { name: 'eligibility', floor: 1, libraries: ['core'], npm: ['zod'] },
  { name: 'routing', floor: 1, libraries: ['core'], npm: ['zod'] },
  { name: 'traffic-shaping', floor: 1, libraries: ['core'], npm: ['zod'] },
  { name: 'redaction', floor: 1, libraries: ['core'], npm: ['zod'] },
  { name: 'config', floor: 2, libraries: ['core', ...rooms], npm: ['zod', 'yaml'], node: ['*'] },
  {
    name: 'policies',
    floor: 2,
    libraries: ['core', 'routing'],
    libraryTypes: ['config'],
    npm: ['esbuild', 'quickjs-emscripten', 'undici'],
    node: ['*'],
  },
  {
    name: 'relay',
    floor: 2,
    libraries: ['core', ...rooms],
    libraryTypes: ['config'],
    npm: ['undici', 'lru-cache'],
    node: ['*'],
  },
  { name: 'shared-state', floor: 2, libraries: ['core', 'traffic-shaping'], npm: ['ioredis'], node: ['*'] },
  { name: 'usage-storage', floor: 2, libraries: ['core', 'keys'], npm: ['kysely', 'pg'], node: ['*'] },
].map((row) => ({ libraries: [], libraryTypes: [], npm: [], npmTypes: [], node: [], ...row }));

/** The dependency constraints of `@nx/enforce-module-boundaries`. Tests may also use npm packages and tools. */
export function boundaryConstraints(audience) {
  const forTests = audience === 'tests';
  const tools = forTests ? ['floor:4'] : [];
  return [
    ...libraries.map((row) => ({
      sourceTag: `lib:${row.name}`,
      onlyDependOnLibsWithTags: [...[...row.libraries, ...row.libraryTypes].map((name) => `lib:${name}`), ...tools],
      ...(forTests
        ? {}
        : { allowedExternalImports: [...row.npm, ...row.npmTypes].flatMap((name) => [name, `${name}/*`]) }),
    })),
    { sourceTag: 'floor:3', onlyDependOnLibsWithTags: ['floor:0', 'floor:1', 'floor:2', ...tools] },
  ];
}

/**
 * The patterns of `no-restricted-imports` for a library: whatever is not in its row. They also hold where the project
 * graph knows nothing: Node modules and packages that are not installed.
 */
export function importPatterns(row) {
  const values = [...row.libraries.map(scoped), ...row.npm];
  const types = [...row.libraryTypes.map(scoped), ...row.npmTypes];
  const node = row.node.includes('*') ? ['node:[^/]+(?:/.*)?'] : row.node.map(escapeText);
  const allowed = [...values, ...types].map((name) => `${escapeText(name)}(?:/.*)?`);
  const patterns = [
    {
      regex: `^(?!\\.{1,2}/)(?!(?:${[...allowed, ...node].join('|') || '(?!)'})$)`,
      message: `${row.name} may import ${[...values, ...types, ...row.node].join(', ') || 'nothing'}.`,
    },
  ];
  if (types.length === 0) return patterns;
  const typesOnly = { regex: `^(?:${types.map(escapeText).join('|')})(?:/.*)?$`, allowTypeImports: true };
  return [...patterns, { ...typesOnly, message: `${row.name} may import types only from ${types.join(', ')}.` }];
}

function scoped(name) {
  return `@smart-router/${name}`;
}

function escapeText(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
