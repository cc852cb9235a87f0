import type { Request, Response } from 'express';
import type { HouseKeeping } from './house-keeping.js';
import { speaksMessages } from './speaks-messages.js';

/** Gives an answer outside the data path its request id, where the clients of either kind look for it. */
export function nameRequest(house: HouseKeeping, request: Request, response: Response): void {
  const id = house.requestId();
  response.set('x-request-id', id);
  if (speaksMessages(request)) response.set('request-id', id);
}

/** The id that `nameRequest` gave. */
export function requestIdOf(response: Response): string {
  const id = response.get('x-request-id');
  if (id === undefined) throw new Error('the request has no id yet');
  return id;
}
