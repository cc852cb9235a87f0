import type { SecurityEvent } from '@smart-router/usage-storage';
import type { Draws } from './draws.js';
import type { Holder } from './issue-keys.js';

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** Who reads the reports. */
const readers = ['local:ada', 'user:grace@northwind.example', 'user:edsger@northwind.example'];

/** What happened at the doors in a range, in the order of time. */
export function securityEventsOf(
  range: { readonly from: number; readonly to: number },
  { holders, draws }: { readonly holders: readonly Holder[]; readonly draws: Draws },
): readonly SecurityEvent[] {
  const events: SecurityEvent[] = [];
  for (let day = range.from; day < range.to; day += dayMs) {
    const at = (): number => day + 8 * hourMs + draws.whole(0, 10 * hourMs);
    for (const subject of readers) events.push(...signIns(subject, at(), draws));
    const holder = draws.oneOf(holders);
    if (draws.chance(0.4)) events.push(expired(holder, at()));
    if (draws.chance(0.3)) events.push(otherDomain(draws.oneOf(readers), holder, at()));
  }
  // Somebody tries passwords, once.
  const attack = range.from + 12 * dayMs + 3 * hourMs;
  for (let index = 0; index < 40; index += 1) events.push(guessed(attack + index * 1500, index));
  return events.filter(({ at }) => at < range.to).toSorted((left, right) => left.at - right.at);
}

const office = { surface: 'reports', address: '10.20.3.17', userAgentFamily: 'firefox' } as const;

function signIns(subject: string, at: number, draws: Draws): readonly SecurityEvent[] {
  if (draws.chance(0.3)) return [];
  const signIn = { ...office, type: 'sign-in', subject, method: 'POST', pathTemplate: '/sign-in' } as const;
  const failed = draws.chance(0.1) && subject.startsWith('local:');
  return [
    ...(failed
      ? [{ ...signIn, at: at - 9000, outcome: 'failed', reason: 'wrong-password', status: 401 } as const]
      : []),
    { ...signIn, at, outcome: 'ok', status: 303 },
    ...(draws.chance(0.4)
      ? [
          {
            ...office,
            at: at + hourMs,
            type: 'export',
            outcome: 'ok',
            subject,
            method: 'GET',
            pathTemplate: '/usage.csv',
            status: 200,
          } as const,
        ]
      : []),
    ...(draws.chance(0.5)
      ? [{ ...office, at: at + 2 * hourMs, type: 'sign-out', outcome: 'ok', subject, status: 303 } as const]
      : []),
  ];
}

function expired({ tokenId, project, environment }: Holder, at: number): SecurityEvent {
  return {
    ...{ at, type: 'token', outcome: 'refused', reason: 'key-expired', surface: 'gateway', status: 403, tokenId },
    ...{ domain: `${project}/${environment}`, method: 'POST', pathTemplate: '/v1/chat/completions' },
  };
}

function otherDomain(subject: string, { project, environment }: Holder, at: number): SecurityEvent {
  return {
    ...{ ...office, at, type: 'permission', outcome: 'refused', reason: 'other-domain', subject, status: 404 },
    ...{ domain: `${project}/${environment}`, method: 'GET', pathTemplate: '/requests/:id' },
  };
}

function guessed(at: number, index: number): SecurityEvent {
  const isLimited = index > 4;
  return {
    ...{
      at,
      type: 'sign-in',
      surface: 'reports',
      subject: 'local:admin',
      address: '203.0.113.40',
      userAgentFamily: 'other',
    },
    ...{ outcome: isLimited ? 'limited' : 'failed', reason: isLimited ? 'too-many-attempts' : 'wrong-password' },
    ...{ status: isLimited ? 429 : 401, method: 'POST', pathTemplate: '/sign-in' },
  };
}
