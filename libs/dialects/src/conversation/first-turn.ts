import type { DialectName } from '@smart-router/core';
import { arrayOf, isRecord, objectOf, stringOf, type WireObject } from '../json/guards.js';

/** So much of what was said first tells one conversation from another, however long it is. */
const maxCharacters = 16_384;

/** Of inline media, as they may be megabytes: their length and beginning. */
const mediaCharacters = 64;

/** So many parts are looked at. */
const maxParts = 256;

/** Roles that stand beside a conversation, wherever they are. */
const besideRoles: readonly unknown[] = ['system', 'developer'];

/**
 * What the user said before the first answer, with whom the caller says that is; the same for every later request of the
 * conversation, whatever else its client changes, as marks of caching. `undefined` when it is not to be seen.
 */
export function firstTurn(dialect: DialectName, body: WireObject): string | undefined {
  // It goes on from a turn that the provider keeps: what it holds is the newest one.
  if (typeof body['previous_response_id'] === 'string') return undefined;
  const said = new Said();
  for (const message of leading(turnsOf(dialect, body))) said.addContent(message['content']);
  if (said.isEmpty) return undefined;
  const user = stringOf(body['user']) ?? stringOf(body['safety_identifier']);
  return JSON.stringify([user?.slice(0, mediaCharacters) ?? null, said.pieces]);
}

function turnsOf(dialect: DialectName, body: WireObject): readonly unknown[] {
  if (dialect !== 'openai-responses') return arrayOf(body['messages']);
  const { input } = body;
  return typeof input === 'string' ? [{ role: 'user', content: input }] : arrayOf(input);
}

/** The first messages of the user that stand together. */
function leading(turns: readonly unknown[]): readonly WireObject[] {
  const found: WireObject[] = [];
  for (const turn of turns) {
    const message = objectOf(turn);
    if (message['role'] === 'user') found.push(message);
    else if (found.length > 0 && !besideRoles.includes(message['role'])) break;
    if (found.length >= maxParts) break;
  }
  return found;
}

/** Gathers pieces until there are enough. */
class Said {
  readonly pieces: (string | number)[] = [];
  #room = maxCharacters;

  get isEmpty(): boolean {
    return this.pieces.length === 0;
  }

  addContent(content: unknown): void {
    if (typeof content === 'string') this.#addText(content);
    else for (const part of arrayOf(content).slice(0, maxParts)) this.#addPart(part);
  }

  #addPart(part: unknown): void {
    if (!isRecord(part) || this.pieces.length >= maxParts) return;
    const text = stringOf(part['text']);
    if (text !== undefined) this.#addText(text);
    else this.#addMedia(part);
  }

  /** With its length, so that texts that begin alike stay two. */
  #addText(text: string): void {
    if (this.pieces.length >= maxParts) return;
    const kept = text.slice(0, this.#room);
    this.#room -= kept.length;
    this.pieces.push(kept, text.length);
  }

  #addMedia({ cache_control: _, ...part }: WireObject): void {
    for (const value of Object.values(part).slice(0, 8).flatMap(innerValues))
      if (typeof value === 'string') this.pieces.push(value.slice(0, mediaCharacters), value.length);
  }
}

/** Media carry their data or address themselves, or one level down. */
function innerValues(value: unknown): readonly unknown[] {
  return isRecord(value) ? Object.values(value).slice(0, 8) : [value];
}
