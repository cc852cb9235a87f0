import { leaseMs, request, startMs, subjectWith, type CreateStore } from './laws-kit.laws.js';
import type { LimitStore, LimitSubject, LimitUse } from './limit-store.js';

/** What every store must tell of how much is used, and when it must warn. */
export function peekLaws(createStore: CreateStore): void {
  looks(createStore);
  warnings(createStore);
}

async function usesOf(store: LimitStore, subject: LimitSubject, nowMs: number): Promise<readonly LimitUse[]> {
  return (await store.peek({ subjects: [subject], nowMs })).subjects[0]?.uses ?? [];
}

function looks(createStore: CreateStore): void {
  it('tells of each limit that is set what is used, what is set aside, and when it begins anew', async () => {
    const store = await createStore();
    const limits = { rpm: 9, tpm: 900, concurrent: 2, day: { requests: 5, tokens: 500, costNanoUsd: 50n } };
    const subject = subjectWith({ ...limits, month: { tokens: 0 }, lifetime: { costNanoUsd: 70n } });
    const nowMs = startMs + 3_600_000;
    for (const leaseId of ['a', 'b']) {
      await store.admit(request(subject, { nowMs, leaseId, inputTokens: 30, outputTokens: 20, costNanoUsd: 7n }));
    }
    const actual = { inputTokens: 30, outputTokens: 1, costNanoUsd: 3n };
    await store.settle({ leaseId: 'a', turnId: undefined, actual, nowMs });
    const [inDay, never] = [{ resetsInMs: 23 * 3_600_000 }, { resetsInMs: undefined }];
    expect(await store.peek({ subjects: [subject], nowMs })).toEqual({
      degraded: false,
      subjects: [
        {
          ...{ key: 'key:k_1', label: 'key' },
          uses: [
            { bucket: 'lifetime.cost_usd', limit: 70n, used: 10n, reserved: 7n, ...never },
            { bucket: 'day.requests', limit: 5, used: 2, reserved: undefined, ...inDay },
            { bucket: 'day.tokens', limit: 500, used: 81, reserved: 50, ...inDay },
            { bucket: 'day.cost_usd', limit: 50n, used: 10n, reserved: 7n, ...inDay },
            { bucket: 'rpm', limit: 9, used: 2, reserved: undefined, ...never },
            { bucket: 'tpm', limit: 900, used: 81, reserved: undefined, ...never },
            { bucket: 'concurrent', limit: 2, used: 1, reserved: undefined, ...never },
          ],
        },
      ],
    });
  });

  it('tells nothing used of who was never seen, nor after the minute, the day and the lease', async () => {
    const store = await createStore();
    const subject = subjectWith({ rpm: 1, concurrent: 1, day: { requests: 1 } });
    const used = async (nowMs: number) => (await usesOf(store, subject, nowMs)).map((use) => use.used);
    expect(await used(startMs)).toEqual([0, 0, 0]);
    await store.admit(request(subject, { nowMs: startMs }));
    expect(await used(startMs)).toEqual([1, 1, 1]);
    expect(await used(startMs + leaseMs)).toEqual([1, 1, 0]);
    expect(await used(startMs + 65_000)).toEqual([1, 0, 0]);
    expect(await used(startMs + 86_400_000)).toEqual([0, 0, 0]);
  });

  it('takes nothing by looking, and answers for each subject in the order asked', async () => {
    const store = await createStore();
    const key = subjectWith({ rpm: 1 });
    const project: LimitSubject = { ...key, key: 'project:acme/web', label: 'project' };
    for (let look = 0; look < 5; look += 1) await store.peek({ subjects: [project, key], nowMs: startMs });
    expect(await store.admit(request(key, { nowMs: startMs }))).toEqual({ kind: 'admitted' });
    const { subjects } = await store.peek({ subjects: [project, key], nowMs: startMs });
    expect(subjects.map(({ label, uses }) => [label, uses[0]?.used])).toEqual([
      ['project', 0],
      ['key', 1],
    ]);
  });
}

function warnings(createStore: CreateStore): void {
  it('warns from the soft percentage of a limit on, by the bucket of whoever has it', async () => {
    const store = await createStore();
    const key: LimitSubject = { ...subjectWith({ rpm: 5, tpm: 100 }), softPercent: 60 };
    const project: LimitSubject = { ...subjectWith({ day: { tokens: 40 } }), key: 'project:p', label: 'project' };
    const subjects = [key, { ...project, softPercent: 50 }];
    const ask = (leaseId: string, inputTokens: number) =>
      store.admit({ ...request(key, { nowMs: startMs, leaseId, inputTokens }), subjects });
    expect(await ask('a', 0)).toEqual({ kind: 'admitted' });
    expect(await ask('b', 20)).toEqual({ kind: 'admitted', warnings: ['project.day.tokens'] });
    expect(await ask('c', 1)).toEqual({ kind: 'admitted', warnings: ['key.rpm', 'project.day.tokens'] });
    expect(await ask('d', 20)).toMatchObject({ kind: 'refused', bucket: 'project.day.tokens' });
  });

  it('never warns where no percentage, or 0, is set', async () => {
    const store = await createStore();
    for (const softPercent of [undefined, 0]) {
      const subject = { ...subjectWith({ concurrent: 1 }), key: `key:${softPercent}`, softPercent };
      expect(await store.admit(request(subject, { nowMs: startMs, leaseId: `${softPercent}` }))).toEqual({
        kind: 'admitted',
      });
    }
  });
}
