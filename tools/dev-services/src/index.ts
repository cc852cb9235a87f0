export { freePort } from './free-port.js';
export { waitFor, type WaitOptions } from './wait-for.js';
export type { Service } from './process/service.js';
export { startPostgres, type PostgresOptions } from './postgres/start-postgres.js';
export { slowProxy, type SlowProxy } from './slow-proxy.js';
export { startRedis, type RedisOptions } from './redis/start-redis.js';
export { testDatabase, type TestDatabase, type TestDatabaseOptions } from './testing/test-database.js';
export { testRedis, type TestRedis } from './testing/test-redis.js';
export { openServiceDesk, type ServiceDesk } from './testing/service-desk.js';
