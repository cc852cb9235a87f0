/** What was used in a day, a month or a life: what is settled, and what requests under way have set aside. */
export interface Period {
  /** Which day or month the counts belong to; another one begins at zero. */
  id: number;
  requests: number;
  tokens: number;
  reservedTokens: number;
  costNanoUsd: bigint;
  reservedNanoUsd: bigint;
}

/** A period in which nothing was used. */
export function createPeriod(): Period {
  return { id: 0, requests: 0, tokens: 0, reservedTokens: 0, costNanoUsd: 0n, reservedNanoUsd: 0n };
}

/** Begins a new period when its time has come. A clock that steps back reopens none. */
export function openPeriod(period: Period, id: number): void {
  if (id <= period.id) return;
  Object.assign(period, createPeriod(), { id });
}

/** Requests counted in the period of that id. */
export function usedRequests(period: Period, id: number): number {
  return id > period.id ? 0 : period.requests;
}

/** Tokens used or set aside in the period of that id. */
export function usedTokens(period: Period, id: number): number {
  return id > period.id ? 0 : period.tokens + period.reservedTokens;
}

/** Money used or set aside in the period of that id. */
export function usedNanoUsd(period: Period, id: number): bigint {
  return id > period.id ? 0n : period.costNanoUsd + period.reservedNanoUsd;
}
