import type { Result } from '@smart-router/core';

/** Headers as node gives them: lower-case names. */
export type InboundHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A request as it stands at the door: nothing of its body was read yet. */
export interface Inbound {
  /** Without the query string. */
  readonly path: string;
  /** The query string, from its `?` on; `''` where there is none. */
  readonly query: string;
  readonly headers: InboundHeaders;
  readonly remoteAddress: string;
  /** Reads the body within the limits; called once, and only after authentication. */
  readBody(limits: BodyLimits): Promise<Result<Uint8Array>>;
}

/** Bounds of an upload. */
export interface BodyLimits {
  readonly maxBodyBytes: number;
  readonly bodyTimeoutMs: number;
}

/** One header's value; the first when it was sent several times. */
export function headerOf(headers: InboundHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : value?.[0];
}
