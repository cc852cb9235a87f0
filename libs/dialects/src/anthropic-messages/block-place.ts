import type { Result } from '@smart-router/core';
import type { Block, TextBlock, Turn } from '../neutral/message.js';
import type { Notes } from '../notes.js';
import type { WireNode } from './wire-node.js';

/** Where a block stands: its path for messages, and whose turn it is; and who is told what it loses. */
export interface BlockPlace {
  readonly field: string;
  readonly role: Turn['role'];
  readonly notes: Notes;
}

/** Reads content into blocks; blocks that hold content of their own are given it. */
export type ContentReader = (content: WireNode, place: BlockPlace) => Result<readonly Block[]>;

/** A text as blocks: empty texts say nothing. */
export function textBlocks(text: string | undefined): readonly TextBlock[] {
  return text === undefined || text === '' ? [] : [{ kind: 'text', text }];
}
