import type { Canary, CanaryVerdict } from '@smart-router/routing';
import type { Logger } from 'pino';

/** What is worth a line about canaries. */
export type CanaryNews =
  | {
      readonly kind: 'changed';
      readonly group: string;
      readonly canary: Canary;
      readonly verdict: CanaryVerdict;
    }
  /** The database does not answer: shares stay as they were last known, and none is given where none was. */
  | { readonly kind: 'left-alone'; readonly reason: string }
  | { readonly kind: 'followed-again' };

/** Writes it to the log. */
export function logCanaryNews(log: Logger, news: CanaryNews): void {
  switch (news.kind) {
    case 'changed':
      return logChange(log, news);
    case 'left-alone':
      return log.warn(`canaries keep the shares that were last known, and have none where none was: ${news.reason}`);
    case 'followed-again':
      return log.info('canaries are decided on again');
    default:
      return news satisfies never;
  }
}

function logChange(log: Logger, { group, canary, verdict }: Extract<CanaryNews, { kind: 'changed' }>): void {
  const { event, step, condition, observed, baseline } = verdict;
  const line = {
    ...{ group, target: canary.targetId, event, step, condition, settings: canary.settingsHash },
    ...{ share_percent: event === 'rolled-back' ? 0 : canary.steps[step] },
    ...{ attempts: observed?.attempts, requests: observed?.count, error_rate: observed?.errorRate },
    p95_latency_ms: observed?.latencyP95Ms,
    ...{ rejection_rate: observed?.rejectionRate, baseline_rejection_rate: baseline?.rejectionRate },
    ...{ baseline_error_rate: baseline?.errorRate, baseline_p95_latency_ms: baseline?.latencyP95Ms },
  };
  if (event === 'rolled-back') log.warn(line, 'canary taken out');
  else log.info(line, 'canary promoted');
}
