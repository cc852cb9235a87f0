import { shortHash } from '../short-hash.js';

/** What a wire accepts as a word: how long, and which characters it refuses. */
export interface WordRules {
  readonly limit: number;
  readonly refused: RegExp;
}

/** https://platform.openai.com/docs/api-reference/responses/create: names of functions and custom tools. */
export const toolNameRules: WordRules = { limit: 128, refused: /[^a-zA-Z0-9_-]/g };

/** The same for `call_id`, which only has a longest length. */
export const callIdRules: WordRules = { limit: 64, refused: /(?!)/g };

/** Gives words a wire accepts: fitting ones stay, others change, always the same way, and never two to one. */
export function fitWords(rules: WordRules, words: Iterable<string>): (word: string) => string {
  const given = new Map<string, string>();
  const all = [...new Set(words)];
  const taken = new Set(all.filter((word) => fits(word, rules)));
  for (const word of all) if (!fits(word, rules)) given.set(word, freeWord(word, rules, taken));
  return (word) => given.get(word) ?? (fits(word, rules) ? word : withHash(word, word, rules));
}

function freeWord(word: string, rules: WordRules, taken: Set<string>): string {
  let free = withHash(word, word, rules);
  for (let attempt = 1; taken.has(free); attempt += 1) free = withHash(word, `${word}\u0000${attempt}`, rules);
  taken.add(free);
  return free;
}

function fits(word: string, { limit, refused }: WordRules): boolean {
  return word !== '' && word.length <= limit && word.search(refused) === -1;
}

function withHash(word: string, hashed: string, { limit, refused }: WordRules): string {
  const tail = `_${shortHash(hashed)}${shortHash(`\u0000${hashed}`)}`;
  return word.replace(refused, '_').slice(0, limit - tail.length) + tail;
}
