/** What happened, of what somebody who watches over access wants to know. */
export type SecurityEventType = 'sign-in' | 'sign-out' | 'session' | 'permission' | 'forgery' | 'export' | 'token';

/** How it ended. */
export type SecurityOutcome = 'ok' | 'failed' | 'limited' | 'refused';

/** Why it ended so: words of a closed list, never text of anybody. */
export type SecurityReason =
  | 'wrong-password'
  | 'too-many-attempts'
  | 'busy'
  | 'no-role'
  | 'provider-refused'
  | 'provider-away'
  | 'state-mismatch'
  | 'transaction-unknown'
  | 'answer-invalid'
  | 'domain-not-allowed'
  | 'email-not-verified'
  | 'claim-missing'
  | 'expired'
  | 'idle'
  | 'revoked'
  | 'user-removed'
  | 'password-changed'
  | 'permission-missing'
  | 'other-domain'
  | 'foreign-origin'
  | 'token-missing'
  | 'token-wrong'
  | 'unknown-host'
  | 'unauthorized'
  | 'key-disabled'
  | 'key-suspended'
  | 'key-expired'
  | 'key-rotated'
  | 'key-exhausted'
  | 'forbidden';

/** One event of access: who, from where, to what, and how it ended. Scalars of closed or bounded form. */
export interface SecurityEvent {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly type: SecurityEventType;
  readonly outcome: SecurityOutcome;
  readonly reason?: SecurityReason | undefined;
  readonly surface: 'reports' | 'gateway';
  /** Who it was, e.g. `local:ada`; absent for strangers. */
  readonly subject?: string | undefined;
  /** E.g. `web/prod`: the domain that was asked for. */
  readonly domain?: string | undefined;
  readonly method?: string | undefined;
  /** E.g. `/requests/:id`, never the path itself. */
  readonly pathTemplate?: string | undefined;
  readonly status?: number | undefined;
  readonly address?: string | undefined;
  /** E.g. `firefox`. */
  readonly userAgentFamily?: string | undefined;
  /** The model request it was about. */
  readonly requestId?: string | undefined;
  readonly tokenId?: string | undefined;
}
