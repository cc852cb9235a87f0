import type { Router } from '@smart-router/relay';

const lookEveryMs = 50;

/** Waits for calls whose callers have left and which are drained for their usage, as long as `mayWait` says. */
export async function callsEnded(router: Pick<Router, 'inFlight'>, mayWait: () => boolean): Promise<void> {
  while (router.inFlight() > 0 && mayWait()) await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
}
