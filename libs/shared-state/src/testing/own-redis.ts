import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRedis, type Service } from '@smart-router/dev-services';

/** A Redis that a test may pause, fill and stop. */
export interface OwnRedis {
  readonly service: Service;
  /** Starts one anew, empty, where the stopped one was. */
  again(): Promise<Service>;
  remove(): Promise<void>;
}

/** Starts a Redis that nobody else uses. */
export async function ownRedis(): Promise<OwnRedis> {
  const directory = await mkdtemp(join(tmpdir(), 'smart-router-own-redis-'));
  let service = await startRedis({ directory });
  return {
    service,
    async again() {
      service = await startRedis({ directory, port: service.port });
      return service;
    },
    async remove() {
      await service.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
