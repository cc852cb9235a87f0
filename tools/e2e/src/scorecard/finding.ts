import type { SdkVerdict } from '../ask-sdk.js';
import type { UsageRow } from '../start-stack.js';
import { expectedOf, modelOf } from './cells.js';
import type { Evidence } from './evidence.js';
import type { Played } from './played.js';
import { rowProblems } from './row-problems.js';
import type { Cell } from './scenario.js';
import { checks, isPassedOn, wireProblems } from './wire-problems.js';
import { askedWords } from './asked-words.js';

/** What came of a cell, in words that are the same on every machine. */
export interface Finding {
  readonly cell: Cell;
  /** What the caller got, and how often each target was asked. */
  readonly ending: string;
  /** What the ledger keeps. */
  readonly row: string;
  readonly time: string;
  /** Whatever is not as it must be. */
  readonly problems: readonly string[];
}

const ordinals = ['first', 'second', 'third'];

/** Tells what came of a cell. */
export function findingOf(cell: Cell, played: Played | undefined, evidence: Evidence): Finding {
  if (played === undefined) return { cell, ending: 'no end', row: '', time: '', problems: ['a hang'] };
  const rows = evidence.rowsOf(cell.name);
  const stories = played.verdicts.map((verdict) => ({ verdict, row: rowOf(verdict, rows) }));
  const caller = played.left === true ? 'left' : callerWords(cell, stories);
  const ending = `${caller}; asked ${askedWords(cell, evidence)}`;
  const problems = [
    ...played.problems,
    ...stories.flatMap(({ verdict, row }) => storyProblems(cell, verdict, { row, evidence })),
    ...checks([
      [`${rows.length} rows for ${played.requests} requests`, rows.length === played.requests],
      ['an attempt inside the hinted time', isHintKept(cell, evidence)],
      ['other attempts than the provider saw', isAsSeen(cell, rows, evidence)],
      [`instead of: ${expectedOf(cell)}`, ending === expectedOf(cell)],
    ]),
  ];
  return { cell, ending, row: rowWords(cell, rows), time: timeWords(cell, played), problems };
}

interface Story {
  readonly verdict: SdkVerdict;
  /** `undefined` when the ledger has none, which is a problem of its own. */
  readonly row: UsageRow | undefined;
}

function rowOf({ headers }: SdkVerdict, rows: readonly UsageRow[]): UsageRow | undefined {
  const id = headers?.get('x-request-id');
  return rows.find((row) => row['request_id'] === id);
}

function storyProblems(
  cell: Cell,
  verdict: SdkVerdict,
  { row, evidence }: { readonly row: UsageRow | undefined; readonly evidence: Evidence },
): readonly string[] {
  if (row === undefined) return ['an answer without a row'];
  const attempts = evidence.attemptsOf(String(row['request_id']));
  const problems = [...wireProblems(cell, verdict, row), ...rowProblems(cell, verdict, { row, attempts })];
  return problems.length === 0 ? [] : [...problems, verdict.wire.slice(-300)];
}

/** What the caller got; of several requests each answer once. */
function callerWords(cell: Cell, stories: readonly Story[]): string {
  if (cell.scenario.manner === 'sits-out')
    return stories.every(({ verdict }) => verdict.answer !== undefined) ? 'all answered' : 'not all answered';
  return [...new Set(stories.map((story) => answerWords(cell, story)))].sort().join(', ');
}

function answerWords(cell: Cell, { verdict, row }: Story): string {
  if (verdict.answer !== undefined) return `answered by ${ordinalOf(cell, row?.['target'])}`;
  if (isPassedOn(cell, verdict, row)) return "the provider's own bytes";
  const began = verdict.status === 200 ? 'error event' : String(verdict.status);
  const errorClass = row?.['error_class'];
  const waits = Number(verdict.headers?.get('retry-after') ?? 0);
  return [
    `${began} ${String(row?.['error_type'])}`,
    typeof errorClass === 'string' ? ` (${errorClass})` : '',
    waits >= 60 ? `, retry after ${waits} s` : '',
  ].join('');
}

const ordinalOf = (cell: Cell, target: unknown): string =>
  ordinals[cell.targets.findIndex((_, index) => target === `${cell.name}-${index + 1}/simulated`)] ?? 'nobody';

function rowWords(cell: Cell, rows: readonly UsageRow[]): string {
  if (rows.length > 1) return 'one each';
  const [row] = rows;
  if (row === undefined) return 'none';
  const attempts = Number(row['attempt_count']);
  return [
    [row['status'], row['error_type'] ?? []].flat().join(' '),
    row['target'] === null ? 'no target' : ordinalOf(cell, row['target']),
    `${attempts} attempt${attempts === 1 ? '' : 's'}`,
    Number(row['cost_nano_usd']) > 0 ? `cost ${String(row['cost_basis'])}` : 'no cost',
  ].join(', ');
}

/** The ledger lists as many attempts as the provider saw, but for those that went elsewhere. */
function isAsSeen(cell: Cell, rows: readonly UsageRow[], { seen }: Evidence): boolean {
  if (cell.targets.some(({ baseUrl }) => baseUrl !== undefined)) return true;
  const requests = cell.targets.flatMap((plan) => seen(modelOf(cell, plan)));
  return rows.reduce((sum, row) => sum + Number(row['attempt_count']), 0) === requests.length;
}

/** No attempt began before the time was over that its target had asked for. */
function isHintKept(cell: Cell, { seen }: Evidence): boolean {
  const { hintMs, faulty } = cell.scenario;
  const [first, second] = seen(modelOf(cell, faulty));
  return hintMs === undefined || first === undefined || second === undefined || second.atMs - first.atMs >= hintMs;
}

/** So long nothing takes that is not told to wait, however busy the machine is. */
const promptlyMs = 60_000;

function timeWords({ scenario }: Cell, { elapsedMs }: Played): string {
  if (scenario.manner === 'sits-out') return 'the outage and 30 s';
  return elapsedMs <= promptlyMs ? 'a minute' : 'two minutes';
}
