import type { ExternalOptions } from '@smart-router/routing';
import { checkDestination, type EgressRules } from '../egress/check-destination.js';

/** Where the questions and the feedback of a policy service may go. */
export function externalRules(options: ExternalOptions): EgressRules {
  return {
    allowHosts: options.allow_hosts,
    allowHttp: options.allow_http,
    allowPrivateAddresses: options.allow_private_addresses,
  };
}

/** Where feedback goes: the URL of the policy with its last segment replaced, unless it is said. */
export function feedbackUrl({ url, feedback }: Pick<ExternalOptions, 'url' | 'feedback'>): string {
  return feedback.url ?? new URL('feedback', url).href;
}

/** What is wrong with the URLs of a policy service. */
export function externalUrlProblems(options: ExternalOptions): readonly UrlProblem[] {
  const rules = externalRules(options);
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
