import type { Request, Response } from 'express';
import { cookieName, readCookie, setCookie, type CookieRules } from './cookies.js';
import { derivedFrom, isSecretId, newSecretId } from './secret-id.js';

/** The token of the sign-in form, which is filled in before there is a session. */
export interface FormToken {
  /** The token to put into a form; its cookie is set where the browser has none. */
  give(request: Request, response: Response): string;
  /** The token a browser should send back. */
  expected(request: Request): string | undefined;
}

/** Binds the form to the browser it was shown in: nobody is signed in by somebody else's page. */
export function makeFormToken(cookie: { readonly name: string; readonly secure: boolean }): FormToken {
  const { secure } = cookie;
  const rules: CookieRules = { name: cookieName(`${cookie.name}-form`, secure), secure, sameSite: 'strict' };
  const idOf = (request: Request): string | undefined => {
    const id = readCookie(request, rules.name);
    return isSecretId(id) ? id : undefined;
  };
  return {
    give: (request, response) => {
      const known = idOf(request);
      const id = known ?? newSecretId();
      if (known === undefined) setCookie(response, rules, id);
      return derivedFrom(id, 'csrf');
    },
    expected: (request) => {
      const id = idOf(request);
      return id === undefined ? undefined : derivedFrom(id, 'csrf');
    },
  };
}
