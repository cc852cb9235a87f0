import { certain, type Cells } from './cells.js';
import type {
  EvidenceAttempt,
  EvidenceError,
  EvidenceShape,
  EvidenceStep,
  EvidenceUpstreamShape,
} from './request-evidence.js';

/** A row of `request_errors`. */
export function errorOf({ text, number }: Cells): EvidenceError {
  return {
    status: certain(number('status')),
    errorType: certain(text('error_type')),
    errorClass: text('error_class'),
  };
}

/** A row of `request_attempts`. */
export function attemptOf({ text, number, flag }: Cells): EvidenceAttempt {
  return {
    number: certain(number('attempt_number')),
    startedAt: number('attempt_started_at'),
    target: text('target'),
    provider: text('provider'),
    model: text('model'),
    dialect: text('dialect'),
    credentialId: text('credential_id'),
    durationMs: number('duration_ms'),
    connectedMs: number('connected_ms'),
    firstByteMs: number('first_byte_ms'),
    firstTokenMs: number('first_token_ms'),
    upstreamStatus: number('upstream_status'),
    upstreamRequestId: text('upstream_request_id'),
    errorClass: text('error_class'),
    retryAfterMs: number('retry_after_ms'),
    timeoutPhase: text('timeout_phase'),
    isKept: flag('is_kept'),
    requestBytes: number('request_bytes'),
    responseBytes: number('response_bytes'),
  };
}

/** A row of `request_traffic_shape_events`. */
export function shapeOf({ text, number }: Cells): EvidenceShape {
  return {
    number: certain(number('event_number')),
    happenedAt: certain(number('happened_at')),
    decision: certain(text('decision')),
    scope: text('scope'),
    bucket: text('bucket'),
    retryAfterMs: number('retry_after_ms'),
    queueWaitMs: number('queue_wait_ms'),
  };
}

/** A row of `request_upstream_shape_events`. */
export function upstreamShapeOf(cells: Cells): EvidenceUpstreamShape {
  const { text, number, flag } = cells;
  return {
    ...shapeOf(cells),
    attemptNumber: certain(number('attempt_number')),
    target: text('target'),
    provider: text('provider'),
    model: text('model'),
    dialect: text('dialect'),
    credentialId: text('credential_id'),
    errorClass: text('error_class'),
    isProbe: certain(flag('is_probe')),
  };
}

/** A row of `request_trace_events`. */
export function stepOf({ text, number }: Cells): EvidenceStep {
  return {
    number: certain(number('event_number')),
    event: certain(text('event')),
    atMs: certain(number('at_ms')),
    attemptNumber: number('attempt_number'),
    waitedMs: number('waited_ms'),
  };
}
