/** What the services read from the environment, in one place. */
export interface Environment {
  /** A Postgres of your own; it wins over the embedded one. */
  readonly databaseUrl: string | undefined;
  /** A Redis of your own; it wins over a started one. */
  readonly redisUrl: string | undefined;
  /** Where this test run's services are asked for. */
  readonly servicesUrl: string | undefined;
  readonly searchPath: string;
  readonly cacheHome: string | undefined;
}

/** The variable through which a test run tells its workers where its services are. */
export const servicesUrlVariable = 'SMART_ROUTER_TEST_SERVICES';

/** Reads the environment now, not at import time. */
export function readEnvironment(): Environment {
  return {
    databaseUrl: process.env['DATABASE_URL'] || undefined,
    redisUrl: process.env['REDIS_URL'] || undefined,
    servicesUrl: process.env[servicesUrlVariable] || undefined,
    searchPath: process.env['PATH'] ?? '',
    cacheHome: process.env['XDG_CACHE_HOME'] || undefined,
  };
}
