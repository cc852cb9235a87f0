import { openPool } from '../open-pool.js';
import type { Ask, TextRow } from '../reports/open-snapshots.js';
import { untilAborted } from '../until-aborted.js';
import { readRequestEvidence } from './read-request-evidence.js';
import type { RequestEvidence } from './request-evidence.js';

/** Requests as their callers may look them up. */
export interface LiveRequestEvidence {
  /**
   * What is kept of a request of a key, whichever of its tokens made it. `undefined` for an unknown one and for one of
   * another key. Rejects when that is not known within the bound: the database does not answer, or rows are on their way.
   */
  ofKey(requestId: string, keyId: string): Promise<RequestEvidence | undefined>;
  close(): Promise<void>;
}

/** How many look-ups the database sees at once, and how long one may take. */
export interface RequestEvidenceOptions {
  readonly databaseUrl: string;
  /** Resolves when what this process has recorded by now is stored. */
  stored(): Promise<void>;
  /** Default 2. */
  readonly maxConnections?: number;
  /** No answer takes longer. Default 3000. */
  readonly timeoutMs?: number;
}

/** Opens connections of its own: a caller that looks things up does not hold up the ledger's writer. */
export function openRequestEvidence(options: RequestEvidenceOptions): LiveRequestEvidence {
  const { databaseUrl, stored, maxConnections = 2, timeoutMs = 3000 } = options;
  const pool = openPool({
    connectionString: databaseUrl,
    application_name: 'smart-router look-ups',
    max: maxConnections,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
    keepAlive: true,
    types: { getTypeParser: () => (text: string) => text },
    // pg waits for the promise, which its types do not say.
    onConnect: (client): unknown => client.query(`set statement_timeout = ${Math.trunc(timeoutMs)}`),
  });
  // One statement sees one moment: it needs no transaction, and so one round trip.
  const ask: Ask = async (statement, values) => (await pool.query<TextRow>(statement, [...values])).rows;
  const find = async (requestId: string, keyId: string): Promise<RequestEvidence | undefined> => {
    const wanted = { requestId, scope: { keyId } };
    const found = await readRequestEvidence(ask, wanted);
    if (found !== undefined) return found;
    await stored();
    return readRequestEvidence(ask, wanted);
  };
  return {
    ofKey: (requestId, keyId) => untilAborted(find(requestId, keyId), AbortSignal.timeout(timeoutMs)),
    // A server that is paused never says goodbye.
    close: () => untilAborted(pool.end(), AbortSignal.timeout(timeoutMs)).catch(() => undefined),
  };
}
