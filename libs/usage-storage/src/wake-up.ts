/** How long a wait lasts at most. */
export interface WaitBounds {
  readonly signal: AbortSignal;
  readonly maxDelayMs?: number;
}

interface Waiter {
  readonly isDone: () => boolean;
  readonly wake: () => void;
}

/** Lets one reader sleep until a condition holds; whoever may have changed it calls `check`, which costs next to nothing. */
export class WakeUp {
  #waiter: Waiter | undefined;

  check(): void {
    if (this.#waiter?.isDone() === true) this.#waiter.wake();
  }

  /** Returns when the condition holds, the delay is over, or the signal is aborted. */
  async wait(isDone: () => boolean, { signal, maxDelayMs }: WaitBounds): Promise<void> {
    if (isDone() || signal.aborted) return;
    let timer: NodeJS.Timeout | undefined;
    let wake = (): void => undefined;
    await new Promise<void>((resolve) => {
      wake = resolve;
      this.#waiter = { isDone, wake };
      signal.addEventListener('abort', wake, { once: true });
      if (maxDelayMs !== undefined) timer = setTimeout(wake, maxDelayMs);
    });
    clearTimeout(timer);
    signal.removeEventListener('abort', wake);
    this.#waiter = undefined;
  }
}
