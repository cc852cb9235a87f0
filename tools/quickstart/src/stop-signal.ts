/** npm keeps a shell between itself and us; how often we look whether it is still there. */
const parentCheckMs = 250;

/**
 * Resolves when this program should stop: on Ctrl-C, on SIGTERM, or, under npm, when npm's shell is gone. A signal sent to
 * npm ends that shell and not us; without this the router would stay behind and keep its port.
 */
export function stopSignal(startedByNpm: boolean): Promise<void> {
  return new Promise((resolve) => {
    process.on('SIGINT', () => resolve());
    process.on('SIGTERM', () => resolve());
    process.on('SIGHUP', () => resolve());
    if (startedByNpm) whenOrphaned(resolve);
  });
}

function whenOrphaned(act: () => void): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) act();
  }, parentCheckMs).unref();
}
