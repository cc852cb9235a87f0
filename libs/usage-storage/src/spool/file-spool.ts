import { existsSync, rmSync } from 'node:fs';
import { appendFile, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LateShapeEvents, UsageRecord } from '@smart-router/core';
import { lateLine, usageLine } from '../usage/usage-line.js';
import { adoptOrphans, type Adopter } from './adopt-orphans.js';
import { claimFolder } from './claim-folder.js';
import { heartbeatMs, ownerPath } from './folder-owner.js';
import { blockOf, linesOf, type LineBlock } from './line-block.js';
import { Milestones } from './milestones.js';
import { LineReader } from './read-lines.js';
import { removeSegment, type Segment } from './segment.js';
import { SegmentLog } from './segment-log.js';
import type { BatchBounds, Spool, SpoolBatch, SpoolStats } from './spool.js';
import { spoolTroubles, type SpoolTroubles } from './spool-troubles.js';
import { reasonOf } from '../reason-of.js';
import { WakeUp } from '../wake-up.js';

/** How often to look for folders of processes that died meanwhile. */
const adoptionMs = 30_000;

/** A file that cannot be read now is tried again after this long. */
const rereadMs = 1000;

/** Records kept in memory while the disk refuses them; those beyond are lost, and counted. */
const maxHeldLines = 10_000;

/** What a spool that refuses new requests still takes: records of those under way, and of a good many refusals. */
const underWayBytes = 16 * 1024 * 1024;

/** A spool's options with all defaults filled in. */
export interface FileSpoolSettings {
  readonly writerId: string;
  readonly adopter: Adopter;
  readonly fsyncIntervalMs: number;
  readonly maxBytes: number;
  readonly onFull: 'refuse' | 'drop';
  readonly segmentBytes: number;
  readonly onProblem: (message: string) => void;
}

/** The spool on files. What the disk refuses waits in memory, in order, until it accepts again. */
export class FileSpool implements Spool {
  readonly #settings: FileSpoolSettings;
  readonly #log: SegmentLog;
  readonly #timers: NodeJS.Timeout[];
  readonly #wakeUp = new WakeUp();
  readonly #reader = new LineReader();
  readonly #storedBytes = new Milestones();
  readonly #troubles: SpoolTroubles;
  /** Oldest first; adopted ones before our own. */
  #segments: Segment[] = [];
  #held: string[] = [];
  #sequence = 0;
  #records = 0;
  #bytes = 0;
  #dropped = 0;
  #torn = 0;
  #failing = false;
  #closed = false;
  #syncTimer: NodeJS.Timeout | undefined;

