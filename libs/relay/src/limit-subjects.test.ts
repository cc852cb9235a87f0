import type { Caller } from '@smart-router/core';
import { limitSubjects } from './limit-subjects.js';

const caller: Caller = {
  ...{ tokenId: 't_2', keyId: 't_1', organization: 'acme', user: 'web', project: 'web', environment: 'prod' },
  ...{ allow: ['*'], grants: [], limits: undefined, shape: undefined },
};
const defaults = { callerLimits: { rpm: 600 }, callerShape: { requestStartPerSec: 2 } };

test('a key without limits of its own takes the configured defaults', () => {
  expect(limitSubjects(caller, defaults)).toEqual([
    { key: 'key:t_1', label: 'key', limits: { rpm: 600 }, shape: { requestStartPerSec: 2 }, softPercent: undefined },
  ]);
  const own = { ...caller, limits: { rpm: 5 }, shape: {} };
  expect(limitSubjects(own, defaults)).toMatchObject([{ limits: { rpm: 5 }, shape: {} }]);
});

test('owners have their own limits or none, and equal names of different owners never meet', () => {
  const owners = [
    { kind: 'user', limits: { rpm: 1 }, shape: undefined },
    { kind: 'project', limits: undefined, shape: { requestStartPerSec: 1 } },
    { kind: 'organization', limits: { tpm: 9 }, shape: undefined },
  ] as const;
  expect(limitSubjects({ ...caller, owners }, defaults).slice(1)).toMatchObject([
    { key: 'user:acme/web', label: 'user', limits: { rpm: 1 }, shape: undefined },
    { key: 'project:acme/web', label: 'project', limits: {}, shape: { requestStartPerSec: 1 } },
    { key: 'organization:acme', label: 'organization', limits: { tpm: 9 }, shape: undefined },
  ]);
});

test('whoever says nothing of a soft percentage has the configured one', () => {
  const owners = [{ kind: 'user', limits: { rpm: 1, softPercent: 0 }, shape: undefined }] as const;
  const warning = { ...defaults, callerLimits: { softPercent: 80 } };
  const percents = limitSubjects({ ...caller, limits: { rpm: 5 }, owners }, warning).map((each) => each.softPercent);
  expect(percents).toEqual([80, 0]);
});
