import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { openPolicy, policyFolder, questionAbout, type PolicyFolder } from '../testing/policy-folder.js';

let folder: PolicyFolder;
beforeEach(() => {
  folder = policyFolder();
});
afterEach(() => folder.remove());

it('loads a policy with what it imports', async () => {
  folder.write({
    'route.ts': `import type { RouteContext, RouteDecision } from '@smart-router/policies';
      import { wanted } from './lib/wanted.js';
      import settings from './settings.json';
      export const route = ({ targets }: RouteContext): RouteDecision =>
        ({ target: targets.find(({ tags }) => tags.includes(wanted))!.index, classLabel: settings.label });`,
    'lib/wanted.ts': `export const wanted: string = 'small';`,
    'settings.json': `{ "label": "from-json" }`,
  });
  const { policy } = await openPolicy(folder);
  expect(await policy.decide(questionAbout())).toMatchObject({
    ok: true,
    decision: { target: 1, classLabel: 'from-json' },
  });
  policy.retire();
});

it('names the code of a policy: the same for the same, another for another import', async () => {
  const versions: (string | undefined)[] = [];
  for (const wanted of ['small', 'small', 'large']) {
    folder.write({
      'route.ts': `import { wanted } from './wanted.js'; export const route = () => ({ target: wanted });`,
      'wanted.ts': `export const wanted = '${wanted}';`,
    });
    const { policy } = await openPolicy(folder);
    versions.push(policy.version);
    policy.retire();
  }
  expect(versions).toEqual([
    expect.stringMatching(/^[0-9a-f]{12}$/),
    versions[0],
    expect.not.stringMatching(`${versions[0]}`),
  ]);
});

it.each([
  ['is not there', {}, 'route.ts cannot be read: ENOENT'],
  ['is no TypeScript', { 'route.ts': 'export function route( {' }, 'route.ts:1:25'],
  ['exports nothing', { 'route.ts': 'function route() {}' }, 'should export a function route(context), got undefined'],
  ['exports no function', { 'route.ts': 'export const route = {}' }, 'got object'],
  [
    'throws at once',
    { 'route.ts': '\n\nthrow new TypeError("no");\nexport const route = 1' },
    'TypeError: no (route.ts:3',
  ],
  ['throws where it imports', { 'route.ts': `import './lib/a'; export const route = 1`, 'lib/a.ts': '\nthrow 1' }, '1'],
  ['never ends at its top', { 'route.ts': 'for (;;);\nexport function route() {}' }, 'should end within 5000 ms'],
  ['never ends in native code', { 'route.ts': 'Array(1e9).join();\nexport function route() {}' }, 'should end within'],
  [
    'fills its memory at its top',
    { 'route.ts': 'let all = "x"; for (;;) all += all; export function route() {}' },
    'InternalError',
  ],
  ['waits at its top', { 'route.ts': 'await 1; export function route() {}' }, 'Top-level await'],
  ['imports a module of Node', { 'route.ts': `import 'node:fs'; export function route() {}` }, 'got "node:fs"'],
  ['imports a package', { 'route.ts': `import 'undici'; export function route() {}` }, 'got "undici"'],
  ['requires', { 'route.ts': `require('fs'); export function route() {}` }, 'got "fs"'],
  [
    'imports from above',
    { 'route.ts': `import '../../etc/hosts'; export function route() {}` },
    'its own folder and below',
  ],
  ['imports an absolute path', { 'route.ts': `import '/etc/hosts'; export function route() {}` }, 'beside it only'],
  ['imports what is not there', { 'route.ts': `import './gone'; export function route() {}` }, './gone'],
  [
    'asks for a process',
    { 'route.ts': 'process.exit(1); export function route() {}' },
    "'process' is not defined (route.ts:1:1)",
  ],
])('does not load a policy that %s', async (_what, files, why) => {
  folder.write(files);
  await expect(openPolicy(folder)).rejects.toThrow(why);
});

it('does not follow a link out of the folder of the policy', async () => {
  folder.write({ 'inside/route.ts': `import './link'; export function route() {}`, 'secret.ts': 'export {}' });
  symlinkSync(join(folder.directory, 'secret.ts'), join(folder.directory, 'inside/link.ts'));
  await expect(openPolicy(folder, { file: 'inside/route.ts' })).rejects.toThrow('its own folder and below');
});

it.each(['`../secrets/${name}`', '"../secrets/" + name + ".json"'])(
  'does not bundle what a pattern finds outside the folder of the policy: %s',
  async (path) => {
    const code = `export const route = (context: { group: string }) => { const name = context.group; return require(${path}); };`;
    folder.write({ 'inside/route.ts': code, 'secrets/key.json': '{ "target": 0 }' });
    await expect(openPolicy(folder, { file: 'inside/route.ts' })).rejects.toThrow('its own folder and below');
  },
);

it.each(['//# sourceMappingURL=', '//@ sourceMappingURL=', '/*# sourceMappingURL='])(
  'does not read the source map that a policy names: %s',
  async (named) => {
    // Who reads it waits for ever for somebody who writes.
    execFileSync('mkfifo', [join(folder.directory, 'map')]);
    folder.write({ 'route.ts': `export const route = () => ({ target: 1 });\n${named}${folder.directory}/map */` });
    const { policy } = await openPolicy(folder);
    expect(await policy.decide(questionAbout())).toMatchObject({ ok: true, decision: { target: 1 } });
    policy.retire();
  },
);

it('does not import what is no file', async () => {
  execFileSync('mkfifo', [join(folder.directory, 'lib.ts')]);
  folder.write({ 'route.ts': `import './lib.ts'; export const route = () => ({ target: 1 });` });
  await expect(openPolicy(folder)).rejects.toThrow('files only, got "lib.ts"');
});

it('bundles what a pattern finds beside the policy', async () => {
  folder.write({
    'route.ts': 'export const route = (context: { group: string }) => require(`./groups/${context.group}.json`);',
    'groups/g.json': '{ "target": 1 }',
  });
  const { policy } = await openPolicy(folder);
  expect(await policy.decide(questionAbout())).toMatchObject({ ok: true, decision: { target: 1 } });
  policy.retire();
});

it('follows a link to the policy itself, as mounted configurations have them', async () => {
  folder.write({
    'v1/route.ts': `import { one } from './one.js'; export const route = () => ({ target: one })`,
    'v1/one.ts': 'export const one = 1',
  });
  symlinkSync(join(folder.directory, 'v1/route.ts'), join(folder.directory, 'route.ts'));
  const { policy } = await openPolicy(folder);
  expect(await policy.decide(questionAbout())).toMatchObject({ decision: { target: 1 } });
  policy.retire();
});

it('answers whoever still asks after it was retired', async () => {
  folder.write({ 'route.ts': 'export const route = () => ({ target: 1 })' });
  const { policy } = await openPolicy(folder);
  policy.retire();
  expect(await policy.decide(questionAbout())).toMatchObject({ ok: true, decision: { target: 1 } });
});
