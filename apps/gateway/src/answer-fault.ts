import type { Request, Response } from 'express';
import { faultCatalogue, statusOf, type Fault } from '@smart-router/core';
import { dialects } from '@smart-router/dialects';
import { requestIdOf } from './name-request.js';
import { speaksMessages } from './speaks-messages.js';

/** Answers a fault outside the data path, in the dialect the path or headers suggest. */
export function answerFault(answer: {
  readonly request: Request;
  readonly response: Response;
  readonly fault: Fault;
}): void {
  const { request, response, fault } = answer;
  const dialect = speaksMessages(request) ? 'anthropic-messages' : 'openai-chat';
  const { retryAfterMs } = fault;
  if (retryAfterMs !== undefined) response.set('retry-after', String(Math.max(1, Math.ceil(retryAfterMs / 1000))));
  response
    .status(statusOf(fault))
    .set('x-should-retry', String(faultCatalogue[fault.type].retryable))
    .json(dialects[dialect].writeFault(fault, requestIdOf(response)));
}
