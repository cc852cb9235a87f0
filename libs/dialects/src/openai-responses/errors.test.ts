import { fault } from '@smart-router/core';
import { jsonText } from '../generated.laws.js';
import { readFault, responseError, writeFault, writeStreamFault } from './errors.js';

describe('errors of the Responses dialect', () => {
  it.each([
    ['{"error":{"message":"m","type":"t","code":"c","param":"p"}}', { message: 'm', type: 't', code: 'c', param: 'p' }],
    ['{"error":"m"}', { message: 'm', type: undefined }],
    ['{"detail":"m"}', { message: 'm' }],
    ['{"detail":[{"loc":["input"]}]}', { message: '[{"loc":["input"]}]' }],
    ['{}', { message: 'status 400 without an error object' }],
  ])('reads %s in the provider’s words', (text, words) => {
    expect(readFault(400, jsonText(text))).toMatchObject({ status: 400, ...words });
  });

  it('bounds what a provider says', () => {
    expect(readFault(500, jsonText(JSON.stringify({ error: { message: 'x'.repeat(5000) } }))).message).toHaveLength(
      2000,
    );
  });

  it('writes the envelope, with the code its clients know', () => {
    const long = fault('invalid-request', 'too long', { code: 'context_length_exceeded', details: { param: 'input' } });
    expect(writeFault(long, 'req_1')).toEqual({
      error: {
        message: 'too long',
        type: 'invalid-request',
        code: 'context_length_exceeded',
        param: 'input',
        details: { request_id: 'req_1', param: 'input' },
      },
    });
  });

  it('says codes that clients act on in a failed response', () => {
    expect(responseError(fault('upstream-rate-limited', 'm')).code).toBe('rate_limit_exceeded');
    expect(responseError(fault('upstream-failed', 'm')).code).toBe('server_error');
    expect(responseError(fault('upstream-failed', 'm', { code: 'context_length_exceeded' })).code).toBe(
      'context_length_exceeded',
    );
  });

  it('dates a failed response by the id of its request', () => {
    const requestId = `req_${(1_700_000_000_123).toString(16).padStart(12, '0')}${'0'.repeat(20)}`;
    expect(writeStreamFault(fault('upstream-failed', 'm'), { requestId, sequenceNumber: 0 })).toContain(
      '"created_at":1700000000,',
    );
  });
});
