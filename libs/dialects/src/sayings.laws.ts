import type { ToolNames } from './dialect.js';
import type { NeutralAsk } from './neutral/ask.js';
import type { Block, MediaBlock, Turn } from './neutral/message.js';

/** One thing an ask says, with names as the caller knows them and ids by the order they come in. */
export interface Saying {
  readonly role: Turn['role'];
  readonly kind: Block['kind'];
  /** Of a call and its result. */
  readonly callNumber?: number;
  readonly name?: string;
  readonly namespace?: string | undefined;
  readonly text?: string | undefined;
  readonly proof?: string | undefined;
  readonly isError?: boolean;
  readonly source?: MediaBlock['source'];
}

/** Everything the turns of an ask say, in order. The texts of a result are one, as Chat has it; its media stand behind it. */
export function sayingsOf(ask: NeutralAsk, names: ToolNames): readonly Saying[] {
  const numbers = new Map<string, number>();
  const numberOf = (id: string): number => {
    const known = numbers.get(id) ?? numbers.size;
    numbers.set(id, known);
    return known;
  };
  const say = (role: Turn['role'], block: Block): readonly Saying[] => {
    const { kind } = block;
    switch (block.kind) {
      case 'tool-call': {
        const tool = names.get(block.name);
        const { name, namespace } = tool ?? block;
        // a target without custom tools gets their text as the one member of an object
        const wrapped = tool?.form === 'custom' && block.form === 'function';
        const text = wrapped ? String(JSON.parse(block.input).input) : block.input;
        return [{ role, kind, callNumber: numberOf(block.id), name, namespace, text }];
      }
      case 'tool-result': {
        const texts = block.content.flatMap((part) => (part.kind === 'text' ? [part.text] : []));
        const others = block.content.filter((part) => part.kind !== 'text');
        const callNumber = numberOf(block.callId);
        const result = { role, kind, callNumber, isError: block.isError, text: texts.join('\n\n') };
        return [result, ...others.flatMap((part) => say(role, part))];
      }
      case 'text':
        return [{ role, kind, text: block.text }];
      case 'media':
        return [{ role, kind, source: block.source }];
      case 'reasoning':
        return [{ role, kind, text: block.text, proof: block.proof?.value }];
      case 'foreign':
        return [{ role, kind, name: block.name }];
    }
  };
  return ask.turns.flatMap(({ role, blocks }) => blocks.flatMap((block) => say(role, block)));
}
