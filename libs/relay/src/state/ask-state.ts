import type { DialectName, Endpoint } from '@smart-router/core';

/** Who holds the provider state of an ask. */
export interface AskState {
  /** The only issuer that can serve the ask; `undefined` when it goes on from nothing stored. */
  readonly boundIssuer: string | undefined;
  /** Who sealed the latest reasoning; it is asked first. */
  readonly home: Home | undefined;
  /** Bare proofs and who issued them; `undefined` for one that nobody may see, since nobody knows. */
  readonly proofIssuers: ReadonlyMap<string, string | undefined>;
}

/** An issuer and the dialect it sealed in: both are needed to read a proof. */
export interface Home {
  readonly issuer: string;
  readonly dialect: DialectName;
}

/** An ask without any. */
export const noState: AskState = { boundIssuer: undefined, home: undefined, proofIssuers: new Map() };

const none: ReadonlySet<string> = new Set();

/** The bare proofs that a target would refuse, for it did not issue them. */
export function strangeProofs({ proofIssuers }: AskState, { issuer }: Pick<Endpoint, 'issuer'>): ReadonlySet<string> {
  if (proofIssuers.size === 0) return none;
  return new Set([...proofIssuers].filter(([, issuedBy]) => issuedBy !== issuer).map(([proof]) => proof));
}
