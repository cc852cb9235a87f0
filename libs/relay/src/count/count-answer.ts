import { statusOf, type Fault } from '@smart-router/core';
import { counting, dialects, estimateMethod, type CountDialect } from '@smart-router/dialects';
import { commonHeaders, faultHeaders } from '../answer-headers.js';
import type { AnswerHeaders } from '../answer-sink.js';
import { faultAsTold } from '../fault-as-told.js';
import type { ReadyTrip, Trip } from '../journey-state.js';

/** The answer to a request to count tokens. */
export interface CountAnswer {
  readonly status: number;
  readonly headers: AnswerHeaders;
  readonly body: Uint8Array;
  /** Who counted; `undefined` when nobody did. */
  readonly by: 'native' | 'estimate' | undefined;
  readonly fault: Fault | undefined;
  readonly group: string | undefined;
}

/** The header that says who counted, and how. */
const countedBy = 'x-router-token-count';

const encoder = new TextEncoder();

/** A provider's own count, its bytes as they came. */
export function nativeAnswer(trip: ReadyTrip, headers: AnswerHeaders, body: Uint8Array): CountAnswer {
  return {
    headers: { ...headers, 'content-type': 'application/json', [countedBy]: 'native' },
    ...{ status: 200, body, by: 'native', fault: undefined, group: trip.group.name },
  };
}

/** Our estimate, which names its method and version. */
export function estimateAnswer(trip: ReadyTrip, dialect: CountDialect): CountAnswer {
  const { name, version } = estimateMethod;
  const body = JSON.stringify(counting[dialect].writeCount(trip.ask.facts.estimatedInputTokens));
  return {
    headers: {
      ...commonHeaders(trip),
      'content-type': 'application/json',
      [countedBy]: `estimate; method=${name}; version=${version}`,
    },
    ...{ status: 200, body: encoder.encode(body), by: 'estimate', fault: undefined, group: trip.group.name },
  };
}

/** A refusal in the caller's dialect, or in the words of its provider. */
export function refusedAnswer(
  trip: Trip,
  cause: Fault,
  parts: { readonly group?: string; readonly own?: { readonly status: number; readonly body: Uint8Array } } = {},
): CountAnswer {
  const body = (): Uint8Array =>
    encoder.encode(JSON.stringify(dialects[trip.dialect].writeFault(faultAsTold(trip, cause), trip.requestId)));
  return {
    status: parts.own?.status ?? statusOf(cause),
    headers: faultHeaders(trip, cause),
    body: parts.own?.body ?? body(),
    by: undefined,
    fault: cause,
    group: parts.group,
  };
}
