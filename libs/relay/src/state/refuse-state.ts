import { fault, refuse, type BoundState, type FaultExtras, type Result } from '@smart-router/core';

/** What each kind should be, and the code by which clients know that it is missing, where they have one. */
const words: Readonly<Record<BoundState['kind'], { readonly wish: string } & Pick<FaultExtras, 'code'>>> = {
  'response-id': { wish: 'name a response', code: 'previous_response_not_found' },
  'conversation-id': { wish: 'name a conversation' },
  'file-id': { wish: 'name a file' },
  'container-id': { wish: 'name a container' },
  'item-id': { wish: 'name an item' },
  'sealed-item': { wish: 'hold an item sealed for a request' },
  proof: { wish: 'hold reasoning sealed for a request' },
};

/** Refuses state that this key was not given; whether another one was, nobody learns. */
export function refuseState({ kind, field }: BoundState): Result<never> {
  const { wish, ...code } = words[kind];
  const message = `${field} should ${wish} of this key, and none is known`;
  return refuse(fault('invalid-request', message, { ...code, details: { param: field } }));
}
