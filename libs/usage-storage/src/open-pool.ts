import pg from 'pg';

/**
 * Opens a pool whose broken connections never end the process. A connection may break while it is idle or while
 * somebody holds it: both emit `error`, which nobody else listens to. The pool drops the connection, and the query
 * under way fails with the reason.
 */
export function openPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config);
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
