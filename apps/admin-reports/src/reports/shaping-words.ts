/** What the decisions of limits, shaping and backoff are called on pages. */
export const shapingWords: Readonly<Record<string, string>> = {
  admitted: 'had room',
  queued: 'waited',
  rejected: 'refused',
  skipped: 'passed over',
  cooldown_started: 'pause began',
  cooldown_ended: 'pause ended',
};
