import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openTypescriptPolicies } from './open-typescript-policies.js';
import { policyOptions, questionAbout } from '../testing/policy-folder.js';

const root = join(__dirname, '../../../..');
const recipe = join(root, 'docs/recipes/typescript-policy');
const compiler = join(root, 'node_modules/typescript/bin/tsc');

const wrongPolicy = `import type { RouteDecision } from '@smart-router/policies';
export const route = (): RouteDecision => ({ targets: 1 });
`;

it('has types that tell its author what is wrong', () => {
  const folder = mkdtempSync(join(root, 'libs/policies/dist/recipe-'));
  const config = { extends: join(root, 'tsconfig.base.json'), include: [recipe, folder] };
  const compilerOptions = { composite: false, noEmit: true, declaration: false, declarationMap: false };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ ...config, compilerOptions }));
  writeFileSync(join(folder, 'wrong.ts'), wrongPolicy);
  try {
    const { stdout } = spawnSync(process.execPath, [compiler, '--pretty', 'false', '-p', folder], { encoding: 'utf8' });
    const problems = stdout.split('\n').filter((line) => line.includes('error TS'));
    expect(problems).toEqual([
      expect.stringMatching(/wrong\.ts\(2,.*'targets' does not exist in type 'RouteDecision'/),
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('decides as it says', async () => {
  const { policies, problems } = await openTypescriptPolicies({
    groups: [{ name: 'g', options: policyOptions() }],
    directory: recipe,
    notes: { failed: () => undefined, log: () => undefined },
  });
  expect(problems).toEqual([]);
  const { context } = questionAbout();
  const decide = async (more: object) => {
    const targets = context.targets.map((target) => ({
      ...{ ...target, inputPricePerMillionUsd: 3 - target.index, outputPricePerMillionUsd: 3 - target.index },
      ...{ tags: target.index === 0 ? ['long'] : [], validation: { qualityScore: 1 - target.index / 2 } },
    }));
    const answer = await policies.get('g')?.decide(questionAbout({ targets, ...more }));
    return answer?.ok === true ? answer.decision : answer;
  };
  expect(await decide({})).toEqual({ target: 1, classLabel: 'simple' });
  expect(await decide({ request: { ...context.request, complexity: 0.9 } })).toEqual({
    target: 0,
    classLabel: 'complex',
  });
  expect(await decide({ request: { ...context.request, estimatedInputTokens: 1e5 } })).toMatchObject({
    ...{ target: 0, classLabel: 'long' },
  });
  expect(await decide({ warmTarget: 'p/m0' })).toEqual({ target: 0, classLabel: 'warm' });
  for (const policy of policies.values()) policy.retire();
});
