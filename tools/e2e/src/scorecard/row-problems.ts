import type { SdkVerdict } from '../ask-sdk.js';
import type { UsageRow } from '../start-stack.js';
import type { AttemptRow } from './evidence.js';
import { isSameLane } from './expectations.js';
import type { Cell } from './scenario.js';
import { checks } from './wire-problems.js';

/** What the ledger keeps of one request. */
export interface Kept {
  readonly row: UsageRow;
  readonly attempts: readonly AttemptRow[];
}

/** The row agrees with the answer, and its attempts with it. */
export function rowProblems(cell: Cell, verdict: SdkVerdict, { row, attempts }: Kept): readonly string[] {
  const served = verdict.answer !== undefined;
  const [first] = attempts;
  const serving = attempts.at(-1);
  const fellBack = served && first?.target !== serving?.target;
  const unreadable = isSameLane(cell) && row['status'] === 200;
  const broken = verdict.status === 200;
  return checks([
    [`a row with status ${String(row['status'])}`, row['status'] === verdict.status || (broken && !served)],
    ['a row of another kind', served || unreadable ? isGood(row) : row['error_type'] !== null && row['status'] !== 200],
    ['attempts that are not listed', Number(row['attempt_count']) === attempts.length],
    ['another target than the last one asked', !served || row['target'] === serving?.target],
    ['a failed attempt without its class', attempts.slice(0, -1).every(({ error_class }) => error_class !== null)],
    ['a class for the attempt that served', !served || serving?.error_class === null],
    ['a wrong word on fallback', row['fallback_used'] === fellBack],
    ['tokens the answer does not report', !served || agree(row['output_tokens'], verdict.answer?.outputTokens)],
    [`cost ${String(row['cost_nano_usd'])}`, broken || !(Number(row['cost_nano_usd']) > 0)],
    ['an answer without a cost', !served || Number(row['cost_nano_usd']) > 0],
    [
      `a cost that is ${String(row['cost_basis'])}`,
      !served || (row['cost_basis'] === 'estimated') === (cell.scenario.usage === 'never'),
    ],
  ]);
}

const isGood = (row: UsageRow): boolean => row['error_type'] === null && row['status'] === 200;

/** Usage a provider never told is unknown to the row, whatever a translation says to the caller; bytes tell none at all. */
function agree(stored: unknown, told: number | undefined): boolean {
  return stored === null || told === undefined || Number(stored) === told;
}
