import type { Range } from './reports.js';
import type { Scope } from './scope.js';

/** What events of access can be filtered by. */
export type SecurityDimension = 'type' | 'outcome' | 'reason' | 'surface' | 'subject' | 'address' | 'domain';

/**
 * A question for events of access, newest first. Those of no project, such as sign-ins, are seen by the scope of
 * everything alone; the others by the project and environment they name or their token has.
 */
export interface SecurityQuestion {
  readonly scope: Scope;
  readonly range: Range;
  /** Values that events must have, one of the listed ones; `undefined` is unknown. */
  readonly filter: { readonly [Name in SecurityDimension]?: readonly (string | undefined)[] };
  /** 1 to 500. */
  readonly limit: number;
  /** As a page gave it; refused when it belongs to another question. */
  readonly cursor?: string;
}

/** One event, or several of a kind within a minute. */
export interface SecurityLine {
  readonly eventId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly type: string;
  readonly outcome: string;
  readonly reason: string | undefined;
  readonly surface: string;
  readonly subject: string | undefined;
  /** E.g. `web/prod`. */
  readonly domain: string | undefined;
  readonly method: string | undefined;
  readonly pathTemplate: string | undefined;
  readonly status: number | undefined;
  readonly address: string | undefined;
  readonly userAgentFamily: string | undefined;
  readonly requestId: string | undefined;
  readonly tokenId: string | undefined;
  readonly count: number;
}

/** A page of events. */
export interface SecurityPage {
  readonly events: readonly SecurityLine[];
  /** Gives the next page; `undefined` on the last. */
  readonly nextCursor: string | undefined;
}
