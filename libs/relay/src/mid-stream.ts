import { differingAnswer, openJointAnswer, type JointAnswer } from '@smart-router/dialects';
import type { Attempted } from './attempt-one.js';
import type { ReadyTrip } from './journey-state.js';
import type { StreamStage } from './stream-stage.js';
import type { AttemptFailure } from './upstream/exchange.js';

/** An attempt whose stream broke off after its caller was told of it. */
export type BrokenOff = Attempted & {
  readonly result: Extract<Attempted['result'], { readonly kind: 'streamed' }> & { readonly broken: AttemptFailure };
};

/**
 * The answer the next attempt gives a part of: the one that is under way, or, while nothing of one has left, a new one.
 * `undefined` where each attempt gives its own.
 */
export function jointAnswer(
  trip: ReadyTrip,
  stage: StreamStage | undefined,
  underWay: JointAnswer | undefined,
): JointAnswer | undefined {
  if (stage === undefined || trip.group.midStream !== 'resume') return undefined;
  if (stage.spoken) return underWay;
  return openJointAnswer(trip.ask, {
    requestId: trip.requestId,
    showModel: trip.catalog.server.modelIdentity === 'requested_group' ? trip.group.name : undefined,
    createdSeconds: Math.floor(trip.startedAt / 1000),
  });
}

/**
 * The attempt as one that another may go on from, once the rest of it has left; `undefined` when its end is the end, good
 * or bad.
 */
export function brokenOff(
  attempted: Attempted,
  joint: JointAnswer | undefined,
  stage: StreamStage,
): BrokenOff | undefined {
  const { result } = attempted;
  if (joint === undefined || result.kind !== 'streamed' || result.broken === undefined) return undefined;
  if (result.broken.wire?.type === differingAnswer.type) return undefined;
  stage.write(result.tail);
  return { ...attempted, result: { ...result, broken: result.broken, tail: [] } };
}
