import { readConfig } from '../read-config.js';

const read = (group: string) =>
  readConfig(
    `
providers: { p: { dialect: openai-chat, base_url: "http://p/v1", auth: none, models: { m: {} } } }
model_groups: { g: { targets: [{ provider: p, model: m }], ${group} } }
`,
    { DATABASE_URL: 'postgres://h/d' },
  );

it('asks a group whose strategy is a policy which', () => {
  expect(read('strategy: typescript')).toEqual({
    ok: false,
    problems: [
      {
        path: 'model_groups.g.typescript',
        message: 'typescript should be given with the strategy typescript, got nothing',
      },
    ],
  });
});

it.each([
  ['failover', 'typescript', '{ file: a.ts }'],
  ['external', 'typescript', '{ file: a.ts }'],
  ['weighted', 'external', '{ endpoint: "https://policy.example/route" }'],
])('in a group of strategy %s, settings of %s are refused: nobody would read them', (strategy, name, settings) => {
  const reading = read(`strategy: ${strategy}, ${name}: ${settings}`);
  expect(reading.ok ? [] : reading.problems).toContainEqual({
    path: `model_groups.g.${name}`,
    message: `${name} should stand in a group with strategy ${name}, and this one has ${strategy}`,
  });
});

it('is content with settings of the strategy of their group', () => {
  expect(read('strategy: typescript, typescript: { file: a.ts }').ok).toBe(true);
  expect(read('typescript: { file: a.ts }').ok).toBe(false);
});
