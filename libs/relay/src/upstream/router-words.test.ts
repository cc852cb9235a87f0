import { dialectNames, fault, faultCatalogue, statusOf, type FaultType, type UpstreamClass } from '@smart-router/core';
import { dialects, readJson, type WireFault } from '@smart-router/dialects';
import { classifyFault } from './classify.js';
import { readWireFault } from './read-wire-fault.js';

const types = Object.keys(faultCatalogue) as FaultType[]; // the catalogue has no other keys
const requestId = `req_${'0'.repeat(32)}`;
const encoder = new TextEncoder();

/** A fault as an inner router answers it, as this one reads it. */
const inBody = (dialect: (typeof dialectNames)[number], type: FaultType): WireFault => {
  const cause = fault(type, 'the model of your project has no region, credit or capacity');
  const body = encoder.encode(JSON.stringify(dialects[dialect].writeFault(cause, requestId)));
  return readWireFault(dialect, statusOf(cause), body);
};

/** The same as the first event of a stream. */
const inStream = (dialect: (typeof dialectNames)[number], type: FaultType): WireFault => {
  const cause = fault(type, 'the model of your project has no region, credit or capacity', { retryAfterMs: 1500 });
  const frames = dialects[dialect].writeStreamFault(cause, { requestId, sequenceNumber: 0 });
  const reader = dialects[dialect].openReader({ issuer: 'inner', toolNames: new Map() });
  const events = [...reader.push(encoder.encode(frames)), ...reader.end()];
  const found = events.find((event) => event.kind === 'fault');
  if (found === undefined) throw new Error(`${dialect} reads no fault of ${type}`);
  return found.fault;
};

const expected: Partial<Record<FaultType, UpstreamClass>> = {
  'rpm-exceeded': 'rate_limited',
  'tpm-exceeded': 'rate_limited',
  'concurrency-exceeded': 'rate_limited',
  'traffic-shaped': 'rate_limited',
  'quota-exhausted': 'quota_exhausted',
  'budget-exhausted': 'quota_exhausted',
  'key-exhausted': 'quota_exhausted',
  'upstream-rate-limited': 'rate_limited',
  'upstream-capacity-throttled': 'rate_limited',
  'upstream-quota-exhausted': 'quota_exhausted',
  'upstream-access-denied': 'access_denied',
  'not-ready': 'overloaded',
  'key-disabled': 'credential_rejected',
  'key-rotated': 'credential_rejected',
  unauthorized: 'credential_rejected',
  'model-not-allowed': 'access_denied',
  'no-eligible-target': 'caller_fault',
  'upstream-failed': 'server_error',
  'upstream-timeout': 'timeout',
  'invalid-request': 'caller_fault',
  'request-too-large': 'caller_fault',
};

describe.each(dialectNames)('the words of a router behind this one, in %s', (dialect) => {
  it.each(Object.entries(expected) as [FaultType, UpstreamClass][])('%s is %s', (type, errorClass) => {
    expect(classifyFault(inBody(dialect, type))).toBe(errorClass);
    expect(classifyFault(inStream(dialect, type))).toBe(errorClass);
  });

  it('mean the same in a body and inside a stream, whatever the message says', () => {
    const told = types.map((type) => [type, classifyFault(inBody(dialect, type))]);
    expect(types.map((type) => [type, classifyFault(inStream(dialect, type))])).toEqual(told);
  });

  it('name no class that is not from an answer', () => {
    const classes = new Set(types.map((type) => classifyFault(inBody(dialect, type))));
    for (const errorClass of ['connect_failed', 'reset', 'broken_stream', 'caller_gone'] as const)
      expect(classes).not.toContain(errorClass);
  });
});

it('a hint inside the words is read where a stream has no header for it', () => {
  expect(inStream('openai-chat', 'upstream-rate-limited').retryAfterMs).toBe(1500);
  expect(inStream('anthropic-messages', 'upstream-rate-limited').retryAfterMs).toBe(1500);
  const huge = readJson(encoder.encode('{"error":{"message":"m","details":{"retry_after_ms":"soon"}}}'), 8);
  expect(dialects['openai-chat'].readFault(429, huge.ok ? huge.value : undefined).retryAfterMs).toBeUndefined();
});

it('a provider that uses one of the words under another status is sorted by its status', () => {
  const wire = { type: 'invalid-request', code: undefined, param: undefined, message: '' };
  expect(classifyFault({ ...wire, status: 503 })).toBe('overloaded');
  expect(classifyFault({ ...wire, status: 400 })).toBe('caller_fault');
  expect(classifyFault({ ...wire, type: 'constructor', status: 400 })).toBe('caller_fault');
});
