/** What the quickstart tells. */
export interface GreetingFacts {
  readonly url: string;
  readonly token: string;
  readonly groups: readonly string[];
  readonly file: string;
  readonly reports: ReportsFacts;
}

/** Where the reports are, and who may sign in. */
export interface ReportsFacts {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

/** The text printed once the router answers: where it is, and a call per dialect to paste. */
export function greeting(facts: GreetingFacts): string {
  const json = `-H 'content-type: application/json'`;
  const bearer = `-H 'authorization: Bearer ${facts.token}'`;
  return `
smart-router is ready at ${facts.url}

  token    ${facts.token}
  groups   ${facts.groups.join(', ')}
  reports  ${facts.reports.url} (sign in as ${facts.reports.user}, password ${facts.reports.password})
  kept in  ${facts.file}

Paste one of these, each in another dialect; all are answered by the simulated provider:

curl ${facts.url}/v1/chat/completions ${bearer} ${json} -d '{"model":"default","messages":[{"role":"user","content":"Hello"}]}'

curl ${facts.url}/v1/responses ${bearer} ${json} -d '{"model":"default","input":"Hello"}'

curl ${facts.url}/v1/messages -H 'x-api-key: ${facts.token}' -H 'anthropic-version: 2023-06-01' ${json} -d '{"model":"default","max_tokens":200,"messages":[{"role":"user","content":"Hello"}]}'

Ctrl-C stops it.
`;
}
