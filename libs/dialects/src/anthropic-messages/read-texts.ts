import { filledString, objectOf, type WireObject } from '../json/guards.js';
import type { Citation, NeutralEvent } from '../neutral/events.js';
import { dialectName } from './wire.js';

/**
 * Reads the texts of an answer. The API splits a text into several blocks where its sources change; such blocks are
 * read as one text, and each source tells its range in it.
 * @see https://docs.anthropic.com/en/docs/build-with-claude/citations#response-structure
 */
export interface TextReading {
  start(index: number, block: WireObject): readonly NeutralEvent[];
  text(index: number, text: string): readonly NeutralEvent[];
  cite(index: number, citation: unknown): readonly NeutralEvent[];
  stop(index: number): readonly NeutralEvent[];
  /** Ends the text that the next block could have gone on with. */
  flush(): readonly NeutralEvent[];
}

/** A text as others see it: one or more blocks of the wire. */
interface Run {
  /** The wire index of its first block, which its events carry. */
  readonly index: number;
  /** In UTF-16 units. */
  length: number;
  /** Whether any of its blocks has sources, or could have. */
  citable: boolean;
}

/** A block that has started. */
interface OpenText {
  readonly run: Run;
  /** Where in the run it begins. */
  readonly from: number;
  readonly citations: Citation[];
}

/** Begins to read the texts of one answer. */
export function openTexts(): TextReading {
  return new Texts();
}

class Texts implements TextReading {
  readonly #open = new Map<number, OpenText>();
  /** The run whose last block has stopped, while no other block has started. */
  #waiting: Run | undefined;

  start(index: number, block: WireObject): readonly NeutralEvent[] {
    const citable = Array.isArray(block['citations']);
    const before = this.#waiting;
    const goesOn = before !== undefined && (citable || before.citable);
    const ended = goesOn ? [] : this.flush();
    this.#waiting = undefined;
    const run: Run = goesOn ? before : { index, length: 0, citable };
    run.citable ||= citable;
    this.#open.set(index, { run, from: run.length, citations: [] });
    if (goesOn) return [];
    return [...ended, { kind: 'block-start', index, block: { kind: 'text' } }];
  }

  text(index: number, text: string): readonly NeutralEvent[] {
    const open = this.#open.get(index);
    if (open === undefined || text === '') return [];
    open.run.length += text.length;
    return [{ kind: 'block-delta', index: open.run.index, text }];
  }

  /** Sources of another kind than addresses on the web have no neutral words. */
  cite(index: number, citation: unknown): readonly NeutralEvent[] {
    const open = this.#open.get(index);
    if (open === undefined) return [];
    open.run.citable = true;
    const read = readCitation(objectOf(citation));
    if (read === undefined) return [foreignCitation(objectOf(citation))];
    open.citations.push(read);
    return [];
  }

  stop(index: number): readonly NeutralEvent[] {
    const open = this.#open.get(index);
    if (open === undefined) return [];
    this.#open.delete(index);
    const { run, from, citations } = open;
    this.#waiting = run;
    const range = { start: from, end: run.length };
    return citations.map((citation) => ({ kind: 'citation', index: run.index, citation: { ...citation, range } }));
  }

  flush(): readonly NeutralEvent[] {
    const run = this.#waiting;
    this.#waiting = undefined;
    return run === undefined ? [] : [{ kind: 'block-end', index: run.index }];
  }
}

function readCitation(wire: WireObject): Citation | undefined {
  const url = filledString(wire['type'] === 'search_result_location' ? wire['source'] : wire['url']);
  if (url === undefined || !/^https?:\/\//i.test(url)) return undefined;
  return { url, title: filledString(wire['title']), quote: filledString(wire['cited_text']), range: undefined };
}

function foreignCitation(wire: WireObject): NeutralEvent {
  return { kind: 'foreign', owner: dialectName, name: filledString(wire['type']) ?? 'citation', value: wire };
}
