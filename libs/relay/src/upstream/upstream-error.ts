import type { TimeoutPhase, UpstreamClass } from '@smart-router/core';

/** Why a call was broken off by us. */
export class CallEnded extends Error {
  constructor(readonly reason: EndReason) {
    super(reason.kind === 'timeout' ? `${reason.phase} limit reached` : reason.kind);
  }
}

/** A limit ran out, the caller left, or there was nothing more to wait for. */
export type EndReason =
  | { readonly kind: 'timeout'; readonly phase: TimeoutPhase }
  | { readonly kind: 'caller-gone' }
  | { readonly kind: 'done' };

const connectCodes = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EPROTO']);

/** What Node calls a certificate or a handshake it does not accept. @see https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const tlsCode =
  /^(?:ERR_SSL_|ERR_TLS_|CERT_|UNABLE_TO_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED_CERT|HOSTNAME_MISMATCH)/;

/** What undici calls a connection that took too long. */
const connectTimeout = 'UND_ERR_CONNECT_TIMEOUT';

/** Sorts what a socket threw before an answer was complete. */
export function classifyError(error: Error): UpstreamClass {
  if (error instanceof CallEnded) return error.reason.kind === 'caller-gone' ? 'caller_gone' : 'timeout';
  const code = codeOf(error);
  if (code === connectTimeout) return 'timeout';
  return connectCodes.has(code) || tlsCode.test(code) ? 'connect_failed' : 'reset';
}

/** The limit of time that ended a call; `undefined` when it was something else. */
export function timeoutPhaseOf(error: Error): TimeoutPhase | undefined {
  if (error instanceof CallEnded) return error.reason.kind === 'timeout' ? error.reason.phase : undefined;
  return codeOf(error) === connectTimeout ? 'connect' : undefined;
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : '';
}
