import type {
  AskFacts,
  AttemptRecord,
  Caller,
  CountedUsage,
  DialectName,
  Fault,
  Observations,
  Target,
  UpstreamClass,
} from '@smart-router/core';
import type { Catalog, ModelGroup } from '@smart-router/config';
import type { Ask, Note, Outcome } from '@smart-router/dialects';
import type { ObservationStore } from '@smart-router/routing';
import type { ObservedOutputs } from '@smart-router/traffic-shaping';
import type { AnswerSink } from './answer-sink.js';
import type { Bill } from './bill.js';
import type { RouterPorts } from './house.js';
import type { Firsts } from './decide/firsts.js';
import type { Inbound } from './inbound.js';
import type { Leases } from './leases.js';
import type { RequestTrace } from './request-trace.js';
import type { ShapeEvidence } from './shape-evidence.js';
import type { Lines } from './lines/lines.js';
import type { Rotation } from './credential-order.js';
import type { UpstreamPools } from './upstream/upstream-pools.js';

/** The router's own long-lived parts beside its ports. */
export interface House {
  readonly ports: RouterPorts;
  readonly pools: UpstreamPools;
  readonly leases: Leases;
  readonly rotation: Rotation;
  /** How long the answers of keys have been; of this process, and gone with it. */
  readonly outputs: ObservedOutputs;
  readonly lines: Lines;
  /** What targets did lately. */
  readonly observations: ObservationStore;
  readonly firsts: Firsts;
}

/** What is known of a request from its first moment on. */
export interface Trip {
  readonly house: House;
  readonly catalog: Catalog;
  readonly inbound: Inbound;
  readonly sink: AnswerSink;
  readonly dialect: DialectName;
  readonly requestId: string;
  readonly startedAt: number;
  readonly evidence: ShapeEvidence;
  readonly trace: RequestTrace;
}

/** A trip whose caller, body and group are known. */
export interface ReadyTrip extends Trip {
  readonly caller: Caller;
  readonly ask: Ask;
  readonly group: ModelGroup;
  readonly outputReservation: number;
}

/** As much of a ready trip as its decision is made of, so that one can be made without a journey. */
export interface Deciding extends Pick<ReadyTrip, 'catalog' | 'dialect' | 'requestId' | 'caller' | 'ask' | 'group'> {
  readonly inbound: Pick<Inbound, 'headers'>;
  readonly house: {
    readonly ports: Pick<RouterPorts, 'rng' | 'clock' | 'policyOf'> & {
      readonly limits: Pick<RouterPorts['limits'], 'recall'>;
    };
    readonly observations: Observations;
    readonly firsts: Pick<Firsts, 'last'>;
  };
}

/** How a request ended; everything the ledger needs beyond the trip. */
export interface Ending {
  /** What the caller got; 499 when it left. */
  readonly status: number;
  /** `undefined` on success. */
  readonly fault: Fault | undefined;
  readonly errorClass: UpstreamClass | undefined;
  readonly facts: AskFacts | undefined;
  readonly group: string | undefined;
  /** Output tokens set aside; `undefined` before that was known. */
  readonly outputReservation: number | undefined;
  readonly target: Target | undefined;
  readonly attempts: readonly AttemptRecord[];
  readonly outcome: Outcome | undefined;
  readonly bill: Bill;
  readonly notes: readonly Note[];
  /** What its limits counted; `undefined` before it was admitted. */
  readonly counted: CountedUsage | undefined;
  readonly firstTokenMs: number | undefined;
  /** Sends what is left of the answer; called once the ledger has its row. */
  readonly deliver: () => void;
}
