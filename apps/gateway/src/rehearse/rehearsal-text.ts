import { instantText } from '../commands/instant.js';
import { printTable } from '../commands/print-table.js';
import type { Rehearsal } from './rehearsal.js';
import { groupCells, groupColumns, groupTitle } from './rehearsal-cells.js';
import { crossingNote, groupNotes, rehearsalNotes } from './rehearsal-notes.js';
import type { Crossing } from './thresholds.js';

/** A rehearsal as people read it on a terminal. */
export function rehearsalText(rehearsal: Rehearsal, crossings: readonly Crossing[]): string {
  const table = printTable(groupColumns, rowsOf(rehearsal));
  const notes = rehearsal.groups.flatMap((group) => {
    const told = groupNotes(group);
    return told.length === 0 ? [] : [`${groupTitle(group)}:`, ...told.map((note) => `  ${note}`), ''];
  });
  const ends = crossings.length === 0 ? [] : ['', 'crossed:', ...crossings.map((each) => `  ${crossingNote(each)}`)];
  return [titleOf(rehearsal), '', table, ...notes, ...rehearsalNotes(rehearsal), ...ends, ''].join('\n');
}

/** The same for a pull request. */
export function rehearsalMarkdown(rehearsal: Rehearsal, crossings: readonly Crossing[]): string {
  const [head, ...rows] = [
    groupColumns,
    groupColumns.map((_, index) => (index === 0 ? '---' : '---:')),
    ...rowsOf(rehearsal),
  ].map((cells) => `| ${cells.map(escapeCell).join(' | ')} |`);
  const notes = rehearsal.groups.flatMap((group) =>
    groupNotes(group).map((note) => `- **${escapeCell(groupTitle(group))}**: ${escapeCell(note)}`),
  );
  const verdict =
    crossings.length === 0
      ? []
      : ['', '**Crossed thresholds**', '', ...crossings.map((each) => `- ${escapeCell(crossingNote(each))}`)];
  const more = rehearsalNotes(rehearsal).map((note) => `- ${escapeCell(note)}`);
  return ['### Rehearsal', '', titleOf(rehearsal), '', head, ...rows, ...verdict, '', ...notes, ...more, ''].join('\n');
}

function titleOf({ since, until, catalogHash, total }: Rehearsal): string {
  return `${total.rehearsed} of ${total.requests} requests from ${instantText(since)} to ${instantText(until)}, rehearsed with the configuration ${catalogHash}`;
}

function rowsOf({ groups, total, confidence }: Rehearsal): readonly (readonly string[])[] {
  return [
    ...groups.map((group) => groupCells(groupTitle(group), group.numbers, group.confidence.level)),
    groupCells('all', total, confidence.level),
  ];
}

/** Names of groups are the operator's; a table must not break on them. */
function escapeCell(text: string): string {
  return text.replace(/[|\\`<>]/g, '\\$&').replace(/\p{Cc}/gu, ' ');
}
