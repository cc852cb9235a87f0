import { dialectNames, type DialectName } from '@smart-router/core';
import { dispositionOf, lossTables, saysNothing } from '@smart-router/dialects';
import { table } from './table.js';

const introduction = `# Parameters

What becomes of every top-level field of a request. At a target that speaks what the caller speaks, the body passes byte for
byte, but for the model's name and what the target is known to refuse. At any other target a field is

- _mapped_: the target is told the same in its own words,
- _dropped_: it is left out, and a note says so, or
- _refused_: it must not be lost, so such a target cannot serve the request. Another target of the group may; where none can,
  the caller gets \`unsupported-parameter\` with the field's name.

A field that is in no table is dropped with a note. Fields that say no more than leaving them out are never lost; \`null\` always
is such a value, others stand in the last column.

## Notes

A note names a field in the caller's own words, as \`logit_bias\` or \`messages[].name\`, and says whether it was dropped or changed,
and why. Parts of messages, tools and answers that the target or the caller has no place for are noted in the same way, each
once. Notes are kept in the usage row of the request. With \`server.response_headers: detailed\` callers read them in
\`x-router-notes\`, see [headers](headers.md).

With \`server.translation.strict\`, what would be dropped is refused. What would only be changed still passes, with its note.
`;

/** Values a row may take for saying nothing, as callers write them. */
const candidates: readonly unknown[] = [
  ...[0, 1, false, 'auto', 'standard', 'disabled'],
  ...[[], ['text'], ['reasoning.encrypted_content']],
  ...[{}, { edits: [] }],
];

/** `docs/parameters.md`: for every caller's dialect, what becomes of its fields at the other dialects. */
export function parametersPage(): string {
  return [introduction, ...dialectNames.map(section)].join('\n');
}

function section(from: DialectName): string {
  const others = dialectNames.filter((name) => name !== from);
  const rows = Object.keys(lossTables[from]).map((field) => [
    `\`${field}\``,
    ...others.map((to) => dispositionWords(from, field, to)),
    idleValues(from, field),
  ]);
  const head = ['Field', ...others.map((to) => `At ${to}`), 'Says nothing'];
  return `## From ${from}\n\n${table(head, rows)}\n`;
}

function dispositionWords(from: DialectName, field: string, to: DialectName): string {
  const { kind, reason, members } = dispositionOf(from, field, to);
  const subject = kind === 'mapped' ? 'the field' : 'the target';
  const only = members === undefined ? '' : ` Members: ${members.map((member) => `\`${member}\``).join(', ')}.`;
  return `_${kind}_: ${subject} ${reason}.${only}`;
}

/** Rows that look at the items of a list take anything without items; such values would be refused as no list. */
function idleValues(from: DialectName, field: string): string {
  const listed = saysNothing(from, field, []);
  const idle = candidates.filter((value) => saysNothing(from, field, value) && (Array.isArray(value) || !listed));
  return idle.map((value) => `\`${JSON.stringify(value)}\``).join(', ');
}
