import type { IncomingMessage } from 'node:http';
import { fault, refuse, succeed, type Result } from '@smart-router/core';
import type { BodyLimits } from '../inbound.js';

/** Reads a JSON body within its limits. Refuses another media type, a packed body, a large and a slow one. */
export function readBody(request: IncomingMessage, limits: BodyLimits): Promise<Result<Uint8Array>> {
  const refusal = refuseByHeaders(request, limits);
  if (refusal !== undefined) return Promise.resolve(refusal);
  return collect(request, limits);
}

function refuseByHeaders(request: IncomingMessage, limits: BodyLimits): Result<never> | undefined {
  const type = request.headers['content-type'];
  if (type !== undefined && !/^application\/(.+\+)?json\b/i.test(type)) {
    return refuse(
      fault('unsupported-media-type', `content-type should be application/json, got "${type.slice(0, 100)}"`),
    );
  }
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    return refuse(
      fault('unsupported-media-type', `content-encoding should be identity, got "${encoding.slice(0, 100)}"`),
    );
  }
  const length = Number(request.headers['content-length'] ?? 0);
  return length > limits.maxBodyBytes ? tooLarge(limits, length) : undefined;
}

function collect(request: IncomingMessage, limits: BodyLimits): Promise<Result<Uint8Array>> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const finish = (result: Result<Uint8Array>): void => {
      clearTimeout(timer);
      request.off('data', take).off('end', end).off('error', gone).off('aborted', gone);
      resolve(result);
    };
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > limits.maxBodyBytes) finish(tooLarge(limits, size));
      else chunks.push(chunk);
    };
    const end = (): void =>
      finish(succeed(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, size)));
    const gone = (): void =>
      finish(refuse(fault('client-closed-request', 'the caller closed the connection during the upload')));
    const timer = setTimeout(
      () =>
        finish(
          refuse(
            fault(
              'request-timeout',
              `the body should arrive within ${limits.bodyTimeoutMs} ms, got ${size} bytes by then`,
            ),
          ),
        ),
      limits.bodyTimeoutMs,
    );
    request.on('data', take).on('end', end).on('error', gone).on('aborted', gone);
  });
}

function tooLarge(limits: BodyLimits, size: number): Result<never> {
  return refuse(
    fault('request-too-large', `the body should be at most ${limits.maxBodyBytes} bytes, got ${size} or more`),
  );
}
