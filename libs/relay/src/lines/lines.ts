import type { ScopedShape } from '@smart-router/core';
import { Line, type Bounds, type Left, type Refusal, type Ticket } from './line.js';

/** Whom a line is for: a caller or one of its owners, or an upstream. */
export type LineScope = ScopedShape['scope'] | 'key' | 'user' | 'project' | 'organization';

/** Which line. */
export interface LineName {
  /** The same for all who share the limit, e.g. `key:k_1`, `provider:openai`. */
  readonly key: string;
  readonly scope: LineScope;
}

/** How many wait in a line. */
export interface LineDepth extends LineName {
  readonly depth: number;
}

/** One that joins a line, within its bounds; `heard` is what it was told just now, if it asked. */
export interface Joining {
  readonly ticket: Ticket;
  readonly bounds: Bounds;
  readonly heard: Refusal | undefined;
}

/** The lines of this process: one for each limit that somebody waits for. */
export interface Lines {
  /** Whether somebody waits there, so that nobody who comes later may ask first. */
  isBusy(key: string): boolean;
  join(name: LineName, joining: Joining): Promise<Left>;
  leave(key: string, id: string): void;
  /** Room may have come back there. */
  wake(key: string): void;
  depths(): readonly LineDepth[];
  /** From this moment on nobody waits. */
  closeBy(moment: number): void;
}

/** No lines; each is opened by the first who waits, and closed after the last. */
export function createLines(now: () => number): Lines {
  const lines = new Map<string, { readonly name: LineName; readonly line: Line }>();
  let closesAtMs = Infinity;

  const open = (name: LineName): Line => {
    const known = lines.get(name.key);
    if (known !== undefined) return known.line;
    const line = new Line({ now, closesAtMs, onEmpty: () => lines.delete(name.key) });
    lines.set(name.key, { name, line });
    return line;
  };
  return {
    isBusy: (key) => lines.has(key),
    join: (name, { ticket, bounds, heard }) => open(name).enter(ticket, bounds, heard),
    leave: (key, id) => lines.get(key)?.line.leave(id),
    wake: (key) => lines.get(key)?.line.wake(),
    depths: () => [...lines.values()].map(({ name, line }) => ({ ...name, depth: line.depth })),
    closeBy(moment) {
      closesAtMs = moment;
      for (const { line } of [...lines.values()]) line.closeBy(moment);
    },
  };
}
