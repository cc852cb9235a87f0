import type { RequestHandler } from 'express';

/** Nothing but our own script, style and answers; no frames, no plugins, nothing inline. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const always: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
  'cache-control': 'no-store',
};

/** A year, as browsers expect of a site that means it. */
const strictTransport = 'max-age=31536000';

/** The headers of every answer; routes may only loosen the caching of what everybody may see. */
export function securityHeaders(options: { readonly isHttps: boolean }): RequestHandler {
  const headers = { ...always, ...(options.isHttps ? { 'strict-transport-security': strictTransport } : {}) };
  return (_request, response, next) => {
    response.set(headers);
    next();
  };
}
