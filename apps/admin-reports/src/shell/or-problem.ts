import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { AnswerProblem } from './answer-problem.js';
import { problemOfFailure } from './problem-of-failure.js';

/** Answers with what is the matter when what a route needs cannot be had. */
export function orProblem(
  { log, answerProblem }: { readonly log: Logger; readonly answerProblem: AnswerProblem },
  route: (request: Request, response: Response) => Promise<void>,
): RequestHandler {
  return async (request, response) => {
    try {
      await route(request, response);
    } catch (error) {
      const problem = problemOfFailure(error, log);
      if (!response.headersSent) answerProblem(request, response, problem);
    }
  };
}
