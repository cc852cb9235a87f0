import type { Caller } from '@smart-router/core';
import type { KeyRecord } from '@smart-router/keys';
import { createIntern } from '../keys/intern.js';
import { sampleOrder } from '../testing/sample-order.js';
import { keyLine, keyOfLine } from './key-lines.js';

const { allow, grants, limits, shape } = sampleOrder();

// A field that an old file lacks may let a key do more than it should. With a new one, say whether a missing one is
// harmless, as all those below `shape` are, or give the file another version in seal.ts.
const caller: Required<Caller> = {
  ...{ tokenId: 'id', keyId: 'id', organization: 'acme', user: 'ada', project: 'engine', environment: 'prod' },
  ...{ allow, grants, limits, shape },
  ...{ reserve: 'observed', owners: [{ kind: 'user', limits, shape }] },
};
const record: Required<KeyRecord> = {
  ...{ tokenHash: 'a'.repeat(64), status: 'active', ownersActive: true, expiresAt: 1, graceUntil: undefined, caller },
};

test('a key comes back from its line as it was, money included', () => {
  expect(keyOfLine(keyLine(record), createIntern())).toEqual(record);
});

test('keys that are alike share their lists and limits', () => {
  const intern = createIntern();
  const [first, second] = [keyOfLine(keyLine(record), intern), keyOfLine(keyLine(record), intern)];
  expect(first.caller.limits).toBe(second.caller.limits);
});
