import { alike, asked, callersOwn, failed, refused, rescue, rescued, served } from './expectations.js';
import type { Scenario } from './scenario.js';

const denied = (errorClass: string) => refused(`503 upstream-access-denied (${errorClass})`, 1);
const noQuota = refused('503 upstream-quota-exhausted (quota_exhausted)', 1);

/** A row of the taxonomy with a lasting fault. */
const fault = (id: string, title: string, endings: ReturnType<typeof rescue>, right: string): Scenario => ({
  ...{ id, title, right, ...asked, profiles: ['alone', 'second'], faulty: { model: `sim-${id}` }, ...endings },
});

/** The fault statuses as the caller's own reach it with their own number where the dialect is the same. */
const own = (status: number, title: string): Scenario => ({
  ...fault(String(status), title, callersOwn, 'The caller’s own: not retried, not rerouted.'),
  except: (cell) => (cell.caller === cell.target ? refused(`${status} invalid-request (caller_fault)`, 1) : undefined),
});

const hint = (kind: string, title: string): Scenario => ({
  id: `hint-${kind}`,
  title,
  right: 'No attempt inside the hinted time.',
  ...asked,
  profiles: ['alone', 'recovery'],
  faulty: { model: `sim-429-hint-once+hint-${kind}` },
  hintMs: 2000,
  ...alike(served(2), rescued(1), served(2)),
});

/** Every other class of fault, and every way to say how long to wait. */
export const classScenarios: readonly Scenario[] = [
  fault('401', 'The key is not accepted', rescue(denied('credential_rejected'), 1), 'Never a 401 to the caller.'),
  fault('403', 'The key may not do this', rescue(denied('access_denied'), 1), 'Never a 403 to the caller.'),
  fault('404-model', 'The model is not there for this key', rescue(denied('access_denied'), 1), 'The next target.'),
  fault('402', 'The account is empty', rescue(noQuota, 1), 'The next target; the credential pauses.'),
  fault('no-quota', '429 (Messages: 400) about a used up quota', rescue(noQuota, 1), 'As before.'),
  fault('500-lasting', '500, lasting', rescue(failed('server_error', 2), 2), 'The same target once, then the next.'),
  fault('502-lasting', '502, lasting', rescue(failed('server_error', 2), 2), 'As before.'),
  fault('504-lasting', '504, lasting', rescue(failed('server_error', 2), 2), 'As before.'),
  fault('408', '408, by which a front end gives up', rescue(failed('server_error', 2), 2), 'As before.'),
  own(400, '400 without a particular code'),
  own(409, '409'),
  own(413, '413'),
  own(422, '422'),
  {
    ...fault('refused', 'Nobody listens at the address', rescue(failed('connect_failed', 0), 0), 'As 500.'),
    faulty: { model: 'sim-ok+nobody', baseUrl: 'http://127.0.0.1:9/v1' },
  },
  {
    ...fault(
      'plain-text',
      'TLS against an address that speaks none',
      rescue(failed('connect_failed', 0), 0),
      'As 500.',
    ),
    faulty: { model: 'sim-ok+nobody', baseUrl: 'https://simulated-provider/v1' },
  },
  {
    id: '503-hint',
    title: '503 with `Retry-After: 2` once, then fine',
    right: 'The next target, or the same one after the hinted time.',
    ...asked,
    faulty: { model: 'sim-503-hint-once' },
    hintMs: 2000,
    ...alike(served(2), rescued(1), rescued(1)),
  },
  hint('date', '`Retry-After` as a date'),
  hint('milliseconds', '`retry-after-ms`'),
  hint('openai', '`x-ratelimit-reset-requests` of an exhausted limit'),
  hint('anthropic', '`anthropic-ratelimit-requests-reset` of an exhausted limit'),
  {
    id: 'hint-days',
    title: '429 with a hint of three days',
    right: 'Not waited for; the caller is told the capped hint.',
    ...asked,
    faulty: { model: 'sim-429-hint-lasting+wait-259200000' },
    ...rescue(refused('503 upstream-rate-limited (rate_limited), retry after 600 s', 1), 1),
  },
];
