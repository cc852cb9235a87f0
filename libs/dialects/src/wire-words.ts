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

/** Words in use, each with the attempts made so far to find another one in its place. */
export type TakenWords = Map<string, number>;

/** Such a word that is not taken yet; from now on it is. Attempts go on where they ended: a word may come often. */
export function freeWord(wanted: string, taken: TakenWords): string {
  const first = fitWord(wanted);
  let attempts = taken.get(first) ?? 0;
  let word = first;
  while (taken.has(word)) {
    attempts += 1;
    word = withHash(wanted, `${wanted}\u0000${attempts}`);
  }
  taken.set(word, 0).set(first, attempts);
  return word;
}

function withHash(word: string, hashed: string): string {
  const tail = `_${shortHash(hashed)}`;
  return word.replace(refusedCharacters, '_').slice(0, wordLimit - tail.length) + tail;
}
