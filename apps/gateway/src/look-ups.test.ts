import type { RequestEvidence } from '@smart-router/usage-storage';
import { openLookUps } from './look-ups.js';

/** Stands for evidence: what is looked up is not looked into. */
const evidence = { request: { requestId: 'req_1' } } as RequestEvidence; // as far as these tests look

/** A ledger that answers when it is told to. */
function slowLedger() {
  const waiting: (() => void)[] = [];
  return {
    ofKey: () => new Promise<RequestEvidence | undefined>((resolve) => waiting.push(() => resolve(evidence))),
    answerAll: () => waiting.splice(0).forEach((answer) => answer()),
    asked: () => waiting.length,
  };
}

const typeOf = (found: Awaited<ReturnType<ReturnType<typeof openLookUps>['find']>>) =>
  found.ok ? 'found' : found.fault.type;

describe('looking requests up', () => {
  test('answers what is not the key’s like what never was, and trouble as such', async () => {
    const problems: string[] = [];
    const tell = (problem: string): void => void problems.push(problem);
    const none = openLookUps({ ofKey: () => Promise.resolve(undefined) }, tell);
    expect(typeOf(await none.find('req_1', 'k'))).toBe('not-found');
    const away = openLookUps({ ofKey: () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.7')) }, tell);
    const refused = await away.find('req_1', 'k');
    expect(refused).toMatchObject({ ok: false, fault: { type: 'not-ready', retryAfterMs: 1000 } });
    expect(JSON.stringify(refused)).not.toContain('10.0.0.7');
    expect(problems).toEqual(['a look-up of a request failed: connect ECONNREFUSED 10.0.0.7']);
  });

  test('asks for no more than a few of one key at a time, and takes the next when one is done', async () => {
    const ledger = slowLedger();
    const lookUps = openLookUps(ledger, () => undefined);
    const first = Array.from({ length: 4 }, () => lookUps.find('req_1', 'k'));
    expect(typeOf(await lookUps.find('req_1', 'k'))).toBe('concurrency-exceeded');
    const other = lookUps.find('req_1', 'another');
    expect(ledger.asked()).toBe(5);
    ledger.answerAll();
    expect((await Promise.all([...first, other])).map(typeOf)).toEqual(Array.from({ length: 5 }, () => 'found'));
    const next = lookUps.find('req_1', 'k');
    ledger.answerAll();
    expect(typeOf(await next)).toBe('found');
  });

  test('asks for no more than the ledger bears of all keys together', async () => {
    const ledger = slowLedger();
    const lookUps = openLookUps(ledger, () => undefined);
    const many = Array.from({ length: 32 }, (_, index) => lookUps.find('req_1', `k${index}`));
    expect(typeOf(await lookUps.find('req_1', 'one more'))).toBe('not-ready');
    ledger.answerAll();
    await Promise.all(many);
  });
});
