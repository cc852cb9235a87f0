import type { WireFault } from '@smart-router/dialects';
import type { AttemptFailure } from './exchange.js';

/** Shorter keys occur in ordinary words; none is that short where it protects anything. */
const shortestKey = 8;

const inItsPlace = '[key]';

/** A failure without the key that was sent: some providers repeat it in their error, and the caller must not see it. */
export function hideKey(failure: AttemptFailure, key: string | undefined): AttemptFailure {
  if (key === undefined || key.length < shortestKey) return failure;
  const { wire, body, message } = failure;
  return {
    ...failure,
    message: message.replaceAll(key, inItsPlace),
    wire: wire === undefined ? undefined : hiddenWire(wire, key),
    body: body === undefined ? undefined : hiddenBytes(body, key),
  };
}

function hiddenWire(wire: WireFault, key: string): WireFault {
  return {
    ...wire,
    message: wire.message.replaceAll(key, inItsPlace),
    type: wire.type?.replaceAll(key, inItsPlace),
    code: wire.code?.replaceAll(key, inItsPlace),
    param: wire.param?.replaceAll(key, inItsPlace),
  };
}

/** Latin-1 keeps every byte as it is. */
function hiddenBytes(body: Uint8Array, key: string): Uint8Array {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.length);
  if (!bytes.includes(key, 'latin1')) return body;
  return Buffer.from(bytes.toString('latin1').replaceAll(key, inItsPlace), 'latin1');
}
