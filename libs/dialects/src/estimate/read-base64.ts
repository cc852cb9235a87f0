import type { JsonText } from '../json/json-text.js';

const comma = 44;

/** The value of every byte that is a digit of base64, and 255 for others. */
const values = Uint8Array.from({ length: 256 }, (_unused, byte) => {
  const at = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.indexOf(String.fromCharCode(byte));
  return at === -1 ? 255 : at;
});

/** A head of a data URL is not longer. */
const headBytes = 256;

/** Where the base64 of a JSON string begins: behind the head of a data URL, or at once. */
export function base64Start({ bytes, start, end }: JsonText): number {
  const head = bytes.subarray(start + 1, Math.min(end, start + 1 + headBytes));
  return head[0] === 0x64 && head[4] === 0x3a ? start + 2 + head.indexOf(comma) : start + 1; // d…:
}

/** How many bytes the base64 of a JSON string holds. */
export function base64Size(text: JsonText): number {
  return Math.max(0, Math.floor(((text.end - 1 - base64Start(text)) * 3) / 4));
}

/** The first bytes of what the base64 of a JSON string holds. */
export function readBase64(text: JsonText, count: number): Uint8Array {
  const found = new Uint8Array(Math.min(count, base64Size(text)));
  let filled = 0;
  let pending = 0;
  let bits = 0;
  for (let at = base64Start(text); at < text.end - 1 && filled < found.length; at += 1) {
    const value = values[text.bytes[at] ?? 0] ?? 255;
    if (value === 255) continue; // an escaped slash, or padding
    pending = ((pending << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    found[filled] = (pending >> bits) & 255;
    filled += 1;
  }
  return found;
}
