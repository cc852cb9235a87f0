import type { Candidate } from '../candidate.js';
import type { House } from '../journey-state.js';

/** Tells those who wait that an attempt has ended at a candidate, and perhaps left room. */
export function wakeLines({ lines }: House, { target, credential }: Candidate): void {
  for (const { key } of target.shapes) lines.wake(key);
  if (credential.shape !== undefined) lines.wake(credential.shape.key);
}
