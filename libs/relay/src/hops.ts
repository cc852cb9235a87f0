import { fault, refuse, succeed, type Credential, type Endpoint, type Result } from '@smart-router/core';
import { tokenPrefix } from '@smart-router/keys';
import { headerOf, type InboundHeaders } from './inbound.js';
import type { Trip } from './journey-state.js';

/** Names the routers a request has passed, oldest first, parted by commas. */
export const hopsHeader = 'x-router-hops';

/** More routers in a row are a loop that somebody's changing configuration hides. */
const maxHops = 4;

/** As `catalog.routerId` is made. */
const routerId = /^[0-9a-f]{16}$/;

/** Refuses a request that has been here before, or has come through too many routers. */
export function refuseLoop({ inbound, catalog }: Trip): Result<undefined> {
  const hops = hopsOf(inbound.headers);
  if (hops.includes(catalog.routerId))
    return refuse(
      fault('no-eligible-target', 'the request has passed this router before: a target of its model group leads back', {
        details: { reason: 'loop' },
      }),
    );
  if (hops.length < maxHops) return succeed(undefined);
  return refuse(
    fault('no-eligible-target', `the request has passed ${hops.length} routers, and at most ${maxHops} are expected`, {
      details: { reason: 'too-many-routers' },
    }),
  );
}

/**
 * What a router behind this one is told: who was passed, so that a loop ends, and our request id, which it keeps as that
 * of its caller. Providers that are no routers are told nothing.
 */
export function hopHeaders(
  { inbound, catalog, requestId }: Trip,
  upstream: { readonly endpoint: Endpoint; readonly credential: Credential },
): Readonly<Record<string, string>> {
  if (!isRouter(upstream)) return {};
  const hops = [...hopsOf(inbound.headers), catalog.routerId];
  return { [hopsHeader]: hops.join(', '), 'x-client-request-id': requestId };
}

/** Whether the key shown upstream is a router's token: only routers issue those, and none lets a request in without. */
function isRouter({ endpoint, credential }: { readonly endpoint: Endpoint; readonly credential: Credential }): boolean {
  if (endpoint.auth !== 'none' && credential.key?.reveal().startsWith(tokenPrefix) === true) return true;
  return Object.values(endpoint.headers).some((value) => value.replace(/^bearer +/i, '').startsWith(tokenPrefix));
}

/** A caller may send anything; what is no id of a router is not one. */
function hopsOf(headers: InboundHeaders): readonly string[] {
  const ids = (headerOf(headers, hopsHeader) ?? '').split(',').map((id) => id.trim());
  return ids.filter((id) => routerId.test(id));
}
