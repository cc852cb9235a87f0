import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { waitFor } from '@smart-router/dev-services';
import { scratchFolder } from '../testing/ledger.js';
import { bundleSpoolChild, killAfter } from '../testing/run-spool-child.js';
import { sampleRecord } from '../testing/sample-record.js';
import { usageLine } from '../usage/usage-line.js';
import { thisOwner, ownerPath } from './folder-owner.js';
import { linesOf } from './line-block.js';
import { openSpool } from './open-spool.js';
import type { Spool } from './spool.js';

const hurry = AbortSignal.abort();

/** Takes all that is in a spool without waiting, as the writer would. */
async function takeAll(spool: Spool): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const taken: Readonly<Record<string, unknown>>[] = [];
  for (;;) {
    const batch = await spool.nextBatch({ maxRecords: 100, maxDelayMs: 0, hurry });
    if (batch === undefined) return taken;
    taken.push(...linesOf(batch.lines).map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)); // lines are objects
    batch.commit();
  }
}

const lineOf = (requestId: string): string =>
  usageLine({ record: sampleRecord({ requestId }), writerId: 'w', writerSeq: 1 });

describe('an open spool', () => {
  test('has written a record to its file when record returns, numbered without gaps', async () => {
    const directory = scratchFolder();
    const spool = openSpool({ directory });
    const { writerId } = spool.stats();
    const record = sampleRecord();
    spool.record(record);
    const file = join(directory, writerId, '00000001.jsonl');
    expect(readFileSync(file, 'utf8')).toBe(usageLine({ record, writerId, writerSeq: 1 }));
    spool.record(sampleRecord());
    expect(spool.stats()).toMatchObject({ records: 2, bytes: readFileSync(file).length, dropped: 0, failing: false });
    expect((await takeAll(spool)).map((row) => row['writer_seq'])).toEqual([1, 2]);
    expect(spool.stats()).toMatchObject({ records: 0, bytes: 0 });
    await spool.close();
    expect(readdirSync(directory)).toEqual([]);
  });

  test('keeps what was taken but not committed', async () => {
    const spool = openSpool({ directory: scratchFolder() });
    spool.record(sampleRecord({ requestId: 'a' }));
    const bounds = { maxRecords: 10, maxDelayMs: 0, hurry };
    await spool.nextBatch(bounds);
    expect((await takeAll(spool)).map((row) => row['request_id'])).toEqual(['a']);
    await spool.close();
  });

  test('hands on a batch as soon as it is full, and a small one after the delay', async () => {
    const spool = openSpool({ directory: scratchFolder() });
    const waiting = { maxRecords: 2, maxDelayMs: 600_000, hurry: new AbortController().signal };
    const full = spool.nextBatch(waiting);
    spool.record(sampleRecord());
    spool.record(sampleRecord());
    const batch = await full;
    expect(batch?.lines.ends).toHaveLength(2);
    batch?.commit();
    spool.record(sampleRecord());
    expect((await spool.nextBatch({ ...waiting, maxDelayMs: 1 }))?.lines.ends).toHaveLength(1);
    await spool.close();
  });

  test('reads a line that is larger than a chunk', async () => {
    const spool = openSpool({ directory: scratchFolder() });
    spool.record(sampleRecord({ requestedModel: 'x'.repeat(5_000_000) }));
    spool.record(sampleRecord({ requestId: 'b' }));
    expect((await takeAll(spool)).at(1)).toMatchObject({ request_id: 'b' });
    await spool.close();
  });
});

describe('a full spool', () => {
  test('refuses: it is not ready, but keeps the records of requests that were under way', async () => {
    const spool = openSpool({ directory: scratchFolder(), maxBytes: 2000 });
    expect(spool.ready()).toBe(true);
    for (let index = 0; index < 5; index += 1) spool.record(sampleRecord());
    expect(spool.ready()).toBe(false);
    expect(await takeAll(spool)).toHaveLength(5);
    expect(spool.ready()).toBe(true);
    expect(spool.stats().dropped).toBe(0);
    await spool.close();
  });

  test('refuses: refusals that are recorded too do not fill the disk without end, and are counted then', async () => {
    const spool = openSpool({ directory: scratchFolder(), maxBytes: 1, segmentBytes: 8 * 1024 * 1024 });
    const record = sampleRecord();
    for (let count = 0; count < 40_000 && spool.stats().dropped === 0; count += 1) spool.record(record);
    const { dropped, bytes } = spool.stats();
    expect(dropped).toBe(1);
    expect(bytes).toBeLessThan(17 * 1024 * 1024);
    await spool.close();
  });

  test('drops: it stays ready, counts, and the gap in the numbers proves the loss', async () => {
    const spool = openSpool({ directory: scratchFolder(), maxBytes: 1, onFull: 'drop' });
    for (let index = 0; index < 3; index += 1) spool.record(sampleRecord());
    expect(spool.ready()).toBe(true);
    expect(spool.stats().dropped).toBe(2);
    expect((await takeAll(spool)).map((row) => row['writer_seq'])).toEqual([1]);
    spool.record(sampleRecord());
    expect((await takeAll(spool)).map((row) => row['writer_seq'])).toEqual([4]);
    await spool.close();
  });
});

