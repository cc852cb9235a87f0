import type { Caller } from '@smart-router/core';
import type { KeyRecord } from '@smart-router/keys';
import { sampleOrder } from '../testing/sample-order.js';
import { createIntern } from '../keys/intern.js';
import { keyLine, keyOfLine } from './key-lines.js';

const { allow, grants, limits, shape } = sampleOrder();
const names = { organization: 'acme', user: 'ada', project: 'engine', environment: 'prod' };
const record: KeyRecord = {
  ...{ tokenHash: 'a'.repeat(64), status: 'active', ownersActive: true, expiresAt: 1, graceUntil: undefined },
  caller: {
    tokenId: 'id',
    keyId: 'id',
    ...names,
    allow,
    grants,
    limits,
    shape,
    owners: [{ kind: 'user', limits, shape }],
  },
};

test('a key comes back from its line as it was, money included', () => {
  expect(keyOfLine(keyLine(record), createIntern())).toEqual(record);
});

test('keys that are alike share their lists and limits', () => {
  const intern = createIntern();
  const [first, second] = [keyOfLine(keyLine(record), intern), keyOfLine(keyLine(record), intern)];
  expect(first.caller.limits).toBe(second.caller.limits);
});

// A field that an old file lacks may let a key do more than it should: with a new field of either kind, say whether a
// missing one is harmless, or give the file another version in seal.ts.
test('the fields of a key are those of this version of the file', () => {
  const recordFields: Record<keyof KeyRecord, true> = {
    ...{ tokenHash: true, status: true, ownersActive: true, expiresAt: true, graceUntil: true, caller: true },
  };
  const callerFields: Record<keyof Caller, true> = {
    ...{ tokenId: true, keyId: true, organization: true, user: true, project: true, environment: true },
    ...{ allow: true, grants: true, limits: true, shape: true, owners: true },
  };
  expect(Object.keys(JSON.parse(keyLine({ ...record, graceUntil: 2 })) as object)).toEqual(Object.keys(recordFields));
  expect(Object.keys(record.caller)).toEqual(Object.keys(callerFields));
});
