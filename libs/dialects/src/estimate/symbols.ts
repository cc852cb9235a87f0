/** Kinds of characters, besides the small letters of the alphabet. */
const kinds = [
  ...['upper', 'digit', 'space', 'newline', 'tab'],
  ...['quote', 'apostrophe', 'open', 'close', 'openBracket', 'closeBracket', 'openBrace', 'closeBrace', 'dot', 'comma'],
  ...['colon', 'semicolon', 'dash', 'underscore', 'slash', 'backslash', 'equals', 'angle', 'star', 'sign'],
  ...['latinLower', 'latinUpper', 'vietnamese', 'greek', 'cyrillicLower', 'cyrillicUpper', 'hebrew', 'arabic'],
  ...['devanagari', 'indic', 'thai', 'otherLetter', 'mark', 'hanKnown', 'hanRare', 'kanaKnown', 'kanaRare'],
  ...['hangulKnown', 'hangulRare', 'cjkJoined', 'hangulJoined', 'cjkPunctuation', 'fullwidth', 'typographic'],
  ...['symbol', 'joiner', 'emoji'],
] as const;

/** The name of a kind. */
export type SymbolName = (typeof kinds)[number];

/** What a character is to the estimate, as an index: letters of the alphabet one by one, other characters by kind. */
export const symbolNames: readonly string[] = [...'abcdefghijklmnopqrstuvwxyz', ...kinds];

/** How a tokenizer's first cut groups characters: into words of a script, digits, signs and white space. */
export const groupNames = [
  ...['lower', 'upper', 'digit', 'space', 'newline', 'sign', 'cyrillic', 'greek', 'semitic', 'indic', 'thai', 'other'],
  ...['mark', 'cjk', 'emoji'],
] as const;

/** The name of a group. */
export type GroupName = (typeof groupNames)[number];

const groupOfName: Readonly<Record<string, GroupName>> = {
  ...{ upper: 'upper', latinUpper: 'upper', digit: 'digit', space: 'space', tab: 'space', newline: 'newline' },
  ...{ latinLower: 'lower', vietnamese: 'lower', greek: 'greek', cyrillicLower: 'cyrillic', cyrillicUpper: 'cyrillic' },
  ...{ hebrew: 'semitic', arabic: 'semitic', devanagari: 'indic', indic: 'indic', thai: 'thai', otherLetter: 'other' },
  ...{ mark: 'mark', hanKnown: 'cjk', hanRare: 'cjk', kanaKnown: 'cjk', kanaRare: 'cjk', hangulKnown: 'cjk' },
  ...{ hangulRare: 'cjk', cjkJoined: 'cjk', hangulJoined: 'cjk', emoji: 'emoji', joiner: 'emoji' },
};

/** The index of every kind. */
export const symbol = Object.fromEntries(symbolNames.map((name, index) => [name, index])) as Readonly<
  Record<SymbolName, number> // every name is in it
>;

/** The group of every symbol, as an index. */
export const groupOfSymbol = Uint8Array.from(symbolNames, (name, index) =>
  groupNames.indexOf(index < 26 ? 'lower' : (groupOfName[name] ?? 'sign')),
);

const ofCharacter: Readonly<Record<string, SymbolName>> = {
  ...{ ' ': 'space', '\n': 'newline', '\r': 'newline', '\t': 'tab', '"': 'quote', "'": 'apostrophe', '(': 'open' },
  ...{ ')': 'close', '[': 'openBracket', ']': 'closeBracket', '{': 'openBrace', '}': 'closeBrace', '.': 'dot' },
  ...{ ',': 'comma', ':': 'colon', ';': 'semicolon', '-': 'dash', _: 'underscore', '/': 'slash', '\\': 'backslash' },
  ...{ '=': 'equals', '<': 'angle', '>': 'angle', '*': 'star', '#': 'star' },
};

/** The symbol of every ASCII character. */
export const symbolOfAscii = Uint8Array.from({ length: 128 }, (_unused, code) => {
  const character = String.fromCharCode(code);
  if (/[a-z]/.test(character)) return code - 97;
  if (/[A-Z]/.test(character)) return symbol.upper;
  return /\d/.test(character) ? symbol.digit : symbol[ofCharacter[character] ?? 'sign'];
});
