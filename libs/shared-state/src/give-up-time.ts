/** Until when the server may act on a command, in its own time. */
export interface GiveUpTime {
  /** Learns from an answer that held the server's time, and was received at `receivedAtMs`. */
  learn(serverMs: number, receivedAtMs: number): void;
  /** The server's time when `atMs` is here; 0 while nothing is known. */
  atServer(atMs: number): number;
}

/** How many answers are believed: enough to hold a quick one, few enough to follow a clock that is set. */
const samples = 8;

/**
 * The clocks of two machines differ. An answer that said `serverMs` was received no earlier than it was written, so the
 * server is ahead by at least the difference. The most of such bounds is the best, and errs on the early side: a server
 * may refuse a command a round trip too soon, and never acts on one that was given up.
 */
export function createGiveUpTime(): GiveUpTime {
  let aheadMs: readonly number[] = [];
  return {
    learn(serverMs, receivedAtMs) {
      aheadMs = [...aheadMs, serverMs - receivedAtMs].slice(-samples);
    },
    atServer: (atMs) => (aheadMs.length === 0 ? 0 : Math.floor(atMs + Math.max(...aheadMs))),
  };
}
