import type { ExternalOptions, PolicyQuestion } from '@smart-router/routing';

/** Names the form of questions; another form gets another name. */
export const questionSchema = 'smart-router.route.v1';

/** What a policy service is asked: the context a policy gets, with the names of its form and of the request. */
export function questionText(
  { requestId, context, body }: Pick<PolicyQuestion, 'requestId' | 'context' | 'body'>,
  rules: Pick<ExternalOptions, 'include_request' | 'max_request_bytes'>,
): string {
  const text = JSON.stringify({ schema: questionSchema, requestId, ...context });
  if (!rules.include_request) return text;
  const withBody = context.request.requestBytes <= rules.max_request_bytes;
  // Spliced in as it came, so that nothing of it is lost by reading it.
  const member = withBody ? `"requestBody":${body()}` : '"requestBodyLeftOut":true';
  return `${text.slice(0, -1)},${member}}`;
}
