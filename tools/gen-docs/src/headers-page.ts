import { requestHeaders, responseHeaders, type RequestHeaderRow, type ResponseHeaderRow } from '@smart-router/relay';
import { table } from './table.js';

const introduction = `# Headers

What becomes of every HTTP header that crosses the router. A header that is not listed stops here, in both directions. The
fixed headers of \`providers.<name>.headers\` are sent over what callers sent; an \`anthropic-beta\` there is added to theirs.
`;

const requestWords = `Callers send their token as \`Authorization: Bearer\` or \`x-api-key\`, whatever dialect they speak; of two, the one that starts
with \`rtr_\` counts. _same dialect_ is where the target speaks what the caller speaks; elsewhere the body is translated, and
headers that speak of it stop.
`;

const responseWords = `Provider headers reach callers of the provider's own dialect only. \`x-request-id\` is on every answer.
\`server.response_headers: detailed\` adds \`x-router-target\`, \`x-router-attempts\` and \`x-router-notes\`; without it no answer of the router
names a target, and a refusal that lists some calls them by their number in the group (\`target-1\`). Faults carry
\`x-router-error-class\` and \`x-upstream-status\` where they apply, and counts of tokens \`x-router-token-count\`, see
[token counting](token-counting.md).
`;

/** `docs/headers.md`: the tables of request and response headers. */
export function headersPage(): string {
  return [
    introduction,
    `## From the caller to the provider\n\n${requestWords}`,
    `${table(['Header', 'What becomes of it', 'Where', 'Meaning'], requestHeaders.map(requestRow))}\n`,
    `## From the provider to the caller\n\n${responseWords}`,
    `${table(['Header', 'What becomes of it', 'Where', 'Meaning'], responseHeaders.map(responseRow))}\n`,
  ].join('\n');
}

function requestRow(row: RequestHeaderRow): readonly string[] {
  const name = `\`${row.name}\``;
  if (row.fate === 'stops') return [name, 'stops', '', row.meaning];
  if (row.fate === 'ours') return [name, 'is the router’s own', 'routers', row.meaning];
  const everywhere = row.fate === 'mapped' && row.lanes === 'all';
  return [name, row.fate, everywhere ? 'every target' : `same dialect: ${row.to.join(', ')}`, row.meaning];
}

function responseRow(row: ResponseHeaderRow): readonly string[] {
  const name = `\`${row.name}\``;
  if (row.fate === 'passes') return [name, 'passes', `same dialect: ${row.to.join(', ')}`, row.meaning];
  return [name, row.fate === 'ours' ? 'is the router’s own' : 'stops', '', row.meaning];
}
