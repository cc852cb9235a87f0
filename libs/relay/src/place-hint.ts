/**
 * When to ask again where all places are taken, in milliseconds. Nobody knows when one is given back; a second is long
 * enough that callers who wait do not crowd, and clients that find no hint would use times of their own.
 */
export const placeHintMs = 1_000;
