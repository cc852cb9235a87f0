/**
 * The answer, or a rejection when it does not come within the time. An answer that came in time while this process was too
 * busy to read it counts: timers are served before sockets, so a last look at the sockets comes before giving up. Without it
 * every pause of our own would look like an outage of the server.
 */
export function inTime<Answer>(answer: Promise<Answer>, timeoutMs: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(new Error('Command timed out'));
    const timer = setTimeout(() => setImmediate(giveUp), timeoutMs);
    const settled = (settle: () => void): void => {
      clearTimeout(timer);
      settle();
    };
    answer.then(
      (value) => settled(() => resolve(value)),
      (error: Error) => settled(() => reject(error)), // what the Redis client rejects with
    );
  });
}
