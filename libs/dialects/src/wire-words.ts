import { shortHash } from './short-hash.js';

/**
 * Messages' tool names and call ids, and Chat's tool names, are `[a-zA-Z0-9_-]{1,64}`.
 * @see https://docs.anthropic.com/en/api/messages#body-tools-name
 * @see https://platform.openai.com/docs/api-reference/chat/create#chat-create-tools
 */
const wordLimit = 64;
const refusedCharacters = /[^a-zA-Z0-9_-]/g;

/** The word when both accept it, else one made of it: the same every time, and hardly ever the same for two. */
export function fitWord(word: string): string {
  const clean = word.replace(refusedCharacters, '_');
  return clean === word && word !== '' && word.length <= wordLimit ? word : withHash(word, word);
}

/** Words in use; beside them, how many words were made of each stem so far. */
export type TakenWords = Map<string, number>;

/** Shorter than any made word can be cut to, so that no word belongs to two stems. */
const stemLimit = 48;

/**
 * Such a word that is not taken yet; from now on it is. Further words of a stem are counted, and counting goes on where it
 * ended: each word in use can be in the way once at most, however callers choose theirs.
 */
export function freeWord(wanted: string, taken: TakenWords): string {
  let word = fitWord(wanted);
  if (taken.has(word)) {
    const stem = withHash(wanted, wanted, stemLimit);
    const counter = `\u0000${stem}`; // no word looks like this
    let count = taken.get(counter) ?? 0;
    do {
      word = count === 0 ? stem : `${stem}_${count}`;
      count += 1;
    } while (taken.has(word));
    taken.set(counter, count);
  }
  taken.set(word, 0);
  return word;
}

function withHash(word: string, hashed: string, limit = wordLimit): string {
  const tail = `_${shortHash(hashed)}`;
  return word.replace(refusedCharacters, '_').slice(0, limit - tail.length) + tail;
}
