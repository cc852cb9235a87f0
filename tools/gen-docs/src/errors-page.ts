import { faultCatalogue, type FaultRow } from '@smart-router/core';
import { table } from './table.js';

const introduction = `# Errors

Every answer of the router that is not a success has one of these types. The body has the shape of the caller's dialect, the
type stands in \`error.type\`, and \`x-request-id\` names the request for the operator. \`x-should-retry\` says whether the same
request may succeed later; where the time is known, \`Retry-After\` tells it.
`;

/** `docs/errors.md`: the fault catalogue by status. */
export function errorsPage(): string {
  const rows: readonly (readonly [string, FaultRow])[] = Object.entries(faultCatalogue);
  const statuses = [...new Set(rows.map(([, row]) => row.status))].sort((left, right) => left - right);
  const sections = statuses.map((status) => section(status, rows));
  return [introduction, ...sections].join('\n');
}

function section(status: number, all: readonly (readonly [string, FaultRow])[]): string {
  const rows = all
    .filter(([, row]) => row.status === status)
    .map(([type, row]) => [
      `\`${type}\``,
      row.atFault,
      row.retryable ? 'yes' : 'no',
      row.meaning,
      row.callerAction,
      row.operatorAction,
    ]);
  const head = ['Type', 'At fault', 'Retry', 'Meaning', 'What the caller does', 'What the operator does'];
  return `## ${status}\n\n${table(head, rows)}\n`;
}
