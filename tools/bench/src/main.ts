import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startPostgres } from '@smart-router/dev-services';
import { benchConfig, benchRoutes } from './bench-config.js';
import { prepareDatabase } from './prepare-database.js';

const port = 9400;
const directory = resolve(process.argv[2] ?? 'data/bench');
const mockUrl = process.argv[3] ?? 'http://127.0.0.1:9100';
const gateway = resolve('apps/gateway/dist/smart-router.mjs');

mkdirSync(directory, { recursive: true });
const postgres = await startPostgres({ directory: join(directory, 'postgres') });
const token = await prepareDatabase(postgres.url);
const config = join(directory, 'smart-router.yaml');
writeFileSync(config, benchConfig({ port, mockUrl, spoolDirectory: join(directory, 'spool') }));
const contender = {
  name: 'smart-router',
  note: 'everything on: token, limits, reservation, ledger to Postgres, metrics, a log line a request',
  base: `http://127.0.0.1:${port}`,
  cmd: ['node', gateway, 'serve', '--config', config],
  env: { DATABASE_URL: postgres.url, MOCK_KEY: 'sk-mock' },
  routes: benchRoutes(token),
};
writeFileSync(join(directory, 'contender.json'), JSON.stringify([contender], null, 2), { mode: 0o600 });
process.stdout.write(`${join(directory, 'contender.json')} is ready; Ctrl-C stops its database\n`);
const awake = setInterval(() => undefined, 60_000); // a waiting promise alone keeps no process alive
await new Promise((done) => process.once('SIGINT', done).once('SIGTERM', done));
clearInterval(awake);
await postgres.stop();
