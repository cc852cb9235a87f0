import type { Request, Response } from 'express';

/** The largest header of cookies that is looked at: ours are short, and others may be anything. */
const longestHeader = 8 * 1024;

/** Reads one cookie; of two with the same name the first counts. */
export function readCookie(request: Request, name: string): string | undefined {
  const header = request.headers.cookie;
  if (header === undefined || header.length > longestHeader) return undefined;
  const pair = header.split(';').find((each) => each.trimStart().startsWith(`${name}=`));
  return pair?.trim().slice(name.length + 1);
}

/** How a cookie of ours is kept: never readable by scripts, never for another host or path. */
export interface CookieRules {
  readonly name: string;
  readonly secure: boolean;
  readonly sameSite: 'strict' | 'lax';
  /** Absent: until the browser closes. */
  readonly maxAgeMs?: number;
}

/** Sets a cookie. */
export function setCookie(response: Response, rules: CookieRules, value: string): void {
  const { name, secure, sameSite, maxAgeMs } = rules;
  const age = maxAgeMs === undefined ? {} : { maxAge: maxAgeMs };
  response.cookie(name, value, { httpOnly: true, secure, sameSite, path: '/', encode: String, ...age });
}

/** Has the browser forget a cookie. */
export function clearCookie(response: Response, rules: CookieRules): void {
  setCookie(response, { ...rules, maxAgeMs: 0 }, '');
}

/** `__Host-` binds a cookie to this very host, where browsers keep it secure. */
export function cookieName(name: string, secure: boolean): string {
  return secure ? `__Host-${name}` : name;
}
