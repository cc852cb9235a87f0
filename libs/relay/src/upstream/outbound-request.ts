import type { Credential, DialectName, Endpoint } from '@smart-router/core';
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
    headers: outboundHeaders(parts),
    body: parts.outbound.body,
    connectMs: parts.connectMs,
  };
}

/** Later ones win: the operator's fixed headers over the caller's, the credential over all. */
function outboundHeaders(parts: OutboundParts): Record<string, string> {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    accept: parts.stream ? 'text/event-stream' : 'application/json',
  };
  if (parts.endpoint.dialect === 'anthropic-messages') headers['anthropic-version'] = defaultAnthropicVersion;
  for (const name of passing[parts.endpoint.dialect]) {
    const value = parts.callerHeaders === undefined ? undefined : headerOf(parts.callerHeaders, name);
    if (value !== undefined) headers[name] = value;
  }
  Object.assign(headers, parts.endpoint.headers);
  addCredential(headers, parts);
  return headers;
}

/** The caller's headers that reach a provider of its own dialect; everything else stops here. */
const passing: Readonly<Record<DialectName, readonly string[]>> = {
  'openai-chat': ['openai-beta'],
  'openai-responses': ['openai-beta'],
  'anthropic-messages': ['anthropic-version', 'anthropic-beta'],
};

function addCredential(headers: Record<string, string>, { endpoint, credential }: OutboundParts): void {
  const key = credential.key?.reveal();
  if (key === undefined || endpoint.auth === 'none') return;
  if (endpoint.auth === 'bearer') headers['authorization'] = `Bearer ${key}`;
  else headers['x-api-key'] = key;
}
