import { statusOf, type Fault } from '@smart-router/core';
import { dialects } from '@smart-router/dialects';
import { faultHeaders } from './answer-headers.js';
import { faultAsTold } from './fault-as-told.js';
import type { Trip } from './journey-state.js';
import type { StreamStage } from './stream-stage.js';

const encoder = new TextEncoder();

/** Sends a fault as a whole answer in the caller's dialect. */
export function deliverFault(trip: Trip, fault: Fault): void {
  const body = JSON.stringify(dialects[trip.dialect].writeFault(faultAsTold(trip, fault), trip.requestId));
  trip.sink.whole(statusOf(fault), faultHeaders(trip, fault), encoder.encode(body));
}

/** Sends a fault after a comment has already committed the status: as the dialect's in-stream error event. */
export function deliverStreamFault(trip: Trip, fault: Fault, stage: StreamStage): void {
  const told = faultAsTold(trip, fault);
  const frames = dialects[trip.dialect].writeStreamFault(told, { requestId: trip.requestId, sequenceNumber: 0 });
  stage.end(encoder.encode(frames));
}
