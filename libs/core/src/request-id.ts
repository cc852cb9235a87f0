/** Draws `count` random bytes. */
export type RandomBytes = (count: number) => Uint8Array;

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/**
 * A fresh request id: `req_` + the 32 hex digits of a UUIDv7, so that ids sort by time and name their partition.
 * @see https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7
 */
export function newRequestId(nowMs: number, randomBytes: RandomBytes): string {
  const random = randomBytes(10);
  const time = nowMs.toString(16).padStart(12, '0');
  let hex = '';
  for (const byte of random) hex += hexOfByte[byte];
  const variant = (0x8 | (Number.parseInt(hex[3] ?? '0', 16) & 0x3)).toString(16);
  return `req_${time}7${hex.slice(0, 3)}${variant}${hex.slice(4, 19)}`;
}

/** The time inside a request id in milliseconds since the epoch; `undefined` when the id is not one of ours. */
export function timeOfRequestId(requestId: string): number | undefined {
  if (!/^req_[0-9a-f]{32}$/.test(requestId)) return undefined;
  return Number.parseInt(requestId.slice(4, 16), 16);
}