  constructor(settings: FileSpoolSettings) {
    this.#settings = settings;
    this.#troubles = spoolTroubles(settings.onProblem);
    const onOpen = (segment: Segment): void => void this.#segments.push(segment);
    this.#log = new SegmentLog({ folder: settings.adopter.folder, segmentBytes: settings.segmentBytes, onOpen });
    this.#adopt();
    this.#timers = [
      setInterval(() => void this.#beat(), heartbeatMs).unref(),
      setInterval(() => this.#adopt(), adoptionMs).unref(),
    ];
  }

  ready(): boolean {
    if (this.#closed) return false;
    return this.#settings.onFull === 'drop' || !this.#takesNoMore();
  }

  record(record: UsageRecord): void {
    this.#sequence += 1;
    const { maxBytes, onFull } = this.#settings;
    if (this.#closed || this.#bytes >= maxBytes + (onFull === 'refuse' ? underWayBytes : 0)) {
      this.#dropped += 1;
      return;
    }
    const line = usageLine({ record, writerId: this.#settings.writerId, writerSeq: this.#sequence });
    if (this.#failing) this.#hold(line);
    else this.#write(line);
    this.#scheduleSync();
  }

  /** Evidence gives way to records: where there is no room for both, it is not kept. */
  recordLate(late: LateShapeEvents): void {
    if (this.#closed || this.#takesNoMore()) return;
    this.#write(lateLine(late));
    this.#scheduleSync();
  }

  async nextBatch({ maxRecords, maxDelayMs, hurry }: BatchBounds): Promise<SpoolBatch | undefined> {
    for (;;) {
      if (!this.#hasWork()) await this.#wakeUp.wait(() => this.#hasWork(), { signal: hurry });
      if (!this.#hasWork()) return undefined;
      const isFilled = (): boolean => this.#records >= maxRecords || this.#segments[0]?.adopted === true;
      await this.#wakeUp.wait(isFilled, { signal: hurry, maxDelayMs });
      const batch = await this.#readBatch(maxRecords);
      if (batch !== undefined) return batch;
    }
  }

  async reject(lines: LineBlock, reason: string): Promise<void> {
    const path = join(this.#settings.adopter.directory, 'rejected.jsonl');
    const rejectedAt = new Date().toISOString();
    const text = linesOf(lines)
      .map((record) => `${JSON.stringify({ rejected_at: rejectedAt, reason, record })}\n`)
      .join('');
    await appendFile(path, text, { mode: 0o600, flush: true });
  }

  caughtUp(): Promise<void> {
    return this.#storedBytes.reached(this.#storedBytes.passed + this.#bytes);
  }

  stats(): SpoolStats {
    const { writerId } = this.#settings;
    const waiting = { records: this.#records + this.#held.length, bytes: this.#bytes };
    const losses = { dropped: this.#dropped, torn: this.#torn };
    return { writerId, ...waiting, ...losses, failing: this.#failing, full: this.#takesNoMore() };
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#writeHeld();
    this.#closed = true;
    this.#dropped += this.#held.length;
    this.#timers.forEach(clearInterval);
    clearTimeout(this.#syncTimer);
    await this.#log.close().catch((error: unknown) => this.#troubles.note('cannot be synced', error));
    const { folder } = this.#settings.adopter;
    if (this.#bytes === 0) await rm(folder, { recursive: true, force: true });
    else rmSync(ownerPath(folder), { force: true });
  }

  #takesNoMore(): boolean {
    return this.#failing || this.#isFull();
  }

  #isFull(): boolean {
    return this.#bytes >= this.#settings.maxBytes;
  }

  #hasWork(): boolean {
    return this.#bytes > 0 || this.#held.length > 0;
  }

  #write(line: string): void {
    try {
      this.#bytes += this.#log.append(line);
      this.#records += 1;
      this.#troubles.writing.over();
      this.#wakeUp.check();
    } catch (error) {
      this.#failing = true;
      this.#troubles.writing.failed(reasonOf(error));
      this.#hold(line);
    }
  }

  #hold(line: string): void {
    if (this.#held.length >= maxHeldLines || (this.#settings.onFull === 'drop' && this.#failing)) this.#dropped += 1;
    else this.#held.push(line);
    this.#wakeUp.check();
  }

  /** Once the disk accepts again, what waited in memory goes first. */
  #writeHeld(): void {
    if (!this.#failing) return;
    this.#makeRoom();
    if (!this.#diskAccepts()) return;
    this.#failing = false;
    const held = this.#held;
    this.#held = [];
    for (const line of held) {
      if (this.#failing) this.#hold(line);
      else this.#write(line);
    }
  }

  /** A full disk may be full of what is stored already: the open file goes, if nobody needs it any longer. */
  #makeRoom(): void {
    const open = this.#segments.find(({ sealed, bytes, offset }) => !sealed && bytes > 0 && offset === bytes);
    if (open === undefined) return;
    this.#log.endFile();
    this.#remove(open);
  }

  #diskAccepts(): boolean {
    try {
      claimFolder(this.#settings.adopter);
    } catch {
      return false; // reported when the disk began to refuse
    }
    return this.#log.accepts();
  }

  #scheduleSync(): void {
    if (this.#closed) return;
    this.#syncTimer ??= setTimeout(() => void this.#sync(), this.#settings.fsyncIntervalMs).unref();
  }

  async #sync(): Promise<void> {
    this.#syncTimer = undefined;
    this.#writeHeld();
    try {
      await this.#log.sync();
      this.#troubles.syncing.over();
    } catch (error) {
      this.#failing = true;
      this.#troubles.syncing.failed(reasonOf(error));
    }
    if (this.#failing) this.#scheduleSync();
  }

  async #readBatch(maxRecords: number): Promise<SpoolBatch | undefined> {
    const segment = this.#segments.find(({ offset, bytes }) => offset < bytes);
    if (segment === undefined) return this.#heldBatch(maxRecords);
    try {
      const { lines, consumed, torn } = await this.#reader.read(segment, maxRecords);
      this.#troubles.reading(segment).over();
      this.#torn += torn;
      const commit = (): void => this.#commit(segment, { consumed, records: lines.ends.length });
      if (lines.ends.length > 0) return { lines, commit };
      commit();
    } catch (error) {
      await this.#postpone(segment, error);
    }
    return undefined;
  }

  /** The disk refuses and the database does not: the records go there straight from memory. */
  #heldBatch(maxRecords: number): SpoolBatch | undefined {
    const held = this.#held.splice(0, maxRecords);
    if (held.length === 0) return undefined;
    return { lines: blockOf(held.map((line) => line.trimEnd())), commit: () => undefined };
  }

  #commit(segment: Segment, stored: { readonly consumed: number; readonly records: number }): void {
    segment.offset += stored.consumed;
    this.#bytes -= stored.consumed;
    this.#storedBytes.pass(stored.consumed);
    if (!segment.adopted) segment.records -= stored.records;
    if (!segment.adopted) this.#records -= stored.records;
    if (!segment.sealed || segment.offset < segment.bytes) return;
    this.#remove(segment);
  }

  #remove(segment: Segment): void {
    this.#segments = this.#segments.filter((other) => other !== segment);
    void removeSegment(segment);
  }

  /** A file that is gone is let go; one that cannot be read now lets the others pass and is tried again. */
  async #postpone(segment: Segment, error: unknown): Promise<void> {
    this.#troubles.reading(segment).failed(reasonOf(error));
    this.#segments = this.#segments.filter((other) => other !== segment);
    if (existsSync(segment.path)) {
      this.#segments.push(segment);
      await sleep(rereadMs);
      return;
    }
    this.#bytes -= segment.bytes - segment.offset;
    this.#storedBytes.pass(segment.bytes - segment.offset);
    this.#records -= segment.records;
  }

  #adopt(): void {
    try {
      const adopted = adoptOrphans(this.#settings.adopter);
      this.#segments.unshift(...adopted);
      this.#bytes += adopted.reduce((sum, segment) => sum + segment.bytes, 0);
      this.#wakeUp.check();
    } catch (error) {
      this.#troubles.note('cannot adopt orphaned folders', error);
    }
  }

  /** A folder that vanished was adopted by somebody who thought us dead, or deleted: records go to a new one. */
  async #beat(): Promise<void> {
    const now = new Date();
    try {
      await utimes(ownerPath(this.#settings.adopter.folder), now, now);
    } catch (error) {
      if (this.#closed) return;
      this.#troubles.note('lost its folder and begins another one', error);
      await this.#log.close().catch(() => undefined); // its file is gone either way
      this.#diskAccepts();
    }
  }
}
