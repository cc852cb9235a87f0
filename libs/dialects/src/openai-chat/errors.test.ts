import { fault } from '@smart-router/core';
import { jsonText } from '../generated.laws.js';
import { readFault, writeFault, writeStreamFault } from './errors.js';

describe('errors of Chat', () => {
  it.each([
    [
      '{"error":{"message":"too long","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}',
      'context_length_exceeded',
      'too long',
    ],
    ['{"error":{"message":"overloaded","code":503}}', '503', 'overloaded'],
    ['{"error":"no such model"}', undefined, 'no such model'],
    ['{"object":"error","message":"bad","code":400}', '400', 'bad'],
    ['{"detail":[{"loc":["body"]}]}', undefined, '[{"loc":["body"]}]'],
    ['{"message":"slow down"}', undefined, 'slow down'],
    ['{}', undefined, 'status 400 without an error object'],
  ])('reads the words of %s', (text, code, message) => {
    expect(readFault(400, jsonText(text))).toMatchObject({ status: 400, code, message });
  });

  it('bounds what a provider says', () => {
    const body = jsonText(JSON.stringify({ error: { message: 'x'.repeat(9000) } }));
    expect(readFault(500, body).message).toHaveLength(2000);
  });

  it('writes the envelope with the request id, the param and the better known code', () => {
    const subject = fault('invalid-request', 'too long', {
      code: 'context_length_exceeded',
      details: { param: 'messages' },
    });
    expect(writeFault(subject, 'req_1')).toEqual({
      error: {
        message: 'too long',
        type: 'invalid-request',
        code: 'context_length_exceeded',
        param: 'messages',
        details: { request_id: 'req_1', param: 'messages' },
      },
    });
  });

  it('writes one frame into a stream', () => {
    expect(writeStreamFault(fault('upstream-failed', 'it broke'), 'req_1')).toMatch(
      /^data: \{"error":\{"message":"it broke".*\}\n\n$/,
    );
  });
});
