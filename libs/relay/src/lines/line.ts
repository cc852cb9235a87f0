import type { QueueRules } from '@smart-router/core';
import { createFairLine, type Place } from '@smart-router/traffic-shaping';
import { startWatchdog, type Watchdog } from '../upstream/watchdog.js';

/** What a limit said: how long to wait, if it knows, and its name. */
export interface Refusal {
  readonly retryAfterMs: number | undefined;
  /** e.g. `provider.request_start_per_sec`. */
  readonly bucket: string;
}

/** What became of a question. */
export type Heard =
  /** There was room, and it was taken. */
  | { readonly kind: 'served' }
  /** Another limit decides now: there is nothing to wait for in this line. */
  | { readonly kind: 'moved' }
  /** There is no room yet. */
  | ({ readonly kind: 'refused' } & Refusal);

/** One that wants to wait. */
export interface Ticket {
  readonly place: Place;
  /** Asks for room. Called when its turn has come, for one at a time. */
  ask(): Promise<Heard>;
}

/** How a stay in a line ended. */
export interface Left {
  /** Late: its time was up, or would have been. Full: there was no place, or another flow needed it more. */
  readonly kind: 'served' | 'moved' | 'gone' | 'full' | 'late';
  /** What held it up. */
  readonly bucket: string;
  /** For those who got nothing: when to come back. */
  readonly retryAfterMs: number | undefined;
}

/** How many may wait, and how long. */
export type Bounds = Pick<QueueRules, 'maxDepth' | 'maxWaitMs'>;

/** What a line needs from outside. */
export interface LineOptions {
  now(): number;
  /** From this moment on nobody waits. */
  readonly closesAtMs: number;
  /** Called when nobody waits any more. The line is not used again. */
  onEmpty(): void;
}

interface Waiting {
  readonly ticket: Ticket;
  readonly resolve: (left: Left) => void;
  readonly reject: (error: unknown) => void;
}

/** Where nobody knows when there will be room, as with requests in flight at other replicas, it is asked for this often. */
const askAgainMs = 100;

/** A known wait is believed this long: limits may have been raised or forgotten meanwhile. */
const longestPauseMs = 1000;

/**
 * The line in front of one limit. Whoever's turn it is asks, all others rest: one question at a time and one timer,
 * however many wait. The next question comes when the wait is over that the last one was told, when somebody gave room
 * back, or when it is another one's turn.
 */
export class Line {
  readonly #options: LineOptions;
  readonly #order = createFairLine();
  readonly #waiting = new Map<string, Waiting>();
  readonly #watchdog: Watchdog;
  #asking: string | undefined;
  #askedForNobody = false;
  #wokenWhileAsking = false;
  #bucket = '';
  /** The longest wait: by then everybody who waits now has been served, or has left. */
  #maxWaitMs = 0;
  /** Who was refused last, when to ask again, and when there will be room for it, if that is known. */
  #refused: { readonly id: string; readonly askAtMs: number; readonly roomAtMs: number | undefined } | undefined;
  #closesAtMs: number;

  constructor(options: LineOptions) {
    this.#options = options;
    this.#closesAtMs = options.closesAtMs;
    this.#watchdog = startWatchdog(options.now, () => this.#step());
  }

  /** How many wait. */
  get depth(): number {
    return this.#order.depth;
  }

