import { openSnapshots } from '../reports/open-snapshots.js';
import { readRequestEvidence } from './read-request-evidence.js';
import type { RequestEvidence } from './request-evidence.js';

/** Requests as their callers may look them up. */
export interface LiveRequestEvidence {
  /**
   * What is kept of a request of a key, whichever of its tokens made it. `undefined` for an unknown one and for one of
   * another key. Rejects when the database does not answer within the bound.
   */
  ofKey(requestId: string, keyId: string): Promise<RequestEvidence | undefined>;
  close(): Promise<void>;
}

/** How many look-ups the database sees at once, and how long it may take for one. */
export interface RequestEvidenceOptions {
  readonly databaseUrl: string;
  /** Default 2. */
  readonly maxConnections?: number;
  /** Default 2000. */
  readonly timeoutMs?: number;
}

/** Opens connections of its own: a caller that looks things up does not hold up the ledger's writer. */
export function openRequestEvidence(options: RequestEvidenceOptions): LiveRequestEvidence {
  const { databaseUrl, maxConnections = 2, timeoutMs = 2000 } = options;
  const snapshots = openSnapshots(databaseUrl, { maxConnections, queryTimeoutMs: timeoutMs });
  return {
    ofKey: (requestId, keyId) => snapshots.read((ask) => readRequestEvidence(ask, { requestId, scope: { keyId } })),
    close: () => snapshots.close(),
  };
}
