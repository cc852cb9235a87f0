import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { problems, type AnswerProblem } from './answer-problem.js';

/** Answers that the database is away when what a route needs cannot be had. */
export function orUnavailable(
  { log, answerProblem }: { readonly log: Logger; readonly answerProblem: AnswerProblem },
  route: (request: Request, response: Response) => Promise<void>,
): RequestHandler {
  return async (request, response) => {
    try {
      await route(request, response);
    } catch (error) {
      log.error({ err: error }, 'the database did not answer');
      if (!response.headersSent) answerProblem(request, response, problems.unavailable);
    }
  };
}
