import { dialectNames, type DialectName } from '@smart-router/core';
import type { Note } from '@smart-router/dialects';
import type { InboundHeaders } from '../inbound.js';
import { requestHeaders, type Hop, type RequestHeaderRow } from './request-headers.js';

/** The caller's headers that leave with an attempt. */
export interface ForwardedHeaders {
  readonly headers: Readonly<Record<string, string>>;
  readonly notes: readonly Note[];
}

type ForwardedRow = Extract<RequestHeaderRow, { readonly fate: 'passes' | 'mapped' }>;

const rowsTo: ReadonlyMap<DialectName, readonly ForwardedRow[]> = new Map(
  dialectNames.map((dialect) => [dialect, leaving(dialect)]),
);

/** Of a caller's headers those that the table lets out to this target. */
export function forwardHeaders(callers: InboundHeaders, hop: Hop): ForwardedHeaders {
  const headers: Record<string, string> = {};
  const notes: Note[] = [];
  for (const row of rowsTo.get(hop.dialect) ?? []) {
    const value = wholeHeader(callers, row.name);
    if (value === undefined || !leavesOn(row, hop)) continue;
    const mapped = row.fate === 'passes' ? { value, notes: [] } : row.map(value, hop);
    if (mapped.value !== undefined) headers[row.name] = mapped.value;
    notes.push(...mapped.notes);
  }
  return { headers, notes };
}

function leavesOn(row: ForwardedRow, hop: Hop): boolean {
  return hop.sameLane || (row.fate === 'mapped' && row.lanes === 'all');
}

/** A header sent several times is one list. @see https://www.rfc-editor.org/rfc/rfc9110#section-5.3 */
function wholeHeader(headers: InboundHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' || value === undefined ? value : value.join(', ');
}

function leaving(dialect: DialectName): readonly ForwardedRow[] {
  return requestHeaders
    .filter((row) => row.fate === 'passes' || row.fate === 'mapped')
    .filter((row) => row.to.includes(dialect));
}
