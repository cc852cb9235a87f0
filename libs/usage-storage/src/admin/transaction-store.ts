import { sql, type Kysely } from 'kysely';
import type { Tables } from '../tables.js';
import type { TransactionStore } from './admin-store.js';

/** Time to sign in at the provider. */
const ttlMs = 10 * 60 * 1000;

/** Sign-ins one address may have under way: an office behind one address, not a flood. */
const mostPerAddress = 200;

/** Sign-ins under way, in Postgres. */
export function makeTransactionStore(database: Kysely<Tables>): TransactionStore {
  return {
    begin: async ({ transactionHash, back, address, now }) => {
      const query = sql`insert into admin_transactions (transaction_hash, back, address, expires_at)
        select ${transactionHash}, ${back}, ${address}, ${new Date(now + ttlMs)}
        where (select count(*) from admin_transactions
          where address = ${address} and expires_at > ${new Date(now)}) < ${mostPerAddress}`;
      return (await query.execute(database)).numAffectedRows === 1n;
    },
    take: async (transactionHash, now) => {
      const query = sql<{ back: string; expires_at: Date }>`delete from admin_transactions
        where transaction_hash = ${transactionHash} returning back, expires_at`;
      const [row] = (await query.execute(database)).rows;
      return row === undefined || row.expires_at.getTime() <= now ? undefined : { back: row.back };
    },
  };
}
