import type { Cell, Endings, Expected, Scenario, TargetPlan } from './scenario.js';

/** The target answers after so many attempts. */
export const served = (first: number): Expected => `answered by first; asked ${first}+0`;

/** The second target answers. */
export const rescued = (first: number): Expected => `answered by second; asked ${first}+1`;

/** An error answer with the router's own type, the last failure's class in brackets. */
export const refused = (words: string, asked: number): Expected => `${words}; asked ${asked}+0`;

/** All attempts failed with this class. */
export const failed = (errorClass: string, asked: number): Expected =>
  refused(`502 upstream-failed (${errorClass})`, asked);

/** Like unary, so streamed. */
export const alike = (...endings: Endings) => ({ unary: endings, stream: endings });

/** The first target answers in every profile. */
export const plain = (first: number) => alike(served(first), served(first), served(first));

/** The first fails, and the second answers wherever there is one. */
export const rescue = (alone: Expected, first: number) => alike(alone, rescued(first), rescued(first));

/** The provider's own words reach the caller as a fault of its own, in every profile. */
export const callersOwn = (() => {
  const own = refused('400 invalid-request (caller_fault)', 1);
  return alike(own, own, own);
})();

/** A stream breaks in the caller's hands where nobody may take over. */
export const broken = (errorClass: string, type = 'upstream-failed'): Expected =>
  refused(`error event ${type} (${errorClass})`, 1);

/** An ordinary second target. */
export const healthy: readonly TargetPlan[] = [{ model: 'sim-ok' }];

/** A second target that would write the same sixty tokens. */
export const sixty: readonly TargetPlan[] = [{ model: 'sim-ok+tokens-60' }];

/** Short limits, which slow faults run into. */
export const impatient = { first_byte_ms: 2500, first_token_ms: 3000, idle_ms: 2000, total_ms: 4000 };

/** What most scenarios have in common: somebody asks once, every way there is. */
export const asked = {
  manner: 'asks',
  others: healthy,
  profiles: ['alone', 'second', 'recovery'],
  streams: [false, true],
} as const satisfies Partial<Scenario>;

/** Whether caller and target speak the same dialect. */
export const isSameLane = (cell: Cell): boolean => cell.caller === cell.target;

/** Bytes an SDK cannot read, which between equal dialects are the provider's own. */
export const passedOn: Expected = "the provider's own bytes; asked 1+0";
