import type { IncomingMessage } from 'node:http';
import { fault, refuse, succeed, type Fault, type Result } from '@smart-router/core';
import { gatherBytes } from '@smart-router/dialects';
import { decoderFor, knownEncodings } from '../decode-body.js';
import type { BodyLimits } from '../inbound.js';

/** Reads a JSON body within its limits, packed or plain. Refuses another media type, a large body and a slow one. */
export function readBody(request: IncomingMessage, limits: BodyLimits): Promise<Result<Uint8Array>> {
  const encodings = encodingsOf(request);
  const refusal = mediaTypeFault(request) ?? encodingFault(encodings) ?? lengthFault(request, limits);
  if (refusal !== undefined) return Promise.resolve(refuse(refusal));
  return new Promise((resolve) => collect(request, { limits, encoding: encodings[0], resolve }));
}

function mediaTypeFault(request: IncomingMessage): Fault | undefined {
  const type = request.headers['content-type'];
  if (type === undefined || /^application\/(.+\+)?json\b/i.test(type)) return undefined;
  return fault('unsupported-media-type', `content-type should be application/json, got "${type.slice(0, 100)}"`);
}

function encodingsOf(request: IncomingMessage): readonly string[] {
  const names = (request.headers['content-encoding'] ?? '').split(',').map((name) => name.trim().toLowerCase());
  return names.filter((name) => name !== '' && name !== 'identity');
}

/** One packing is enough for anybody; a pile of them is what bombs are made of. */
function encodingFault(encodings: readonly string[]): Fault | undefined {
  const known = encodings.every((name) => name === 'x-gzip' || knownEncodings.includes(name));
  if (known && encodings.length <= 1) return undefined;
  const got = encodings.join(', ').slice(0, 100);
  return fault(
    'unsupported-media-type',
    `content-encoding should be one of identity, ${knownEncodings.join(', ')}, got "${got}"`,
  );
}

function lengthFault(request: IncomingMessage, limits: BodyLimits): Fault | undefined {
  const length = Number(request.headers['content-length'] ?? 0);
  return length > limits.maxBodyBytes ? tooLarge(limits, length) : undefined;
}

interface Collecting {
  readonly limits: BodyLimits;
  /** `undefined` for a plain body. */
  readonly encoding: string | undefined;
  readonly resolve: (result: Result<Uint8Array>) => void;
}

/** Both what comes and what it unpacks to stay below the limit; unpacking stops the moment it is over. */
function collect(request: IncomingMessage, { limits, encoding, resolve }: Collecting): void {
  const body = gatherBytes();
  let arrived = 0;
  const keep = (chunk: Uint8Array): void => {
    const size = body.size + chunk.length;
    if (size > limits.maxBodyBytes) finish(refuse(tooLarge(limits, size)));
    else body.push(chunk);
  };
  const complete = (): void => finish(succeed(body.joined()));
  const decoder = decoderFor(encoding, {
    onData: keep,
    onEnd: complete,
    onError: () => finish(refuse(corrupt(encoding))),
  });
  const take = (chunk: Buffer): void => {
    arrived += chunk.length;
    if (arrived > limits.maxBodyBytes) finish(refuse(tooLarge(limits, arrived)));
    else if (decoder === undefined) keep(chunk);
    else if (!decoder.write(chunk, () => request.resume())) request.pause();
  };
  const end = (): void => {
    stopWaiting(); // it has arrived; to unpack it is our own time
    if (decoder === undefined) complete();
    else decoder.end();
  };
  const gone = (): void => finish(refuse(callerGone));
  let isWaiting = true;
  const giveUp = (): void => {
    if (isWaiting) finish(refuse(tooSlow(limits, arrived)));
  };
  // Timers run before sockets: what arrived while the process was busy is read first.
  const timer = setTimeout(() => setImmediate(giveUp), limits.bodyTimeoutMs);
  const stopWaiting = (): void => {
    isWaiting = false;
    clearTimeout(timer);
  };
  const finish = (result: Result<Uint8Array>): void => {
    stopWaiting();
    request.off('data', take).off('end', end).off('error', gone).off('aborted', gone);
    decoder?.destroy();
    resolve(result);
  };
  request.on('data', take).on('end', end).on('error', gone).on('aborted', gone);
}

const callerGone = fault('client-closed-request', 'the caller closed the connection during the upload');

function corrupt(encoding: string | undefined): Fault {
  return fault('invalid-request', `the body should be whole ${encoding}, as its content-encoding says, and is not`);
}

function tooSlow(limits: BodyLimits, arrived: number): Fault {
  const message = `the body should arrive within ${limits.bodyTimeoutMs} ms, got ${arrived} bytes by then`;
  return fault('request-timeout', message);
}

function tooLarge(limits: BodyLimits, size: number): Fault {
  return fault('request-too-large', `the body should be at most ${limits.maxBodyBytes} bytes, got ${size} or more`);
}
