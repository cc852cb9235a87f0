import type { LaneDialect } from '../lane-config.js';

/**
 * How the group is set up: one target or two with the defaults, or two (or what the scenario has) with
 * `mid_stream: hold` and `wait_for_retry_after_ms: 3000`.
 */
export type Profile = 'alone' | 'second' | 'recovery';

/** All of them, in the order of the page. */
export const profiles: readonly Profile[] = ['alone', 'second', 'recovery'];

/** A target of a scenario. */
export interface TargetPlan {
  /** As the simulated provider reads it, without the label that keeps the cells apart. */
  readonly model: string;
  readonly contextTokens?: number;
  readonly timeouts?: Readonly<Record<string, number>>;
  /** Instead of the simulated provider's own; `simulated-provider` in it stands for its host and port. */
  readonly baseUrl?: string;
}

/** One request, or a few, in one arrangement of a scenario. */
export interface Cell {
  /** Also the name of its model group. */
  readonly name: string;
  readonly scenario: Scenario;
  readonly profile: Profile;
  readonly caller: LaneDialect;
  readonly target: LaneDialect;
  readonly stream: boolean;
  readonly targets: readonly TargetPlan[];
}

/** What the caller does. */
export type Manner =
  /** Asks once, with the official SDK of its dialect. */
  | 'asks'
  /** Asks six times over three seconds. */
  | 'insists'
  /** Asks twenty times, and then on until the first target serves again. */
  | 'sits-out'
  /** Asks over a plain connection and counts the bytes. */
  | 'reads-bytes'
  /** Stops reading for longer than the idle limit, then reads all of it. */
  | 'reads-slowly'
  /** Goes before anything came. */
  | 'leaves-at-once'
  /** Goes in the middle of the answer. */
  | 'leaves-midway'
  /** Goes in the middle of its own request. */
  | 'leaves-uploading';

/** How a cell must end: what the caller got, and how often each target was asked. */
export type Expected = `${string}; asked ${string}`;

/** A provider's fault, or a caller's manner, and what must come of it. */
export interface Scenario {
  /** The number in the list of the sixteen, or a short name. */
  readonly id: string;
  readonly title: string;
  /** What is right, in a sentence. */
  readonly right: string;
  readonly manner: Manner;
  /** The target the scenario is about, and where there is more than one, the others. */
  readonly faulty: TargetPlan;
  readonly others: readonly TargetPlan[];
  readonly profiles: readonly Profile[];
  /** Without it, every caller on its own lane and on a translated one. */
  readonly lanes?: readonly (readonly [LaneDialect, LaneDialect])[];
  readonly streams: readonly boolean[];
  readonly unary: Endings;
  readonly stream: Endings;
  /** Where a dialect or a lane has a way of its own. */
  readonly except?: (cell: Cell) => Expected | undefined;
  /** How long the provider tells to wait: no attempt may fall into it. */
  readonly hintMs?: number;
  /** Words of the provider that reach every caller. */
  readonly says?: RegExp;
  /** What the usage row cannot know. */
  readonly usage?: 'never';
  /** The provider itself ends its stream twice, which callers of its dialect see. */
  readonly endsTwice?: true;
}

/** How the cells of each profile must end. */
export type Endings = readonly [alone: Expected, second: Expected, recovery: Expected];
