import { shortHash } from '../short-hash.js';

/** The longest `tool_calls[].id` OpenAI's Chat endpoint takes, in characters. */
const idLimit = 40;

/** Gives call ids Chat accepts: short ones stay, long ones become shorter, always the same, and never one for two. */
export function shortenIds(): (id: string) => string {
  const given = new Map<string, string>();
  const taken = new Set<string>();
  return (id) => {
    if (id.length <= idLimit) return id;
    const known = given.get(id);
    if (known !== undefined) return known;
    let short = shorten(id, 0);
    for (let attempt = 1; taken.has(short); attempt += 1) short = shorten(id, attempt);
    given.set(id, short);
    taken.add(short);
    return short;
  };
}

function shorten(id: string, attempt: number): string {
  const tail = `_${shortHash(`${id}\u0000${attempt}`)}${shortHash(`${attempt}\u0000${id}`)}`;
  return id.slice(0, idLimit - tail.length) + tail;
}
