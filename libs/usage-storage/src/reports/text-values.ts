import type { TextRow } from './open-snapshots.js';

/** What a column of a row says; `undefined` where it is NULL. */
type Told = TextRow[string] | undefined;

/** A text. */
export const toText = (told: Told): string | undefined => told ?? undefined;

/** An integer of any size. */
export const toAmount = (told: Told): bigint | undefined =>
  told === null || told === undefined ? undefined : BigInt(told);

/** A number. */
export const toNumber = (told: Told): number | undefined =>
  told === null || told === undefined ? undefined : Number(told);
