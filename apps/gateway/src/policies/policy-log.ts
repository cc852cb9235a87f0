import type { PolicyNotes } from '@smart-router/policies';
import type { Logger } from 'pino';

/** Longest words of a policy in a line of the log, in characters. */
const maxMessageLength = 500;

/** Nobody is told. */
export const silentNotes: PolicyNotes = { failed: () => undefined, log: () => undefined };

/** Tells the operator's log why policies failed, and what they print. Policies know no text of users. */
export function policyLog(log: Logger): PolicyNotes {
  return {
    failed: ({ group, kind, requestId, error, message, at }) =>
      log.warn(
        {
          ...{ request_id: requestId, group, policy: kind, error, at: at.length === 0 ? undefined : at },
          message: message.slice(0, maxMessageLength),
        },
        'policy failed',
      ),
    log: ({ group, requestId, line }) => log.debug({ request_id: requestId, group, line }, 'policy says'),
  };
}