  /** Waits until its turn has come, its time is up, or it leaves; `heard` is what it was told just now, if it asked. */
  enter(ticket: Ticket, { maxDepth, maxWaitMs }: Bounds, heard: Refusal | undefined): Promise<Left> {
    this.#maxWaitMs = maxWaitMs;
    if (heard !== undefined) this.#bucket = heard.bucket;
    const entry = this.#order.enter(ticket.place, maxDepth);
    if (entry.kind === 'full') {
      const left = this.#comeBack('full', ticket.place, heard);
      this.#rest();
      return Promise.resolve(left);
    }
    if (entry.displaced !== undefined)
      this.#finish(entry.displaced, this.#comeBack('full', entry.displaced, undefined));
    return new Promise((resolve, reject) => {
      this.#waiting.set(ticket.place.id, { ticket, resolve, reject });
      if (heard !== undefined && this.#order.next() === ticket.place) this.#refuse(ticket.place, heard);
      this.#step();
    });
  }

  /** Its caller has gone. */
  leave(id: string): void {
    const place = this.#order.find(id);
    if (place === undefined) return;
    if (this.#asking === id) {
      this.#askedForNobody = true;
      return;
    }
    this.#finish(place, this.#go('gone'));
    this.#step();
  }

  /** Room was given back that nobody could foresee. */
  wake(): void {
    if (this.#asking !== undefined) this.#wokenWhileAsking = true;
    if (this.#refused?.roomAtMs !== undefined) return;
    this.#refused = undefined;
    this.#step();
  }

  /** From this moment on nobody waits. */
  closeBy(moment: number): void {
    this.#closesAtMs = moment;
    this.#step();
  }

  #step(): void {
    const now = this.#options.now();
    for (const place of this.#over(now)) {
      if (place.id !== this.#asking) this.#finish(place, this.#comeBack('late', place, undefined));
    }
    this.#askNext(now);
    this.#rest();
  }

  #over(now: number): readonly Place[] {
    if (now < this.#closesAtMs) return this.#order.due(now);
    return [...this.#waiting.values()].map(({ ticket }) => ticket.place);
  }

  #askNext(now: number): void {
    const next = this.#order.next();
    if (this.#asking !== undefined || next === undefined) return;
    if (next.id === this.#refused?.id && now < this.#refused.askAtMs) return;
    const waiting = this.#waiting.get(next.id);
    if (waiting === undefined) throw new Error(`"${next.id}" waits without a ticket`);
    this.#asking = next.id;
    this.#askedForNobody = false;
    this.#wokenWhileAsking = false;
    waiting.ticket.ask().then(
      (heard) => this.#hear(next, heard),
      (error: unknown) => this.#break(next, error),
    );
  }

  #hear(place: Place, heard: Heard): void {
    this.#asking = undefined;
    switch (heard.kind) {
      case 'served':
        this.#order.serve(place.id);
        this.#finish(place, this.#go(heard.kind));
        break;
      case 'moved':
        this.#finish(place, this.#go(heard.kind));
        break;
      case 'refused':
        this.#refuse(place, heard);
        if (this.#askedForNobody) this.#finish(place, this.#go('gone'));
        break;
    }
    this.#step();
  }

  #refuse(place: Place, { retryAfterMs, bucket }: Refusal): void {
    const now = this.#options.now();
    const roomAtMs = retryAfterMs === undefined ? undefined : now + retryAfterMs;
    const askAtMs = this.#wokenWhileAsking ? now : now + askAgainMs;
    this.#bucket = bucket;
    this.#refused = { id: place.id, roomAtMs, askAtMs: Math.min(roomAtMs ?? askAtMs, now + longestPauseMs) };
    // Who will not be served in time would only hold up the others.
    const isLate = (roomAtMs ?? now) > place.deadlineMs || now >= Math.min(place.deadlineMs, this.#closesAtMs);
    if (isLate) this.#finish(place, this.#comeBack('late', place, undefined));
  }

  #break(place: Place, error: unknown): void {
    this.#asking = undefined;
    const waiting = this.#waiting.get(place.id);
    this.#remove(place);
    waiting?.reject(error);
    this.#step();
  }

  #finish(place: Place, left: Left): void {
    const waiting = this.#waiting.get(place.id);
    this.#remove(place);
    waiting?.resolve(left);
  }

  #remove(place: Place): void {
    this.#order.leave(place.id);
    this.#waiting.delete(place.id);
  }

  /** For one that is not served: when to come back. */
  #comeBack(kind: 'full' | 'late', place: Place, heard: Refusal | undefined): Left {
    const retryAfterMs = this.#order.depth === 0 ? heard?.retryAfterMs : this.#untilServed(place);
    return { ...this.#go(kind), retryAfterMs: Math.max(1, Math.ceil(retryAfterMs ?? this.#maxWaitMs)) };
  }

  #go(kind: Left['kind']): Left {
    return { kind, bucket: this.#bucket, retryAfterMs: undefined };
  }

  /** Once those have been served, or have left, who wait now; `undefined` when nobody knows how fast that goes. */
  #untilServed(place: Place): number | undefined {
    const first = this.#order.next();
    const roomAtMs = this.#refused?.roomAtMs;
    if (first === undefined || roomAtMs === undefined) return undefined;
    const untilRoomMs = Math.max(0, roomAtMs - this.#options.now());
    if (first === place) return untilRoomMs;
    const own = this.#order.find(place.id) === place ? place.cost : 0;
    const othersMs = Math.max(0, this.#order.backlog - own - first.cost) * 1000;
    return untilRoomMs + Math.min(othersMs, this.#maxWaitMs) + place.cost * 1000;
  }

  #rest(): void {
    if (this.#order.depth === 0) {
      this.#watchdog.stop();
      this.#options.onEmpty();
      return;
    }
    const askAt = this.#asking === undefined ? (this.#refused?.askAtMs ?? Infinity) : Infinity;
    this.#watchdog.expectBy(Math.min(this.#order.nextDeadlineMs(), askAt, this.#closesAtMs));
  }
}
