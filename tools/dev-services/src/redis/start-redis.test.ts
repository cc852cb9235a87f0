import { Redis } from 'ioredis';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '../process/process-tree.js';
import { startRedis } from './start-redis.js';

test('a real Redis answers, falls silent while paused, answers again, and ends', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'smart-router-redis-'));
  const server = await startRedis({ directory });
  const redis = new Redis(server.url, { commandTimeout: 300 });
  expect(await redis.set('key', 'value')).toBe('OK');
  server.pause();
  await expect(redis.get('key')).rejects.toThrow('timed out');
  server.resume();
  expect(await redis.get('key')).toBe('value');
  redis.disconnect();
  await server.stop();
  expect(isAlive(server.pid)).toBe(false);
  await rm(directory, { recursive: true });
});
