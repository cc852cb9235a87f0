import type { Request, Response } from 'express';
import { faultCatalogue, statusOf, type DialectName, type Fault } from '@smart-router/core';
import { dialects } from '@smart-router/dialects';
import type { HouseKeeping } from './house-keeping.js';

/** Answers a fault outside the data path, in the dialect the path or headers suggest. */
export function answerFault(
  house: HouseKeeping,
  answer: { readonly request: Request; readonly response: Response; readonly fault: Fault },
): void {
  const { request, response, fault } = answer;
  const requestId = house.requestId();
  response
    .status(statusOf(fault))
    .set({ 'x-request-id': requestId, 'x-should-retry': String(faultCatalogue[fault.type].retryable) })
    .json(dialects[dialectOf(request)].writeFault(fault, requestId));
}

function dialectOf(request: Request): DialectName {
  const anthropic = request.headers['anthropic-version'] !== undefined || /\/(messages|anthropic)\b/.test(request.path);
  return anthropic ? 'anthropic-messages' : 'openai-chat';
}
