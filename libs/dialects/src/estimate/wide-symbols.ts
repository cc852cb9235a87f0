import { symbol, symbolOfAscii, type SymbolName } from './symbols.js';

/** Where in Unicode a kind of character begins; it goes on until the next. */
const ranges: readonly (readonly [number, SymbolName])[] = [
  ...[[0x80, 'symbol'] as const, [0xc0, 'latinUpper'] as const, [0xdf, 'latinLower'] as const],
  ...[[0x2b0, 'symbol'] as const, [0x300, 'mark'] as const, [0x370, 'greek'] as const],
  ...[[0x400, 'cyrillicUpper'] as const, [0x430, 'cyrillicLower'] as const, [0x530, 'otherLetter'] as const],
  ...[[0x590, 'hebrew'] as const, [0x600, 'arabic'] as const, [0x780, 'otherLetter'] as const],
  ...[[0x900, 'devanagari'] as const, [0x980, 'indic'] as const, [0xe00, 'thai'] as const],
  ...[[0xe80, 'otherLetter'] as const, [0x1e00, 'vietnamese'] as const, [0x1f00, 'greek'] as const],
  ...[[0x2000, 'typographic'] as const, [0x200d, 'joiner'] as const, [0x200e, 'typographic'] as const],
  ...[[0x2070, 'symbol'] as const, [0x2600, 'emoji'] as const, [0x27c0, 'symbol'] as const],
  ...[[0x3000, 'cjkPunctuation'] as const, [0x3040, 'kanaRare'] as const, [0x3100, 'otherLetter'] as const],
  ...[[0x3400, 'hanRare'] as const, [0xa000, 'otherLetter'] as const, [0xac00, 'hangulRare'] as const],
  ...[[0xd7b0, 'otherLetter'] as const, [0xf900, 'hanRare'] as const, [0xfb00, 'otherLetter'] as const],
  ...[[0xfb50, 'arabic'] as const, [0xfe00, 'joiner'] as const, [0xfe10, 'cjkPunctuation'] as const],
  ...[[0xfe70, 'arabic'] as const, [0xff00, 'fullwidth'] as const],
];

/** The symbol of every character of 16 bits, but for what the known runs say of it. */
const symbolOfCode = fillRanges();

/** The symbol of a character by its code point, lower and upper case told apart where Latin mixes them. */
export function symbolOfWide(code: number): number {
  if (code < 0x10000) return symbolOfCode[code] ?? 0;
  return code >= 0x20000 && code < 0x32000 ? symbol.hanRare : symbol.emoji;
}

function fillRanges(): Uint8Array {
  const symbols = new Uint8Array(0x10000);
  ranges.forEach(([from, name], index) => {
    symbols.fill(symbol[name], from, ranges[index + 1]?.[0] ?? symbols.length);
  });
  symbols.set(symbolOfAscii);
  symbols[0xd7] = symbol.symbol; // ×
  symbols[0xf7] = symbol.symbol; // ÷
  // From here to 0x17f capital and small letters take turns.
  for (let code = 0x100; code < 0x180; code += 1) {
    const character = String.fromCharCode(code);
    if (character !== character.toLowerCase()) symbols[code] = symbol.latinUpper;
  }
  symbols[0x3000] = symbol.cjkPunctuation;
  return symbols;
}
