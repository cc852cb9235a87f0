import { pino, type Logger } from 'pino';
import type { UsageRecord } from '@smart-router/core';
import type { RelayEvent } from '@smart-router/relay';

/** Where log lines go. */
export interface LogTarget {
  write(line: string): void;
}

/** Opens the log: JSON lines, on stderr unless told otherwise. */
export function openLog(level: string, target: LogTarget = pino.destination({ dest: 2, sync: false })): Logger {
  return pino({ level, base: null }, target);
}

/** One line per request: scalars of the usage record, never text of users. */
export function logEvent(log: Logger, event: RelayEvent): void {
  switch (event.kind) {
    case 'request-ended':
      return logRequest(log, event.record);
    case 'stranger-refused':
      return log.info(
        { request_id: event.requestId, error_type: event.errorType, remote_address: event.remoteAddress },
        'stranger refused',
      );
    case 'tokens-counted':
      return log.info({ ...lineOf(event), counted_by: event.by }, 'count');
    case 'route-explained':
      return log.info(lineOf(event), 'explain');
    case 'credential-benched':
      return logBenched(log, event);
    case 'backoff-changed':
      return logBackoff(log, event);
    case 'soft-limits-passed':
      return; // a line for every request would drown the others: metrics and /v1/usage tell of it
    case 'line-left':
      return log.debug(
        {
          request_id: event.requestId,
          queue: event.line.key,
          bucket: event.bucket,
          outcome: event.outcome,
          waited_ms: event.waitedMs,
        },
        'queue left',
      );
    case 'bug':
      return log.error({ request_id: event.requestId, err: event.error }, 'bug');
  }
}

/** What is asked beside answers, and leaves no usage record. */
function lineOf(event: Extract<RelayEvent, { kind: 'tokens-counted' | 'route-explained' }>) {
  return {
    ...{ request_id: event.requestId, token_id: event.tokenId, dialect: event.dialect, group: event.group },
    ...{ status: event.status, error_type: event.errorType, duration_ms: event.durationMs },
  };
}

/** A rejected key stays rejected until somebody acts; an empty account may fill up by itself. */
function logBenched(log: Logger, event: Extract<RelayEvent, { kind: 'credential-benched' }>): void {
  const level = event.errorClass === 'credential_rejected' ? 'error' : 'warn';
  log[level](
    {
      request_id: event.requestId,
      provider: event.provider,
      credential_id: event.credentialId,
      error_class: event.errorClass,
      upstream_status: event.status,
    },
    'credential benched',
  );
}

/** Providers that refuse for a moment are every day's business; whoever looks for a slow hour finds them here. */
function logBackoff(log: Logger, event: Extract<RelayEvent, { kind: 'backoff-changed' }>): void {
  const { provider, model, credentialId } = event.upstream;
  log.info(
    {
      request_id: event.requestId,
      provider,
      model,
      credential_id: credentialId,
      bucket: event.bucket,
      error_class: event.errorClass,
      pause_ms: event.pauseMs,
    },
    `backoff ${event.change}`,
  );
}

function logRequest(log: Logger, record: UsageRecord): void {
  log.info(
    {
      request_id: record.requestId,
      token_id: record.tokenId,
      dialect: record.inboundDialect,
      group: record.group,
      target: record.target,
      status: record.status,
      error_type: record.errorType,
      attempts: record.attempts.length,
      ...shapeOf(record),
      stream: record.stream,
      duration_ms: record.durationMs,
      first_token_ms: record.firstTokenMs,
      input_tokens: record.tokens.input,
      output_tokens: record.tokens.output,
    },
    'request',
  );
}

/** What refused the request, and how long it stood in queues; nothing of requests that met neither. */
function shapeOf({ callerShapeEvents, upstreamShapeEvents }: UsageRecord) {
  if (callerShapeEvents.length === 0 && upstreamShapeEvents.length === 0) return {};
  const events = [...callerShapeEvents, ...upstreamShapeEvents];
  const waits = events.filter(({ decision }) => decision === 'queued').map(({ waitedMs }) => waitedMs ?? 0);
  return {
    rejected_by: events.findLast(({ decision }) => decision === 'rejected')?.bucket,
    queue_wait_ms: waits.length === 0 ? undefined : waits.reduce((sum, wait) => sum + wait),
  };
}
