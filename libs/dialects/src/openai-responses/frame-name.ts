const lineFeed = 10;

const decoder = new TextDecoder();

/** `event:` in bytes. */
const field = [101, 118, 101, 110, 116, 58] as const;

/** The word a frame names its event with when it stands in the first line, as providers write it; no data is read. */
export function frameName(frame: Uint8Array): string | undefined {
  if (!field.every((byte, at) => frame[at] === byte)) return undefined;
  const end = frame.indexOf(lineFeed);
  return decoder.decode(frame.subarray(field.length, end === -1 ? frame.length : end)).trim();
}
