import { totalInputTokens } from '@smart-router/core';
import type { EvidenceRequest, RequestStory } from '../request-evidence.js';
import { usdText } from '../usd-text.js';
import { detailsOf, type TimelineEntry } from './timeline-entry.js';

const common = { tone: 'neutral', details: [], attemptNumber: undefined } as const;

/** The request comes in, is read and let in; and when its answer began. */
export function arrivalEntries({ request }: RequestStory): readonly TimelineEntry[] {
  const { bodyReadMs, admittedMs, firstTokenMs } = request;
  return [
    arrival(request),
    ...(bodyReadMs === undefined ? [] : [bodyRead(request, bodyReadMs)]),
    ...(admittedMs === undefined ? [] : [admitted(request, admittedMs)]),
    ...(firstTokenMs === undefined
      ? []
      : [{ ...common, atMs: firstTokenMs, kind: 'first-token', text: 'The caller got the first token' } as const]),
  ];
}

/** How it ended. */
export function endEntries({ request }: RequestStory): readonly TimelineEntry[] {
  const { status, errorType, errorClass, finish, tokens, costNanoUsd, costBasis, onDisconnect } = request;
  const details = detailsOf({
    status,
    error: errorType,
    class: errorClass,
    finish,
    'input tokens': totalInputTokens(tokens),
    'output tokens': tokens.output,
    cost: costNanoUsd === undefined ? undefined : `${usdText(costNanoUsd)} USD`,
    'cost basis': costBasis,
    'upstream call': onDisconnect,
  });
  const tone = errorType === undefined ? 'good' : 'bad';
  return [{ ...common, atMs: request.latencyMs, kind: 'ended', tone, text: endOf(request), details }];
}

function arrival(request: EvidenceRequest): TimelineEntry {
  const { dialect, stream, requestedModel, group, client } = request;
  const details = detailsOf({ dialect, stream: stream ? 'yes' : 'no', model: requestedModel, group, client });
  return { ...common, atMs: 0, kind: 'arrived', text: 'The request arrived', details };
}

function bodyRead({ requestBytes, toolCount, imageCount }: EvidenceRequest, atMs: number): TimelineEntry {
  const details = detailsOf({ bytes: requestBytes, tools: toolCount, images: imageCount });
  return { ...common, atMs, kind: 'body-read', text: 'Its body had been read', details };
}

function admitted(request: EvidenceRequest, atMs: number): TimelineEntry {
  const { estimatedInputTokens, reservedOutputTokens } = request;
  const details = detailsOf({
    'estimated input tokens': estimatedInputTokens,
    'reserved output tokens': reservedOutputTokens,
  });
  return { ...common, atMs, kind: 'admitted', text: 'The limits of the caller let it in', details };
}

function endOf({ status, errorType, stream }: EvidenceRequest): string {
  if (status === 499) return 'The caller had left before the answer was whole';
  if (errorType !== undefined) return `It ended with ${status} ${errorType}`;
  return stream ? 'The stream came to its end' : 'The answer left';
}
