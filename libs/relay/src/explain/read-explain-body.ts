import { dialectNames, fault, refuse, succeed, type DialectName, type Fault, type Result } from '@smart-router/core';
import { parseAsk, readJson, recogniseBody, type Ask, type ParseLimits } from '@smart-router/dialects';
import { compactionDialect } from '../compaction.js';

/** What a body to be explained is read by. */
export interface ExplainBody {
  readonly bytes: Uint8Array;
  /** As it was said; `undefined` when the body is to tell. */
  readonly dialect: DialectName | undefined;
  readonly limits: ParseLimits;
}

/** Reads a request body of the dialect that was said, or the only one it can be of. */
export function readExplainBody({ bytes, dialect, limits }: ExplainBody): Result<Ask> {
  if (dialect !== undefined) return parseAsk(dialect, bytes, limits);
  const read = readJson(bytes, limits.maxDepth);
  if (!read.ok) return read;
  const body = read.value.value;
  // What is no object is refused by any of them, in the same words.
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  const found = isObject ? recogniseBody(body as Readonly<Record<string, unknown>>) : 'openai-chat'; // an object, as just seen
  return found === undefined ? refuse(unclear) : parseAsk(found, bytes, limits);
}

const unclear = fault(
  'invalid-request',
  `the body may be of several dialects: dialect should say which, one of ${dialectNames.join(', ')}`,
  { details: { param: 'dialect', hint: 'POST /v1/route/explain?dialect=openai-chat' } },
);

/** What a body is explained as: the dialect that was said, if any, and what it is for. */
export interface ExplainedAs {
  readonly dialect: DialectName | undefined;
  readonly purpose: 'answer' | 'compaction';
}

/** Reads what the parameters of an address say of a body. */
export function readExplainedAs(parameters: URLSearchParams): Result<ExplainedAs> {
  const dialect = readDialect(parameters.get('dialect') ?? undefined);
  if (!dialect.ok) return dialect;
  const compact = parameters.get('compact') ?? 'false';
  if (compact === 'false') return succeed({ dialect: dialect.value, purpose: 'answer' });
  if (compact === 'true') return explainedAsCompaction(dialect.value);
  return refuse(wrong('compact', `compact should be true or false, got "${compact.slice(0, 64)}"`));
}

/** Only bodies of Responses can be for a compaction. */
export function explainedAsCompaction(dialect: DialectName | undefined): Result<ExplainedAs> {
  if (dialect === undefined || dialect === compactionDialect)
    return succeed({ dialect: compactionDialect, purpose: 'compaction' });
  return refuse(wrong('dialect', `a compaction should be of ${compactionDialect}, got "${dialect}"`));
}

function wrong(param: string, message: string): Fault {
  return fault('invalid-request', message, { details: { param } });
}

/** The dialect that a question names; `undefined` when it names none. */
function readDialect(said: string | undefined): Result<DialectName | undefined> {
  const dialect = dialectNames.find((name) => name === said);
  if (said === undefined || dialect !== undefined) return succeed(dialect);
  const message = `dialect should be one of ${dialectNames.join(', ')}, got "${said.slice(0, 64)}"`;
  return refuse(wrong('dialect', message));
}
