import type { CallerLimits, CallerShape, OutputReserve, Secret, Target, Timeouts } from '@smart-router/core';
import type { Contract } from '@smart-router/eligibility';
import type { Canary, RoutingOptions } from '@smart-router/routing';

/** The checked configuration, resolved and immutable. A reload makes a new one; requests keep the one they began with. */
export interface Catalog {
  /** SHA-256 (hex, first 16 digits) of the configuration without secrets; stored on every usage row. */
  readonly hash: string;
  /** Names this deployment to other routers: the same for all its replicas, 16 hex digits that say nothing else. */
  readonly routerId: string;
  readonly server: ServerSettings;
  readonly storage: StorageSettings;
  readonly state: StateSettings | undefined;
  readonly telemetry: TelemetrySettings;
  readonly groups: ReadonlyMap<string, ModelGroup>;
  /** `prefix/model`, aliases and bare model names → what they stand for; empty unless `expose_models` is on. */
  readonly aliases: ReadonlyMap<string, ModelGroup>;
  readonly defaults: CallerDefaults;
  /** What keys of conversations are made with: the same for all replicas, and known to nobody else. */
  readonly conversationSalt: Secret;
}

/** What holds for tokens that set none of their own. */
export interface CallerDefaults {
  readonly callerLimits: CallerLimits;
  readonly callerShape: CallerShape | undefined;
  readonly reserve: OutputReserve;
}

/** What callers name. */
export interface ModelGroup {
  readonly name: string;
  readonly displayName: string | undefined;
  readonly notes: string | undefined;
  readonly routing: RoutingOptions;
  /** With the weights in force: where there is a canary, those of its first step until they are changed. */
  readonly targets: readonly Target[];
  /** `undefined` tries none. */
  readonly canary: Canary | undefined;
  readonly retry: RetryRules;
  readonly streamCommitAfterMs: number;
  readonly midStream: 'fail' | 'hold' | 'resume';
  /** A conversation prefers the target that served it before; `undefined` keeps no such preference. */
  readonly affinity: { readonly ttlMs: number } | undefined;
  /** What the group promises; `undefined` promises nothing. */
  readonly contract?: Contract | undefined;
  /** Sent with every question to its policy service; empty where it has none. */
  readonly policyHeaders: ReadonlyMap<string, Secret>;
}

/** Bounds of the attempt loop, milliseconds. */
export interface RetryRules {
  /** All attempts of a request, over all targets. */
  readonly maxAttempts: number;
  /** Further attempts on the same target, for classes that allow it. */
  readonly sameTarget: number;
  readonly maxElapsedMs: number;
  readonly maxRetryIntervalMs: number;
  /** A provider's hint up to this is waited out on the same target. */
  readonly waitForRetryAfterMs: number;
}

/** Settings of the HTTP side. */
export interface ServerSettings {
  readonly listen: Address;
  readonly adminListen: Address | undefined;
  readonly organization: string;
  readonly defaultModelGroup: string | undefined;
  readonly ownedBy: string;
  readonly modelIdentity: 'upstream' | 'requested_group';
  readonly responseHeaders: 'minimal' | 'detailed';
  readonly exposeModels: boolean;
  readonly translation: { readonly strict: boolean; readonly defaultMaxTokens: number };
  readonly requestLimits: {
    readonly maxBodyBytes: number;
    readonly maxHeaderBytes: number;
    readonly maxDepth: number;
    readonly bodyTimeoutMs: number;
  };
  readonly timeouts: Timeouts;
  readonly keepaliveIntervalMs: number;
  readonly drainTimeoutMs: number;
  readonly trustedProxies: readonly string[];
  readonly allowPrivateImageUrls: boolean;
  readonly forbiddenHostedTools: readonly string[];
  readonly tolerateResponsesBodyOnChatEndpoint: boolean;
  readonly defaultOutputReservation: number;
  readonly onDisconnect: 'cancel' | 'drain';
}

/** A host and port to listen on. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Where usage and keys are kept. */
export interface StorageSettings {
  readonly databaseUrl: Secret;
  readonly spool: {
    readonly directory: string;
    readonly fsyncIntervalMs: number;
    readonly maxBytes: number;
    readonly onFull: 'refuse' | 'drop';
  };
  /** `undefined` keeps no snapshot of keys on disk. */
  readonly keySnapshot: KeySnapshotSettings | undefined;
  readonly rollups: RollupSettings;
  readonly retention: RetentionSettings;
}

/** How usage is added up, and when it is final. */
export interface RollupSettings {
  readonly enabled: boolean;
  readonly intervalMs: number;
  /** How long after its end a window is added up. */
  readonly settleMs: number;
  readonly finalDayAfterMs: number;
  readonly finalMonthAfterMs: number;
}

/** How long rows are kept. */
export interface RetentionSettings {
  readonly enabled: boolean;
  /** Rows are counted and none is deleted. */
  readonly dryRun: boolean;
  readonly batchRows: number;
  /** By class, in whole UTC days; `undefined` keeps them for ever. */
  readonly keptDays: {
    readonly usage_detail: number | undefined;
    readonly usage_diagnostics: number | undefined;
    readonly decision_telemetry: number | undefined;
    readonly security_access_events: number | undefined;
  };
}

/** The last known good keys on disk. */
export interface KeySnapshotSettings {
  readonly file: string;
  readonly encryptionKey: Secret;
  /** An older one is refused. */
  readonly maxAgeMs: number;
}

/** Shared state; left out means in memory. */
export interface StateSettings {
  readonly redisUrl: Secret;
  readonly commandTimeoutMs: number;
  readonly expectedReplicas: number;
  readonly keyPrefix: string;
}

/** Logs and traces. */
export interface TelemetrySettings {
  readonly logLevel: string;
  readonly traces: { readonly enabled: boolean; readonly endpoint: string; readonly sampleShare: number };
}
