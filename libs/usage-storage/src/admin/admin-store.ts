import type { SecurityEvent } from './security-event.js';

/** Somebody who has signed in, as it is kept. */
export interface AdminSession {
  /** Every subject that roles may name, the first one who it is, e.g. `user:ada@example.com`, `group:analysts`. */
  readonly subjects: readonly string[];
  /** To be shown. */
  readonly name: string;
  /** What vouched for them: a stamp of the password, or the provider. It has to be the same still. */
  readonly credentialStamp: string;
}

/** What is kept for an id. */
export type SessionFinding =
  | { readonly kind: 'live'; readonly session: AdminSession }
  | { readonly kind: 'ended'; readonly reason: 'expired' | 'idle'; readonly session: AdminSession }
  | { readonly kind: 'unknown' };

/** A session as an operator sees it. */
export interface SessionView extends AdminSession {
  /** The first digits of its hash, to name it by. */
  readonly handle: string;
  readonly createdAt: number;
  readonly lastSeenAt: number;
  readonly expiresAt: number;
}

/** Sessions by the hash of their id. Times are milliseconds since the epoch. */
export interface SessionStore {
  open(
    sessionHash: string,
    session: AdminSession,
    times: { readonly now: number; readonly ttlMs: number },
  ): Promise<void>;
  /** Also notes that it was seen, to the minute. */
  find(sessionHash: string, times: { readonly now: number; readonly idleMs: number }): Promise<SessionFinding>;
  end(sessionHash: string): Promise<void>;
  list(now: number): Promise<readonly SessionView[]>;
  /** Ends the sessions of a subject, or the one of a handle; resolves to their number. */
  revoke(whose: { readonly subject: string } | { readonly handle: string }): Promise<number>;
}

/** A sign-in under way at a provider, by the hash of its id. */
export interface TransactionStore {
  /** False when one address has begun too many. */
  begin(transaction: {
    readonly transactionHash: string;
    readonly back: string;
    readonly address: string;
    readonly now: number;
  }): Promise<boolean>;
  /** Where to go back to; a transaction is taken once. */
  take(transactionHash: string, now: number): Promise<{ readonly back: string } | undefined>;
}

/** One try of a password. */
export interface SignInAttempt {
  /** A bounded number of them: accounts that exist, and a few that stand for all others. */
  readonly account: string;
  readonly address: string;
  readonly now: number;
}

/** Counts tries of passwords, for all replicas together. */
export interface SignInLimiter {
  /** Counts the try as failed before it is made, so that many at once do not slip by. */
  attempt(
    attempt: SignInAttempt,
  ): Promise<{ readonly kind: 'go' } | { readonly kind: 'limited'; readonly retryAfterMs: number }>;
  /** Takes the count back: the password was right, or was not looked at. */
  takeBack(attempt: SignInAttempt, why: 'succeeded' | 'undecided'): Promise<void>;
}

/** Whether the database is ready for the reports, and what its role may do beyond reading them. */
export interface AdminPrivileges {
  /** Tables of usage and keys that the role could change, e.g. `request_usage`; empty for a role that only reads. */
  readonly writable: readonly string[];
  readonly readsTokenHashes: boolean;
  /** Tables the reports need and the role cannot use. */
  readonly missing: readonly string[];
}

/** What the reports keep in Postgres themselves. Everything rejects when the database does not answer in seconds. */
export interface AdminStore {
  readonly sessions: SessionStore;
  readonly transactions: TransactionStore;
  readonly signIns: SignInLimiter;
  /** Resolves when the event is stored, or counted where there are too many of its kind; never rejects. */
  note(event: SecurityEvent): Promise<void>;
  privileges(): Promise<AdminPrivileges>;
  /** Whether the database answers and sessions can be read; never rejects. */
  isReady(): Promise<boolean>;
  /** Removes what has expired and bounds what is left. */
  sweep(now: number): Promise<void>;
  close(): Promise<void>;
}
