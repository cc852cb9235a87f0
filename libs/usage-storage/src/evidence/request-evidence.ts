/** Everything the ledger knows of one request. */
export interface RequestEvidence {
  readonly requestId: string;
}
