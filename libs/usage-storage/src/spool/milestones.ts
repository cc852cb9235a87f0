interface Waiter {
  readonly mark: number;
  readonly resolve: () => void;
}

/** How far something has come, and those who wait until it has come somewhere. */
export class Milestones {
  #passed = 0;
  #waiters: Waiter[] = [];

  get passed(): number {
    return this.#passed;
  }

  pass(distance: number): void {
    this.#passed += distance;
    if (this.#waiters.length === 0) return;
    const arrived = this.#waiters.filter(({ mark }) => mark <= this.#passed);
    this.#waiters = this.#waiters.filter(({ mark }) => mark > this.#passed);
    for (const { resolve } of arrived) resolve();
  }

  reached(mark: number): Promise<void> {
    if (mark <= this.#passed) return Promise.resolve();
    return new Promise((resolve) => void this.#waiters.push({ mark, resolve }));
  }
}
