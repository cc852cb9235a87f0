import { fault, refuse, statusOf, type Caller, type DialectName, type Fault, type Result } from '@smart-router/core';
import { commonHeaders } from '../answer-headers.js';
import { admitApart, endApart, type ApartKind } from '../admit-apart.js';
import { checkBody } from '../check-body.js';
import { deliverFault } from '../deliver.js';
import { headerOf, type Inbound } from '../inbound.js';
import type { House, Trip } from '../journey-state.js';
import { reserveOutput } from '../reserve-output.js';
import { resolveGroup } from '../resolve-group.js';
import { meetCaller, readyTrip, setOut, turnAway, type Arrival } from '../set-out.js';
import { explainAsk } from './explain-ask.js';
import type { Explanation } from './explanation.js';
import { explanationReport } from './explanation-report.js';
import { lookForRoom } from './look-for-room.js';
import { readExplainBody, readExplainedAs, type ExplainedAs } from './read-explain-body.js';

/** Where decisions are explained. */
export const explainPath = '/v1/route/explain';

/** Somebody who looks at a decision looks at a few; a policy may be asked for each. */
const explains: ApartKind = { label: 'explain', limits: { rpm: 60, concurrent: 4 } };

const liveNote =
  'Nothing was sent to a provider, and nothing was counted: no usage, no limit, no turn of the strategy.';

const encoder = new TextEncoder();

/**
 * The journey of a request that only wants to know how it would be decided: the same door, body and group as any other,
 * then the decision and its reasons. It leaves no usage record; the observer is told.
 */
export async function explainJourney(house: House, inbound: Inbound, sink: Arrival['sink']): Promise<void> {
  const said = readExplainedAs(new URLSearchParams(inbound.query));
  const dialect = (said.ok ? said.value.dialect : undefined) ?? likelyDialect(inbound);
  const trip = setOut(house, { dialect, inbound, sink });
  const caller = meetCaller(trip);
  if (!caller.ok) {
    turnAway(trip, caller.fault);
    return;
  }
  const asked = said.ok ? await explain(trip, caller.value, said.value) : { dialect, answer: said };
  deliver({ ...trip, dialect: asked.dialect }, asked.answer);
  const { answer } = asked;
  house.ports.observe?.({
    ...{ kind: 'route-explained', requestId: trip.requestId, tokenId: caller.value.tokenId, dialect: asked.dialect },
    group: answer.ok ? answer.value.group : undefined,
    ...(answer.ok
      ? { status: 200, errorType: undefined }
      : { status: statusOf(answer.fault), errorType: answer.fault.type }),
    durationMs: house.ports.clock.now() - trip.startedAt,
  });
}

/** For refusals before the body was read. */
function likelyDialect({ headers }: Inbound): DialectName {
  return headerOf(headers, 'anthropic-version') === undefined ? 'openai-chat' : 'anthropic-messages';
}

interface Asked {
  /** The one the body turned out to be of. */
  readonly dialect: DialectName;
  readonly answer: Result<Explanation>;
}

async function explain(trip: Trip, caller: Caller, said: ExplainedAs): Promise<Asked> {
  const admitted = await admitApart(trip, caller, explains);
  if (!admitted.ok) return { dialect: trip.dialect, answer: admitted };
  try {
    return await explainBody(trip, caller, said);
  } catch (error) {
    return { dialect: trip.dialect, answer: refuse(bug(trip, error)) };
  } finally {
    endApart(trip);
  }
}

async function explainBody(trip: Trip, caller: Caller, said: ExplainedAs): Promise<Asked> {
  const { dialect, catalog } = trip;
  const { requestLimits, tolerateResponsesBodyOnChatEndpoint } = catalog.server;
  const body = await trip.inbound.readBody(requestLimits);
  if (!body.ok) return { dialect, answer: body };
  const responsesOnChat = tolerateResponsesBodyOnChatEndpoint ? 'accept' : 'refuse';
  const limits = { maxDepth: requestLimits.maxDepth, responsesOnChat } as const;
  const ask = readExplainBody({ bytes: body.value, dialect: said.dialect, limits });
  if (!ask.ok) return { dialect, answer: ask };
  const { facts } = ask.value;
  const checked = checkBody(ask.value, catalog);
  if (!checked.ok) return { dialect: facts.dialect, answer: checked };
  const group = resolveGroup(catalog, caller, facts.model);
  if (!group.ok) return { dialect: facts.dialect, answer: group };
  const found = { caller, ask: ask.value, group: group.value };
  const ready = readyTrip(trip, { ...found, outputReservation: reserveOutput(trip, found) });
  const answer = await explainAsk(ready, {
    ...{ purpose: said.purpose, notes: [liveNote] },
    room: (plan) => lookForRoom(ready, plan),
  });
  return { dialect: facts.dialect, answer };
}

function deliver(trip: Trip, answer: Result<Explanation>): void {
  if (!answer.ok) return deliverFault(trip, answer.fault);
  const targets = trip.catalog.server.responseHeaders === 'detailed' ? 'named' : 'numbered';
  const body = encoder.encode(JSON.stringify(explanationReport(answer.value, targets)));
  const headers = { ...commonHeaders(trip), 'content-type': 'application/json', 'cache-control': 'no-store' };
  trip.sink.whole(200, headers, body);
}

function bug(trip: Trip, error: unknown): Fault {
  trip.house.ports.observe?.({ kind: 'bug', requestId: trip.requestId, error });
  return fault('internal-error', `the router failed; report the request id ${trip.requestId}`);
}
