import { createHash } from 'node:crypto';
import { adaptive } from './lua/adaptive.js';
import { admissions } from './lua/admissions.js';
import { admit } from './lua/admit.js';
import { beat } from './lua/beat.js';
import { circuits } from './lua/circuits.js';
import { histories } from './lua/histories.js';
import { leases } from './lua/leases.js';
import { minutes } from './lua/minutes.js';
import { notices } from './lua/notices.js';
import { peek } from './lua/peek.js';
import { periods } from './lua/periods.js';
import { prelude } from './lua/prelude.js';
import { raise } from './lua/raise.js';
import { rates } from './lua/rates.js';
import { remember } from './lua/remember.js';
import { report } from './lua/report.js';
import { reserve } from './lua/reserve.js';
import { settleRequest } from './lua/settle-request.js';
import { settleTurn } from './lua/settle-turn.js';
import { standings } from './lua/standings.js';
import { states } from './lua/states.js';
import { turns } from './lua/turns.js';
import { uses } from './lua/uses.js';

/** A script as the server knows it. */
export interface Script {
  readonly lua: string;
  readonly sha1: string;
  /** The hash tag of its keys, so that they share a slot. */
  readonly tag: 'org' | 'upstream' | 'state' | 'replicas';
  /** Whether it may act after its caller has given up. A beat may: it is how a clock that was set is noticed. */
  readonly late: 'refused' | 'welcome';
}

const renew = (lose: string): string => `expire_leases(${lose}) renew_leases() save_states() return { 1 }`;
const ofCallers = [prelude, states, leases, rates, minutes, periods, admissions];
const ofUpstreams = [prelude, states, leases, rates, circuits, turns, adaptive];

/** Every call of the store and the script that does it in one round trip. */
export const scripts = {
  admit: script('org', [...ofCallers, uses, histories, admit]),
  peek: script('org', [...ofCallers, uses, peek]),
  raise: script('org', [...ofCallers, histories, raise]),
  settleRequest: script('org', [...ofCallers, settleRequest]),
  renewRequests: script('org', [...ofCallers, renew('lose_request')]),
  reserve: script('upstream', [...ofUpstreams, reserve]),
  settleTurn: script('upstream', [...ofUpstreams, settleTurn]),
  renewTurns: script('upstream', [...ofUpstreams, renew('release_turn')]),
  report: script('upstream', [prelude, states, leases, circuits, turns, adaptive, report]),
  standings: script('upstream', [prelude, states, leases, circuits, turns, adaptive, standings]),
  remember: script('state', [prelude, remember]),
  notices: script('replicas', [prelude, notices]),
  beat: { ...script('replicas', [prelude, beat]), late: 'welcome' },
} as const;

function script(tag: Script['tag'], parts: readonly string[]): Script {
  const lua = parts.join('\n');
  return { lua, tag, late: 'refused', sha1: createHash('sha1').update(lua).digest('hex') };
}
