import { Redis } from 'ioredis';
import pg from 'pg';
import { testDatabase } from './test-database.js';
import { testRedis } from './test-redis.js';

test('each test gets a database of its own, and dropping it throws out who is still connected', async () => {
  const [first, second] = await Promise.all([testDatabase(), testDatabase()]);
  const client = new pg.Client({ connectionString: first.url });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('create table marker (id int)');
  expect(await tablesIn(second.url)).toEqual([]);
  expect(await tablesIn(first.url)).toEqual(['marker']);
  await Promise.all([first.drop(), second.drop()]);
  await expect(client.query('select 1')).rejects.toThrow();
});

test('a database may begin as a copy of another one', async () => {
  const template = await testDatabase();
  await query(template.url, 'create table copied (id int)');
  const copy = await testDatabase({ template: new URL(template.url).pathname.slice(1) });
  expect(await tablesIn(copy.url)).toEqual(['copied']);
  await Promise.all([template.drop(), copy.drop()]);
});

test('each test gets a Redis database of its own', async () => {
  const [first, second] = await Promise.all([testRedis(), testRedis()]);
  expect(first.url).not.toBe(second.url);
  const redis = new Redis(first.url);
  await redis.set('key', 'value');
  expect(await redis.dbsize()).toBe(1);
  await first.drop();
  expect(await redis.dbsize()).toBe(0);
  redis.disconnect();
});

async function tablesIn(url: string): Promise<readonly string[]> {
  const rows = await query(url, `select tablename from pg_tables where schemaname = 'public'`);
  return rows.map((row) => String(row['tablename']));
}

async function query(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}
