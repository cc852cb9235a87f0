import type { UsageHistory } from '@smart-router/core';
import type { Catalog } from '@smart-router/config';
import type { KeyDirectory } from '@smart-router/keys';
import type { LimitStore } from '@smart-router/traffic-shaping';
import type { DependencyStates } from './dependencies.js';
import type { LookUps } from './look-ups.js';
import type { Stranger } from './note-stranger.js';

/** What the ordinary routes read; the data path has its own ports. */
export interface HouseKeeping {
  catalog(): Catalog;
  readonly keys: KeyDirectory;
  /** Whether requests can be taken: keys are known and the ledger takes records. */
  ready(): boolean;
  /** How much of their limits callers use now. */
  readonly peekLimits: LimitStore['peek'];
  /** What the ledger says was used. */
  readonly usedBy: UsageHistory['sums'];
  /** What became of single requests, for their callers. */
  readonly lookUps: LookUps;
  dependencies(): DependencyStates;
  /** Writes down that a token was refused. */
  noteStranger(stranger: Stranger): void;
  /** Once true, readiness fails so that balancers stop sending. */
  draining(): boolean;
  readonly version: string;
  metricsText(): Promise<string>;
  readonly metricsType: string;
  requestId(): string;
  now(): number;
}
