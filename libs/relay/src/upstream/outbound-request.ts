import type { Credential, Endpoint } from '@smart-router/core';
import type { Outbound } from '@smart-router/dialects';
import { headerOf, type InboundHeaders } from '../inbound.js';
import type { UpstreamRequest } from './call-upstream.js';

/** The version sent to Messages targets when the caller did not name one. @see https://docs.anthropic.com/en/api/versioning */
const defaultAnthropicVersion = '2023-06-01';

/** What an upstream request is made of. */
export interface OutboundParts {
  readonly endpoint: Endpoint;
  readonly credential: Credential;
  readonly outbound: Outbound;
  readonly stream: boolean;
  readonly connectMs: number;
  /** The caller's headers when it speaks the target's dialect; `undefined` on translated lanes. */
  readonly callerHeaders: InboundHeaders | undefined;
}

/** The upstream request of an attempt: our URL, our credential, and of the caller's headers only those that may pass. */
export function outboundRequest(parts: OutboundParts): UpstreamRequest {
  const url = new URL(parts.endpoint.baseUrl);
  return {
    origin: url.origin,
    path: `${url.pathname.replace(/\/$/, '')}${parts.outbound.path}${url.search}`,
    headers: {
      'content-type': 'application/json',
      accept: parts.stream ? 'text/event-stream' : 'application/json',
      ...passingHeaders(parts),
      ...parts.endpoint.headers,
      ...authHeaders(parts.endpoint, parts.credential),
    },
    body: parts.outbound.body,
    connectMs: parts.connectMs,
  };
}

function authHeaders(endpoint: Endpoint, credential: Credential): Record<string, string> {
  const key = credential.key?.reveal();
  if (key === undefined || endpoint.auth === 'none') return {};
  return endpoint.auth === 'bearer' ? { authorization: `Bearer ${key}` } : { 'x-api-key': key };
}

function passingHeaders(parts: OutboundParts): Record<string, string> {
  if (parts.endpoint.dialect !== 'anthropic-messages') return passing(parts.callerHeaders, ['openai-beta']);
  return {
    'anthropic-version': defaultAnthropicVersion,
    ...passing(parts.callerHeaders, ['anthropic-version', 'anthropic-beta']),
  };
}

function passing(headers: InboundHeaders | undefined, names: readonly string[]): Record<string, string> {
  if (headers === undefined) return {};
  const found = names.map((name) => [name, headerOf(headers, name)] as const);
  return Object.fromEntries(found.filter((pair): pair is readonly [string, string] => pair[1] !== undefined));
}
