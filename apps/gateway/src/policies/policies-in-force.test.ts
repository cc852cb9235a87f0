import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, type Catalog, type ModelGroup } from '@smart-router/config';
import type { RouteContext } from '@smart-router/routing';
import { openPolicies, type GroupPolicies } from './open-policies.js';
import { keepPolicies } from './policies-in-force.js';
import { silentNotes } from './policy-log.js';

const config = `
providers: { p: { dialect: openai-chat, base_url: "http://p/v1", auth: none, models: { m: {} } } }
model_groups:
  g: { strategy: typescript, targets: [{ provider: p, model: m }], typescript: { file: route.ts, timeout_ms: 10000 } }
`;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'smart-router-in-force-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** The configuration as it is loaded while the policy says something. */
async function load(word: string): Promise<{ readonly group: ModelGroup; readonly policies: GroupPolicies }> {
  writeFileSync(join(directory, 'route.ts'), `export const route = () => ({ target: 0, classLabel: '${word}' });`);
  const catalog: Catalog = catalogOf();
  const opened = await openPolicies(catalog, { directory, notes: silentNotes });
  const group = catalog.groups.get('g');
  if (!opened.ok || group === undefined) throw new Error('the policy should load');
  return { group, policies: opened.policies };
}

function catalogOf(): Catalog {
  const reading = readConfig(config, { DATABASE_URL: 'postgres://h/d' });
  if (!reading.ok) throw new Error(reading.problems[0]?.message);
  return reading.catalog;
}

it('answers requests by the policy of the catalog they began with, also when another is in force', async () => {
  const [first, second] = [await load('first'), await load('second')];
  const inForce = keepPolicies(first.policies);
  const wordOf = async (group: ModelGroup) => {
    const context = { group: 'g', targets: [], now: 0 } as unknown as RouteContext; // more than the policy looks at
    const answer = await inForce.of(group)?.decide({ requestId: 'r', context, body: () => '', signal: undefined });
    return answer?.ok === true ? (answer.decision as { readonly classLabel: string }).classLabel : answer;
  };
  expect(await wordOf(first.group)).toBe('first');
  inForce.use(second.policies);
  expect([await wordOf(first.group), await wordOf(second.group)]).toEqual(['first', 'second']);
  inForce.close();
});

it('knows no policy of a group that has none', () => {
  const inForce = keepPolicies({ byGroup: new Map(), files: [] });
  const group = catalogOf().groups.get('g');
  expect(group && inForce.of(group)).toBeUndefined();
});
