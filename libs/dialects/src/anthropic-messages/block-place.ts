import type { TextBlock, Turn } from '../neutral/message.js';
import type { Notes } from '../notes.js';

/** Where a block stands: its path for messages, and whose turn it is; and who is told what it loses. */
export interface BlockPlace {
  readonly field: string;
  readonly role: Turn['role'];
  readonly notes: Notes;
}

/** A text as blocks: empty texts say nothing. */
export function textBlocks(text: string | undefined): readonly TextBlock[] {
  return text === undefined || text === '' ? [] : [{ kind: 'text', text }];
}
