import type { Request, RequestHandler } from 'express';
import type { SecurityEvent } from '@smart-router/usage-storage';
import type { Permission, Viewer } from './viewer.js';

/** What a route tells of an event of access; who, from where and by which route is known. */
export type RouteEvent = Pick<SecurityEvent, 'type' | 'outcome' | 'reason' | 'subject' | 'requestId' | 'domain'>;

/** Who asks, and what they may. */
export interface Guard {
  /** Whoever has signed in; `undefined` for strangers. */
  viewer(request: Request): Viewer | undefined;
  /**
   * Lets a request pass whose viewer has the permission in at least one domain. Strangers go to the sign-in page and
   * come back (401 for the API); whoever lacks the permission everywhere gets 403. The route still has to ask within
   * `viewer.scopeFor(permission)`.
   */
  require(permission: Permission): RequestHandler;
  /** Writes an event of access down. Resolves when it is stored, or counted where there are too many; never rejects. */
  note(request: Request, event: RouteEvent): Promise<void>;
}
