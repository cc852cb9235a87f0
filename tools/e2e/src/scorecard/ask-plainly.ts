import { request, type IncomingMessage } from 'node:http';
import { callerRequests } from '../caller-requests.js';
import type { Cell } from './scenario.js';
import type { World } from './world.js';

/** Asks over `node:http`, on a connection of its own, and resolves with the answer's beginning. */
export function askPlainly({ address }: World, cell: Cell, signal?: AbortSignal): Promise<IncomingMessage> {
  const { path, body } = callerRequests[cell.caller];
  return new Promise((resolve, reject) => {
    const call = request(
      `${address.url}${path}`,
      { method: 'POST', headers: plainHeaders(address.token, cell), agent: false, ...(signal ? { signal } : {}) },
      resolve,
    );
    call.on('error', reject);
    call.end(JSON.stringify({ ...body, model: cell.name, stream: cell.stream }));
  });
}

/** The headers of a plain request; the id is how its row is found where no group was read. */
export const plainHeaders = (token: string, cell: Cell) => ({
  'content-type': 'application/json',
  authorization: `Bearer ${token}`,
  'x-client-request-id': cell.name,
});
