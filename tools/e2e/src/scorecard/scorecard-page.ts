import type { Finding } from './finding.js';
import { groupBy } from './group-by.js';
import { profiles, type Profile, type Scenario } from './scenario.js';

/** A part of the page. */
export interface Chapter {
  readonly title: string;
  readonly introduction: string;
  readonly scenarios: readonly Scenario[];
}

const introduction = `# Failure scorecard

What callers got, and what the provider saw, when things went wrong. Every line was played against real processes: the
gateway as it is shipped, the simulated provider, Postgres, and the official SDKs with their retries switched off. This page is
written by \`UPDATE_SCORECARD=1 npx jest -c tools/testing/jest.config.mjs tools/e2e/src/scorecard\`; without the variable, the
same test plays everything again (but for number 15, whose outage then lasts 8 s instead of 60 s) and fails where a line differs.

Each scenario is played by a caller of each dialect on its own lane and on a translated one (Chat → Messages, Responses →
Chat, Messages → Responses), whole and streamed, in three arrangements:

- _alone_: one target, and the defaults (\`mid_stream: fail\`)
- _second_: a healthy second target, and the defaults
- _recovery_: the same with \`mid_stream: hold\` and \`wait_for_retry_after_ms: 3000\`

Lanes that ended alike share a line. _Asked_ counts the requests each target saw. Beside what the lines say, each request was
checked for: one usage row that agrees with the answer on status, target, tokens and cost, and lists every attempt with its
class; an error in the dialect's own envelope with \`x-should-retry\`; a stream in the order the dialect's protocol asks for, with one
end; no truncated answer with an end that means success; no 401 or 403; none of the operator's keys.
`;

const columns = ['Caller', 'Arrangement', 'Lanes', 'The caller got', 'Asked', 'Usage row', 'Within'];

/** `docs/failure-scorecard.md`. */
export function scorecardPage(chapters: readonly Chapter[], findings: readonly Finding[]): string {
  return [introduction, summary(chapters, findings), ...chapters.map((chapter) => chapterOf(chapter, findings))].join(
    '\n',
  );
}

function summary(chapters: readonly Chapter[], findings: readonly Finding[]): string {
  const rows = chapters.flatMap(({ scenarios }) =>
    scenarios.map((scenario) => [
      scenario.id,
      scenario.title,
      ...profiles.map((profile) => short(scenario, profile, findings)),
    ]),
  );
  return `## At a glance\n\n${table(['#', 'What happens', ...profiles], rows)}\n`;
}

/** All answers of an arrangement, each once. */
function short(scenario: Scenario, profile: Profile, findings: readonly Finding[]): string {
  const own = findings.filter(({ cell }) => cell.scenario.id === scenario.id && cell.profile === profile);
  const answers = own.map(({ ending }) => ending.split('; asked ')[0] ?? '');
  return [...new Set(answers)].join(' or ') || '–';
}

function chapterOf({ title, introduction: words, scenarios }: Chapter, findings: readonly Finding[]): string {
  const sections = scenarios.map((scenario) => sectionOf(scenario, findings));
  return [`## ${title}\n\n${words}\n`, ...sections].join('\n');
}

function sectionOf(scenario: Scenario, findings: readonly Finding[]): string {
  const own = findings.filter(({ cell }) => cell.scenario.id === scenario.id);
  const groups = groupBy(own, lineOf);
  const rows = [...groups.values()].map((alike) => rowOf(alike, own));
  const number = /^\d{1,2}b?$/.test(scenario.id) ? `${scenario.id}. ` : '';
  return `### ${number}${scenario.title}\n\n${scenario.right}\n\n${table(columns, rows)}\n`;
}

/** Findings with the same line are told together. */
const lineOf = ({ cell, ending, row, time, problems }: Finding): string =>
  JSON.stringify([cell.stream, cell.profile, ending, row, time, problems]);

function rowOf(alike: readonly Finding[], all: readonly Finding[]): readonly string[] {
  const [one] = alike;
  if (one === undefined) return [];
  const { cell, ending, row, time, problems } = one;
  const possible = all.filter((other) => other.cell.stream === cell.stream && other.cell.profile === cell.profile);
  const [caller = '', asked = ''] = ending.split('; asked ');
  return [
    cell.stream ? 'stream' : 'whole',
    cell.profile,
    alike.length === possible.length
      ? 'all'
      : alike.map(({ cell: { caller: from, target } }) => lane(from, target)).join(', '),
    problems.length === 0 ? caller : `**WRONG** ${caller}: ${problems.join('; ').replaceAll(/\s+/g, ' ')}`,
    asked,
    row,
    time,
  ];
}

const names: Readonly<Record<string, string>> = {
  'openai-chat': 'Chat',
  'openai-responses': 'Responses',
  'anthropic-messages': 'Messages',
};

const lane = (caller: string, target: string): string =>
  caller === target ? (names[caller] ?? caller) : `${names[caller] ?? caller} → ${names[target] ?? target}`;

/** A Markdown table with aligned columns, as the formatter writes it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = head.map((_name, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(cells[0] ?? []), line(widths.map((width) => '-'.repeat(width))), ...cells.slice(1).map(line)].join('\n');
}
