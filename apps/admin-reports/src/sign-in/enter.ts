import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { AdminStore, SecurityReason } from '@smart-router/usage-storage';
import { eventOf } from '../make-guard.js';
import type { AnswerProblem } from '../shell/answer-problem.js';
import { problemOfFailure } from '../shell/problem-of-failure.js';
import { findViewer, type CurrentRules } from './find-viewer.js';
import { hashOfId } from './secret-id.js';
import type { SessionDoor } from './session-door.js';
import type { Visits } from './visits.js';

/** What finding out whose request it is stands on. */
export interface EnterParts {
  readonly store: Pick<AdminStore, 'sessions' | 'note'>;
  readonly door: SessionDoor;
  readonly visits: Visits;
  readonly rules: CurrentRules;
  readonly idleMs: number;
  readonly answerProblem: AnswerProblem;
  readonly log: Pick<Logger, 'error'>;
  readonly now: () => number;
}

/** Finds whose request it is. A database that is away makes nobody a stranger: it is said, and the session stays. */
export function enterVisitor(parts: EnterParts): RequestHandler {
  return async (request, response, next) => {
    const id = parts.door.idOf(request);
    if (id === undefined) return next();
    try {
      await findOut(parts, id, request, response);
    } catch (error) {
      return parts.answerProblem(request, response, problemOfFailure(error, parts.log));
    }
    next();
  };
}

async function findOut(parts: EnterParts, id: string, request: Request, response: Response): Promise<void> {
  const { store, visits, rules, idleMs, now } = parts;
  const finding = await store.sessions.find(hashOfId(id), { now: now(), idleMs });
  if (finding.kind === 'unknown') return;
  if (finding.kind === 'ended')
    return end(parts, { request, response, reason: finding.reason, subject: finding.session.subjects[0] });
  const found = findViewer(id, finding.session, rules);
  if (found.kind === 'viewer') return visits.enter(request, found.viewer);
  await end(parts, { request, response, reason: found.reason, subject: finding.session.subjects[0] });
}

/** Ended in the database too, so that it is told of once. */
async function end(
  { store, door, visits, now }: EnterParts,
  ended: {
    readonly request: Request;
    readonly response: Response;
    readonly reason: SecurityReason;
    readonly subject: string | undefined;
  },
): Promise<void> {
  const { request, response, reason, subject } = ended;
  await door.end(request, response);
  const event = { type: 'session', outcome: 'refused', reason, subject, at: now() } as const;
  await store.note({ ...eventOf(request, visits), ...event });
}
