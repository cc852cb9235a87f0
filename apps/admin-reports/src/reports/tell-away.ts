import type { Reports } from '@smart-router/usage-storage';

/** The database did not answer, or not in time; `cause` says how. */
export class DatabaseAway extends Error {
  readonly status = 503;
}

/** The same reports, with rejections of the database told apart from bugs. */
export function tellAway(reports: Reports): Reports {
  return {
    usage: told(reports.usage),
    values: told(reports.values),
    compare: told(reports.compare),
    savings: told(reports.savings),
    requests: told(reports.requests),
    request: told(reports.request),
    providersHealth: told(reports.providersHealth),
    shaping: told(reports.shaping),
    routing: told(reports.routing),
    quotas: told(reports.quotas),
    keys: told(reports.keys),
    securityEvents: told(reports.securityEvents),
    state: told(reports.state),
    close: reports.close,
  };
}

function told<Question extends readonly unknown[], Answer>(
  ask: (...question: Question) => Promise<Answer>,
): (...question: Question) => Promise<Answer> {
  return async (...question) => {
    try {
      return await ask(...question);
    } catch (cause) {
      if (isBug(cause)) throw cause;
      throw new DatabaseAway('the database did not answer', { cause });
    }
  };
}

/** What the language itself throws, no database does. */
function isBug(cause: unknown): boolean {
  return [TypeError, RangeError, ReferenceError, SyntaxError].some((kind) => cause instanceof kind);
}
