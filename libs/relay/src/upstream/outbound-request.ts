import type { Credential, Endpoint } from '@smart-router/core';
import type { Note, Outbound } from '@smart-router/dialects';
import { forwardHeaders } from '../headers/forward-headers.js';
import type { Hop } from '../headers/request-headers.js';
import type { InboundHeaders } from '../inbound.js';
import type { UpstreamRequest } from './call-upstream.js';

/** The version sent to Messages targets when the caller did not name one. @see https://docs.anthropic.com/en/api/versioning */
const defaultAnthropicVersion = '2023-06-01';

/** What an upstream request is made of. */
export interface OutboundParts {
  readonly endpoint: Endpoint;
  readonly outbound: Outbound;
  readonly stream: boolean;
  readonly connectMs: number;
  readonly callerHeaders: InboundHeaders;
  /** For a router: its own headers, in the place of a caller's. */
  readonly hopHeaders: Readonly<Record<string, string>>;
  readonly hop: Hop;
}

/** An upstream request, and what of the caller's headers was left out. */
export interface OutboundRequest {
  readonly request: UpstreamRequest;
  readonly notes: readonly Note[];
}

/** The upstream request of an attempt: our URL, our credential, and of the caller's headers only those that may pass. */
export function outboundRequest(parts: OutboundParts): OutboundRequest {
  const url = new URL(parts.endpoint.baseUrl);
  const forwarded = forwardHeaders(parts.callerHeaders, parts.hop);
  const request = {
    origin: url.origin,
    path: `${url.pathname.replace(/\/$/, '')}${parts.outbound.path}${url.search}`,
    headers: outboundHeaders(parts, forwarded.headers),
    body: parts.outbound.body,
    connectMs: parts.connectMs,
  };
  return { request, notes: forwarded.notes };
}

/** Later ones win: what one router tells another over the caller's, the operator's fixed headers over the caller's, the credential over all. */
function outboundHeaders(
  { endpoint, stream, hop, hopHeaders }: OutboundParts,
  forwarded: Readonly<Record<string, string>>,
): Record<string, string> {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    accept: stream ? 'text/event-stream' : 'application/json',
    ...(endpoint.dialect === 'anthropic-messages' ? { 'anthropic-version': defaultAnthropicVersion } : {}),
    ...forwarded,
    ...hopHeaders,
  };
  for (const [name, value] of Object.entries(endpoint.headers)) addFixed(headers, name.toLowerCase(), value);
  addCredential(headers, endpoint, hop.credential);
  return headers;
}

/** Betas of the operator come on top: a body written for the caller's betas needs those too. */
function addFixed(headers: Record<string, string>, name: string, value: string): void {
  const callers = name === 'anthropic-beta' ? headers[name] : undefined;
  headers[name] = callers === undefined ? value : [...new Set([...callers.split(','), ...listOf(value)])].join(',');
}

function listOf(value: string): readonly string[] {
  return value.split(',').map((entry) => entry.trim());
}

function addCredential(headers: Record<string, string>, endpoint: Endpoint, credential: Credential): void {
  const key = credential.key?.reveal();
  if (key === undefined || endpoint.auth === 'none') return;
  if (endpoint.auth === 'bearer') headers['authorization'] = `Bearer ${key}`;
  else headers['x-api-key'] = key;
}
