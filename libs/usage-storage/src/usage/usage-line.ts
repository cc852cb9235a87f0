import { jsonMembers } from './column.js';
import { attemptColumns, usageColumns, type MarkedRecord } from './usage-columns.js';

/**
 * One record as one line of JSON, keyed by the columns of `request_usage`, with `attempts` keyed by those of
 * `request_attempts`: exactly what the insert statement reads, so that nothing parses it again on the way. Unknown
 * values have no key. Ends with a line feed.
 */
export function usageLine(marked: MarkedRecord): string {
  const attempts = marked.record.attempts.map((attempt) => `{${jsonMembers(attemptColumns, attempt).slice(1)}}`);
  return `{"attempts":[${attempts.join(',')}]${jsonMembers(usageColumns, marked)}}\n`;
}
