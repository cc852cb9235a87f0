import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type pg from 'pg';

/**
 * A pool that gives up connections on which a statement was not answered in time: the answer is still to come there, or
 * the server's machine is gone, and whoever got the connection next would wait for it too.
 */
export function dropSilent(pool: pg.Pool): PostgresPool {
  return { connect: async () => watch(await pool.connect()), end: () => pool.end() };
}

function watch(client: pg.PoolClient): PostgresPoolClient {
  let isSilent = false;
  const query = async (text: string, values: readonly unknown[]): Promise<unknown> => {
    try {
      return await client.query(text, [...values]);
    } catch (error) {
      isSilent ||= error instanceof Error && error.message === 'Query read timeout'; // pg's words, and it has no code
      throw error;
    }
  };
  return {
    // Kysely asks with a cursor only when it was given one, which nobody does.
    query: query as PostgresPoolClient['query'],
    release: () => client.release(isSilent),
  };
}
