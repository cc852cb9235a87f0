import type { ExternalOptions } from '@smart-router/routing';
import { checkDestination } from '../egress/check-destination.js';
import { egressRules } from '../egress/egress-rules.js';

/** Where feedback goes: the URL of the policy with its last segment replaced, unless it is said. */
export function feedbackUrl({ url, feedback }: Pick<ExternalOptions, 'url' | 'feedback'>): string {
  return feedback.url ?? new URL('feedback', url).href;
}

/** What is wrong with the URLs of a policy service. */
export function externalUrlProblems(options: ExternalOptions): readonly UrlProblem[] {
  const rules = egressRules(options);
  const told = options.feedback.enabled ? [['feedback.url', feedbackUrl(options)] as const] : [];
  const urls = [['url', options.url] as const, ...told];
  return urls.flatMap(([field, url]) => {
    const checked = checkDestination(url, rules);
    return checked.ok ? [] : [{ field, message: checked.message }];
  });
}

/** A URL of a policy service that it may not be asked at. */
export interface UrlProblem {
  /** As `model_groups.<name>.external` names it. */
  readonly field: 'url' | 'feedback.url';
  readonly message: string;
}
