import type { ToolChoice } from './neutral/ask.js';
import type { Notes } from './notes.js';

/** Tells that a choice was left out because there is nothing to choose from; no call is due without tools anyway. */
export function noteIdleChoice(choice: ToolChoice | undefined, notes: Notes): void {
  if (choice?.kind !== 'required' && choice?.kind !== 'named') return;
  notes.dropped('tool_choice', 'there are no tools to choose from');
}
