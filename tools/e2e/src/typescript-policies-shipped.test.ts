import { execFile } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitFor } from '@smart-router/dev-services';
import { program, startGatewayProcess, type GatewayProcess } from './gateway-process.js';
import { openProgramPlace, type ProgramPlace } from './program-place.js';
import { targetConfig } from './target-config.js';

let place: ProgramPlace;

beforeAll(async () => void (place = await openProgramPlace()));
afterAll(() => place.close());

const policy = `import { chosen } from './lib/chosen.js';\nexport const route = () => ({ target: chosen });\n`;

function writeAll(): string {
  place.write('policies/lib/chosen.ts', 'export const chosen: number = 1;');
  place.write('policies/route.ts', policy);
  const targets = [
    { dialect: 'openai-chat', model: 'sim-ok+one' },
    { dialect: 'openai-chat', model: 'sim-ok+two' },
  ] as const;
  const options = { strategy: 'typescript', typescript: { file: 'policies/route.ts', timeout_ms: 10_000 } };
  const places = { simulatorUrl: place.providerUrl, spoolDirectory: join(place.folder, 'spool') };
  return place.write('smart-router.yaml', targetConfig([{ name: 'scripted', targets, options }], places));
}

async function targetAt({ url }: GatewayProcess): Promise<string | null> {
  return (await place.ask(url, 'scripted')).get('x-router-target');
}

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function command(args: readonly string[], bundle = program): Promise<Ended> {
  return new Promise((ended) =>
    execFile(process.execPath, [bundle, ...args], { env: place.env }, (error, out, err) =>
      ended({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    ),
  );
}

it('follows a policy in the program as it is shipped, also when one of its files changes, and never a bad one', async () => {
  const configFile = writeAll();
  const lines: string[] = [];
  const gateway = await startGatewayProcess({ configFile, env: place.env, onLine: (line) => lines.push(line) });
  await waitFor(async () => (await fetch(`${gateway.url}/readyz`)).ok);
  expect(await targetAt(gateway)).toBe('scripted-2/simulated');

  place.write('policies/lib/chosen.ts', 'export const chosen: number = 0;');
  await waitFor(async () => (await targetAt(gateway)) === 'scripted-1/simulated', { what: 'the changed import' });

  place.write('policies/route.ts', 'export const route = (');
  const refusal = await waitFor(() => lines.find((line) => line.includes('configuration not reloaded')));
  expect(refusal).toContain('model_groups.scripted.typescript.file: route.ts:1:23');
  expect(await targetAt(gateway)).toBe('scripted-1/simulated');

  place.write('policies/route.ts', 'export const route = () => ({ target: 1 });');
  await waitFor(async () => (await targetAt(gateway)) === 'scripted-2/simulated', { what: 'the repaired policy' });
  expect(await gateway.stop()).toBe(0);
});

it('does not start with a bad policy, and says where it is bad', async () => {
  const configFile = writeAll();
  place.write('policies/lib/chosen.ts', '\nthrow new Error("not today");');
  const problem = 'model_groups.scripted.typescript.file: Error: not today (lib/chosen.ts:2:';
  expect(await command(['serve', '--config', configFile])).toMatchObject({
    ...{ code: 1, err: expect.stringContaining(problem) },
  });
  expect(await command(['config', 'check', configFile])).toMatchObject({
    ...{ code: 1, err: expect.stringContaining(problem) },
  });
});

it('checks a configuration with a good policy, and ends', async () => {
  expect(await command(['config', 'check', writeAll()])).toMatchObject({
    ...{ code: 0, out: expect.stringContaining('is valid') },
  });
});

it('says what is missing where the program stands without the packages that policies need', async () => {
  const bundle = join(place.folder, 'smart-router.mjs');
  copyFileSync(program, bundle);
  expect(await command(['config', 'check', writeAll()], bundle)).toMatchObject({
    ...{ code: 1, err: expect.stringContaining('need the packages esbuild and quickjs-emscripten') },
  });
});
