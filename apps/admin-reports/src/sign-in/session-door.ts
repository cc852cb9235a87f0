import type { Request, Response } from 'express';
import type { AdminSession, AdminStore } from '@smart-router/usage-storage';
import type { SessionSettings } from '../config/reports-settings.js';
import { clearCookie, cookieName, readCookie, setCookie, type CookieRules } from './cookies.js';
import { hashOfId, isSecretId, newSecretId } from './secret-id.js';

/** Opens and ends sessions. */
export interface SessionDoor {
  /** The session a request brings along, if it looks like one of ours. */
  idOf(request: Request): string | undefined;
  /** Opens a session under a new id, whatever id the browser brought, and ends that one. */
  open(request: Request, response: Response, session: AdminSession): Promise<void>;
  /** Ends the session of a request, here and in the browser. */
  end(request: Request, response: Response): Promise<void>;
}

/** The door of an app's sessions. */
export function makeSessionDoor(
  { sessions }: Pick<AdminStore, 'sessions'>,
  settings: SessionSettings,
  now: () => number,
): SessionDoor {
  const rules: CookieRules = {
    name: cookieName(settings.cookieName, settings.secureCookies),
    ...{ secure: settings.secureCookies, sameSite: 'strict', maxAgeMs: settings.ttlMs },
  };
  const idOf = (request: Request): string | undefined => {
    const id = readCookie(request, rules.name);
    return isSecretId(id) ? id : undefined;
  };
  const endOld = async (request: Request): Promise<void> => {
    const id = idOf(request);
    if (id !== undefined) await sessions.end(hashOfId(id));
  };
  return {
    idOf,
    open: async (request, response, session) => {
      await endOld(request);
      const id = newSecretId();
      await sessions.open(hashOfId(id), session, { now: now(), ttlMs: settings.ttlMs });
      setCookie(response, rules, id);
    },
    end: async (request, response) => {
      await endOld(request);
      clearCookie(response, rules);
    },
  };
}
