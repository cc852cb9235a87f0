import type { AttemptFailure } from './exchange.js';
import { hideKey } from './hide-key.js';

const key = 'sk-live-0123456789';

const text = `{"error":{"message":"the key ${key} may not do that – ask","code":"${key}"}}`;

const failure: AttemptFailure = {
  errorClass: 'caller_fault',
  status: 400,
  wire: { status: 400, type: 'invalid_request_error', code: key, param: key, message: `the key ${key} may not` },
  body: Buffer.from(text),
  retryAfterMs: undefined,
  message: `the key ${key} may not`,
};

describe('hideKey', () => {
  it('takes the key out of everything a caller may be shown', () => {
    const hidden = hideKey(failure, key);
    expect(JSON.stringify({ ...hidden, body: String(hidden.body) })).not.toContain(key);
    expect(String(hidden.body)).toBe(text.replaceAll(key, '[key]'));
    expect(hidden.wire?.message).toBe('the key [key] may not');
  });

  it('leaves a failure alone that does not hold the key', () => {
    expect(hideKey(failure, 'sk-live-another-one')).toEqual(failure);
    expect(hideKey(failure, undefined)).toBe(failure);
  });

  it('does not hunt for keys as short as a word', () => {
    expect(hideKey(failure, 'key')).toBe(failure);
  });
});
