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

it('lets settings of a policy wait for their strategy', () => {
  expect(read('strategy: failover, typescript: { file: a.ts }').ok).toBe(true);
  expect(read('strategy: typescript, typescript: { file: a.ts }').ok).toBe(true);
});
