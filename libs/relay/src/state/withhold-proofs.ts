import type { WireFault } from '@smart-router/dialects';
import type { AskState } from './ask-state.js';

/** The words in which providers refuse sealed reasoning that they cannot open, or a reasoning item they do not have. */
const refusals = [
  /invalid `?signature`?/i,
  /encrypted[ _]content.*(could not be|cannot be|invalid|failed)/i,
  /invalid `?encrypted_content`?/i,
  /item with id 'rs_\w+' not found/i,
];

/**
 * The state to try again with when a target refused proofs that we took for its own: none is shown any more. `undefined`
 * when that was not the matter, or nothing is left to withhold.
 */
export function withholdProofs(state: AskState, wire: WireFault | undefined): AskState | undefined {
  const shown = [...state.proofIssuers.values()].some((issuer) => issuer !== undefined);
  if (!shown || wire === undefined || !isRefusal(wire)) return undefined;
  return {
    ...state,
    home: undefined,
    proofIssuers: new Map([...state.proofIssuers.keys()].map((key) => [key, undefined])),
  };
}

function isRefusal({ code, message }: WireFault): boolean {
  return code === 'invalid_encrypted_content' || refusals.some((words) => words.test(message));
}
