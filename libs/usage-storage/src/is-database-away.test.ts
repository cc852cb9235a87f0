import { freePort, slowProxy, testDatabase } from '@smart-router/dev-services';
import { sql } from 'kysely';
import { isDatabaseAway } from './is-database-away.js';
import { openDatabase } from './open-database.js';
import { openReports } from './reports/open-reports.js';
import type { UsageQuestion } from './reports/reports.js';

const range = { from: 0, to: 1 };
const failureOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => 'it answered',
    (error: unknown) => error,
  );

describe('a database that is away', () => {
  it('is told by a port nobody listens at, whatever is asked', async () => {
    const reports = openReports(`postgres://nobody@127.0.0.1:${await freePort()}/nothing`);
    const everything = { scope: 'everything', range, filter: {}, groupBy: [] } as const;
    const asked = [
      reports.usage(everything),
      reports.values({ ...everything, dimension: 'user' }),
      reports.request('req_01a1b65aafd47831ba0fc996d74c5998', 'everything'),
      reports.state(everything),
    ];
    for (const answer of asked) expect(isDatabaseAway(await failureOf(answer))).toBe(true);
    await reports.close();
  });

  it('is told by a connection that breaks, by one that is silent, and by a server that ends it or has no such database', async () => {
    const { url, drop } = await testDatabase();
    const proxy = await slowProxy(Number(new URL(url).port));
    const place = new URL(url);
    place.port = String(proxy.port);
    const [far, near] = [openDatabase(place.href, { queryTimeoutMs: 500 }), openDatabase(url)];
    const ask = () => sql`select 1`.execute(far);
    await ask();
    proxy.delayMs = 3_600_000;
    expect(isDatabaseAway(await failureOf(ask()))).toBe(true);
    proxy.delayMs = 0;
    proxy.close();
    expect(isDatabaseAway(await failureOf(ask()))).toBe(true);
    const own = sql`select pg_terminate_backend(pg_backend_pid())`.execute(near);
    expect(isDatabaseAway(await failureOf(own))).toBe(true);
    place.port = new URL(url).port;
    place.pathname = '/no_such_database';
    const nowhere = openDatabase(place.href);
    expect(isDatabaseAway(await failureOf(sql`select 1`.execute(nowhere)))).toBe(true);
    await Promise.all([far, near, nowhere].map((database) => database.destroy()));
    await drop();
  });
});

describe('a database that is there', () => {
  it('is not told away by a statement it cannot take, data it cannot read, nor a bug of ours', async () => {
    const { url, drop } = await testDatabase();
    const database = openDatabase(url);
    for (const text of ['select nonsense', 'select * from nowhere', 'select 1 / 0', `select 'x'::int`, 'selec'])
      expect(isDatabaseAway(await failureOf(sql.raw(text).execute(database)))).toBe(false);
    await database.destroy();
    const reports = openReports(url);
    // No reader asks so: `scope` is missing.
    const question = { range, filter: {}, groupBy: [] } as unknown as UsageQuestion;
    expect(isDatabaseAway(await failureOf(reports.usage(question)))).toBe(false);
    await reports.close();
    await drop();
  });

  it.each([new Error('a number should be a number, got "x"'), 'words', undefined, { code: 'ENOENT' }])(
    'is not told away by %p',
    (error) => expect(isDatabaseAway(error)).toBe(false),
  );
});
