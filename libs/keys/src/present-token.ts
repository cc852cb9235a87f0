import { tokenPrefix } from './token-format.js';

/** The headers a token may come in. */
export interface TokenHeaders {
  readonly authorization?: string | undefined;
  readonly 'x-api-key'?: string | undefined;
}

/** The token a request presents: Bearer or `x-api-key`; of two, the one that starts with `rtr_`, else the Bearer one. */
export function presentToken(headers: TokenHeaders): string | undefined {
  const bearer = bearerOf(headers.authorization);
  const apiKey = headers['x-api-key']?.trim() || undefined;
  if (bearer === undefined || apiKey === undefined) return bearer ?? apiKey;
  return !bearer.startsWith(tokenPrefix) && apiKey.startsWith(tokenPrefix) ? apiKey : bearer;
}

/** @see https://www.rfc-editor.org/rfc/rfc6750#section-2.1 — the scheme's name is case-insensitive. */
function bearerOf(authorization: string | undefined): string | undefined {
  const match = authorization === undefined ? null : /^bearer +(\S+)\s*$/i.exec(authorization);
  return match?.[1];
}