describe('a disk that refuses', () => {
  /** A file where the spool's folders should be refuses everything below it. */
  const breakDisk = (directory: string): void => {
    renameSync(directory, `${directory}.away`);
    writeFileSync(directory, '');
  };
  const repairDisk = (directory: string): void => {
    rmSync(directory);
    renameSync(`${directory}.away`, directory);
  };

  test('makes the spool unready, and what waited is written in order when it accepts again', async () => {
    const directory = join(scratchFolder(), 'spool');
    const problems: string[] = [];
    const onProblem = (problem: string): void => void problems.push(problem);
    const spool = openSpool({ directory, segmentBytes: 1, fsyncIntervalMs: 5, onProblem });
    spool.record(sampleRecord({ requestId: 'a' }));
    breakDisk(directory);
    spool.record(sampleRecord({ requestId: 'b' }));
    expect(spool.ready()).toBe(false);
    spool.record(sampleRecord({ requestId: 'c' }));
    expect(spool.stats()).toMatchObject({ records: 3, dropped: 0, failing: true });
    expect(problems).toEqual([expect.stringContaining('the usage spool cannot be written: ENOTDIR')]);
    repairDisk(directory);
    await waitFor(() => spool.ready());
    spool.record(sampleRecord({ requestId: 'd' }));
    expect((await takeAll(spool)).map((row) => row['request_id'])).toEqual(['a', 'b', 'c', 'd']);
    await spool.close();
  });

  test('does not keep records from a database that is there', async () => {
    const directory = join(scratchFolder(), 'spool');
    const spool = openSpool({ directory, segmentBytes: 1 });
    breakDisk(directory);
    spool.record(sampleRecord({ requestId: 'a' }));
    expect((await takeAll(spool)).map((row) => row['request_id'])).toEqual(['a']);
    expect(spool.ready()).toBe(false);
    repairDisk(directory);
    await spool.close();
  });

  test('costs counted records when the spool may drop', async () => {
    const directory = join(scratchFolder(), 'spool');
    const spool = openSpool({ directory, segmentBytes: 1, onFull: 'drop' });
    breakDisk(directory);
    spool.record(sampleRecord());
    spool.record(sampleRecord());
    expect(spool.ready()).toBe(true);
    expect(spool.stats()).toMatchObject({ records: 0, dropped: 2 });
    repairDisk(directory);
    await spool.close();
  });
});

describe('adopting orphans', () => {
  const orphan = (directory: string, name: string, text: string): string => {
    const folder = join(directory, name);
    mkdirSync(folder, { recursive: true });
    appendFileSync(join(folder, '00000001.jsonl'), text);
    return folder;
  };

  test('no answered request is missing after kill -9, however often', async () => {
    const directory = scratchFolder();
    const child = bundleSpoolChild();
    const answered: string[] = [];
    for (const count of [1, 300, 500]) answered.push(...(await killAfter(child, { directory, count })));
    expect(answered.length).toBeGreaterThan(800);
    const spool = openSpool({ directory });
    const found = new Set((await takeAll(spool)).map((row) => row['request_id']));
    expect(answered.filter((requestId) => !found.has(requestId))).toEqual([]);
    expect(spool.stats()).toMatchObject({ bytes: 0 });
    await spool.close();
    expect(readdirSync(directory)).toEqual([]);
  });

  test('a torn last line and rubbish in between are left out and counted, the rest is kept', async () => {
    const directory = scratchFolder();
    const rubbish = `${'\0'.repeat(100)}\n[1]\n{"half":\n`;
    orphan(directory, 'dead', `${lineOf('a')}${rubbish}${lineOf('b')}${lineOf('torn').slice(0, 40)}`);
    const spool = openSpool({ directory });
    expect((await takeAll(spool)).map((row) => row['request_id'])).toEqual(['a', 'b']);
    expect(spool.stats()).toMatchObject({ torn: 4, bytes: 0 });
    await spool.close();
    expect(readdirSync(directory)).toEqual([]);
  });

  test('the folder of a living process is left alone, also when another one lives in this process', async () => {
    const directory = scratchFolder();
    const first = openSpool({ directory });
    first.record(sampleRecord({ requestId: 'a' }));
    const second = openSpool({ directory });
    expect(await takeAll(second)).toEqual([]);
    expect((await takeAll(first)).map((row) => row['request_id'])).toEqual(['a']);
    await Promise.all([first.close(), second.close()]);
  });

  test('a process id that belongs to somebody else by now does not protect a folder', async () => {
    const directory = scratchFolder();
    const folder = orphan(directory, 'dead', lineOf('a'));
    writeFileSync(ownerPath(folder), JSON.stringify({ ...thisOwner(), processStart: 'before' }));
    const spool = openSpool({ directory });
    expect(await takeAll(spool)).toHaveLength(1);
    await spool.close();
  });

  test('an owner we cannot see, in another container, keeps its folder while it gives signs of life', async () => {
    const directory = scratchFolder();
    const folder = orphan(directory, 'elsewhere', lineOf('a'));
    writeFileSync(ownerPath(folder), JSON.stringify({ ...thisOwner(), hostname: 'elsewhere', pid: 1 }));
    const spool = openSpool({ directory });
    expect(await takeAll(spool)).toEqual([]);
    expect(existsSync(folder)).toBe(true);
    await spool.close();
  });

  test('what is left at close goes to the next process, and what that one had adopted to the one after', async () => {
    const directory = scratchFolder();
    orphan(directory, 'dead', lineOf('a'));
    for (const requestId of ['b', 'c']) {
      const spool = openSpool({ directory });
      spool.record(sampleRecord({ requestId }));
      await spool.close();
    }
    const last = openSpool({ directory });
    const inside = readdirSync(join(directory, last.stats().writerId, 'adopted'));
    expect(inside).toHaveLength(3);
    expect((await takeAll(last)).map((row) => row['request_id']).sort()).toEqual(['a', 'b', 'c']);
    await last.close();
    expect(readdirSync(directory)).toEqual([]);
  });
});

test('a closed spool takes no records, and says so', async () => {
  const spool = openSpool({ directory: scratchFolder() });
  await spool.close();
  spool.record(sampleRecord());
  expect(spool.ready()).toBe(false);
  expect(spool.stats().dropped).toBe(1);
});
