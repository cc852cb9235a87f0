import type { Request, Response } from 'express';
import type { Assets } from '../assets/assets.js';
import { MessagePage, type Message } from './message-page.js';
import { sendPage } from './send-page.js';

/** Why a request is not answered as asked. */
export interface Problem extends Message {
  readonly status: number;
  /** For programs, e.g. `not-signed-in`. */
  readonly type: string;
  readonly retryAfterSeconds?: number;
}

/** Answers with a problem: a page for browsers, JSON below `/api/`. */
export type AnswerProblem = (request: Request, response: Response, problem: Problem) => void;

/** Problems that several routes meet. */
export const problems = {
  notFound: {
    ...{ status: 404, type: 'not-found', title: 'Not found' },
    text: 'There is nothing at this address, or nothing you may see.',
    link: { href: '/', text: 'To the overview' },
  },
  unavailable: {
    ...{ status: 503, type: 'database-away', title: 'The database is away', retryAfterSeconds: 5 },
    text: 'The reports cannot be read at the moment. You are still signed in: try again in a few seconds.',
  },
  internal: {
    ...{ status: 500, type: 'internal-error', title: 'Something went wrong' },
    text: 'The reports failed to answer. The log says why.',
  },
} satisfies Readonly<Record<string, Problem>>;

/** Whether a program asks, and not a person. */
export function isApi(request: Request): boolean {
  return request.originalUrl.startsWith('/api/');
}

/** A way to answer with problems, in the look of the pages. */
export function problemAnswerer(assets: Pick<Assets, 'style'>): AnswerProblem {
  return (request, response, problem) => {
    if (problem.retryAfterSeconds !== undefined) response.set('retry-after', String(problem.retryAfterSeconds));
    if (isApi(request)) {
      response.status(problem.status).json({ error: { type: problem.type, message: problem.text } });
      return;
    }
    sendPage(response, <MessagePage assets={assets} message={problem} />, problem.status);
  };
}
