import type { ShapingRow } from '@smart-router/usage-storage';
import { shownCount } from '../format/format-number.js';
import { shownDuration } from '../format/format-time.js';
import type { Finding } from './report.js';

/** Fewer refusals than this are no pattern. */
const leastRefusals = 20;
/** A wait that a person notices. */
const longWaitMs = 5000;

/** What the decisions of shaping suggest, by fixed rules; `callers` are by bucket and decision, `pauses` by upstream. */
export function adviceOf(callers: readonly ShapingRow[], pauses: readonly ShapingRow[]): readonly Finding[] {
  return [
    ...callers.flatMap((row) => refusalAdvice(row, callers)),
    ...callers.flatMap(waitAdvice),
    ...pauses.flatMap(pauseAdvice),
  ];
}

function refusalAdvice(row: ShapingRow, all: readonly ShapingRow[]): readonly Finding[] {
  const [bucket = 'a limit', decision] = row.keys;
  if (decision !== 'rejected' || row.events < leastRefusals) return [];
  const hasQueue = all.some(({ keys }) => keys[0] === bucket && keys[1] === 'queued');
  const isRate = bucket.includes('per_sec');
  const remedy = !isRate
    ? 'whoever needs more needs a higher limit'
    : hasQueue
      ? 'a deeper queue or a larger burst would let more of them wait'
      : 'a queue would let them wait instead';
  return [{ severity: 'notice', text: `${bucket} refused ${shownCount(row.events)} times: ${remedy}.` }];
}

function waitAdvice({ keys: [bucket = 'a limit', decision], waitedMsMax }: ShapingRow): readonly Finding[] {
  if (decision !== 'queued' || waitedMsMax < longWaitMs) return [];
  const text = `Requests waited up to ${shownDuration(waitedMsMax)} for ${bucket}: who cannot wait is better off with a larger burst.`;
  return [{ severity: 'notice', text }];
}

function pauseAdvice({
  keys: [provider = 'an upstream', model, , errorClass],
  events,
}: ShapingRow): readonly Finding[] {
  if (events < leastRefusals) return [];
  const remedy =
    errorClass === 'rate_limited' || errorClass === 'quota_exhausted'
      ? 'ask the provider for more capacity, or send it less'
      : 'look at its health, and at what stands behind it in the plan';
  const who = model === undefined ? provider : `${model} of ${provider}`;
  return [
    {
      severity: 'notice',
      text: `${who} paused ${shownCount(events)} times because of ${errorClass ?? 'failures'}: ${remedy}.`,
    },
  ];
}
