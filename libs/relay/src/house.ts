import type {
  Clock,
  DialectName,
  RandomBytes,
  Rng,
  ShapedUpstream,
  UpstreamClass,
  UsageRecord,
  UsageSink,
} from '@smart-router/core';
import type { Catalog, ModelGroup } from '@smart-router/config';
import type { KeyDirectory } from '@smart-router/keys';
import type { ObservationStore, RoutePolicy } from '@smart-router/routing';
import type { LimitStore } from '@smart-router/traffic-shaping';
import type { Left } from './lines/line.js';
import type { LineName } from './lines/lines.js';

/** What the relay needs from outside. Every part may be replaced by an embedding service. */
export interface RouterPorts {
  /** The catalog in force now; a request keeps the one it began with. */
  catalog(): Catalog;
  readonly keys: KeyDirectory;
  readonly limits: LimitStore;
  readonly usage: UsageSink;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly randomBytes: RandomBytes;
  /** What targets did lately, for an embedding that shares it with others; one of its own where left out. */
  readonly observations?: ObservationStore;
  /** The policy of a group of a catalog in force, for strategies that are one. */
  policyOf?(group: ModelGroup): RoutePolicy | undefined;
  /** Told of everything worth a log line or a metric. Must not throw. */
  observe?(event: RelayEvent): void;
}

/** What the relay tells its observer. */
export type RelayEvent =
  /** A request with a valid token ended; `record` is what the ledger keeps. */
  | { readonly kind: 'request-ended'; readonly record: UsageRecord }
  /** A request without a valid token was refused. */
  | {
      readonly kind: 'stranger-refused';
      readonly requestId: string;
      readonly errorType: string;
      readonly remoteAddress: string;
    }
  /** A request with a valid token to count tokens ended; the ledger keeps none of these. */
  | {
      readonly kind: 'tokens-counted';
      readonly requestId: string;
      readonly tokenId: string;
      readonly dialect: DialectName;
      readonly group: string | undefined;
      readonly status: number;
      readonly errorType: string | undefined;
      /** Who counted; `undefined` when nobody did. */
      readonly by: 'native' | 'estimate' | undefined;
      readonly durationMs: number;
    }
  /** A request with a valid token to explain a decision ended; the ledger keeps none of these. */
  | {
      readonly kind: 'route-explained';
      readonly requestId: string;
      readonly tokenId: string;
      readonly dialect: DialectName;
      readonly group: string | undefined;
      readonly status: number;
      readonly errorType: string | undefined;
      readonly durationMs: number;
    }
  /** A provider turned a credential away, and it pauses: its key is wrong, or its account is empty. */
  | {
      readonly kind: 'credential-benched';
      readonly requestId: string;
      readonly provider: string;
      readonly credentialId: string;
      readonly errorClass: 'credential_rejected' | 'quota_exhausted';
      readonly status: number | undefined;
    }
  /** A pause of a credential, or of one model of it, began or ended. */
  | {
      readonly kind: 'backoff-changed';
      readonly requestId: string;
      readonly change: 'started' | 'ended';
      readonly bucket: 'model.backoff' | 'credential.backoff';
      readonly upstream: ShapedUpstream;
      /** Milliseconds from now on; 0 when it has ended. */
      readonly pauseMs: number;
      readonly errorClass: UpstreamClass | undefined;
    }
  /** A request was let in, and limits of its key or owners are past their soft percentage, e.g. `project.day.tokens`. */
  | { readonly kind: 'soft-limits-passed'; readonly requestId: string; readonly buckets: readonly string[] }
  /** A request left a queue: its turn had come, or it got nothing. One that moved on waits in another, or asked in vain. */
  | {
      readonly kind: 'line-left';
      readonly requestId: string;
      readonly line: LineName;
      /** What it waited for, e.g. `provider.request_start_per_sec`. */
      readonly bucket: string;
      readonly outcome: Left['kind'];
      readonly waitedMs: number;
    }
  /** A bug: something threw that should not have. */
  | { readonly kind: 'bug'; readonly requestId: string; readonly error: unknown };
