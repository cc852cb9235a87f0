import { isRecord, objectOf, type WireObject } from '../json/guards.js';
import type { SseEvent } from '../sse/parse.js';
import { parseEvent } from './parse-event.laws.js';
import { firstBroken, type Flaw, type GrammarMode, type StreamGrammar } from './stream-grammar.laws.js';

/** The order of Messages events. @see https://docs.anthropic.com/en/docs/build-with-claude/streaming */
export function openMessagesGrammar(mode: GrammarMode): StreamGrammar {
  return new MessagesGrammar(mode);
}

/** Block types the router writes, with the deltas each may get. */
const deltasOf: Readonly<Record<string, readonly string[]>> = {
  text: ['text_delta', 'citations_delta'],
  thinking: ['thinking_delta', 'signature_delta'],
  redacted_thinking: [],
  tool_use: ['input_json_delta'],
  server_tool_use: ['input_json_delta'],
  mcp_tool_use: ['input_json_delta'],
  web_search_tool_result: [],
};

/** What is told piece by piece, and so is empty when its block starts. */
const emptyAtFirst: Readonly<Record<string, readonly string[]>> = {
  text: ['text'],
  thinking: ['thinking', 'signature'],
  tool_use: ['input'],
};

const deltaTexts: Readonly<Record<string, string>> = {
  text_delta: 'text',
  thinking_delta: 'thinking',
  signature_delta: 'signature',
  input_json_delta: 'partial_json',
};

const stopReasons = [
  ...['end_turn', 'max_tokens', 'stop_sequence', 'tool_use', 'pause_turn', 'refusal'],
  ...['model_context_window_exceeded'],
];

class MessagesGrammar implements StreamGrammar {
  readonly #router: boolean;
  #state: 'new' | 'content' | 'finishing' | 'ended' | 'failed' = 'new';
  #open: { readonly type: string; signed: boolean } | undefined;
  #blocks = 0;
  #called = false;

  constructor(mode: GrammarMode) {
    this.#router = mode === 'router';
  }

  see(event: SseEvent): Flaw {
    const { value, flaw } = parseEvent(event);
    if (value === undefined) return flaw;
    if (this.#state === 'ended') return 'nothing may follow message_stop';
    if (this.#state === 'failed') return 'nothing may follow an error';
    return this.#event(value);
  }

  end(): Flaw {
    return firstBroken([
      this.#state === 'ended' || this.#state === 'failed',
      'the stream should end with message_stop or an error',
    ]);
  }

  #event(value: WireObject): Flaw {
    switch (value['type']) {
      case 'ping':
        return undefined;
      case 'error':
        return this.#fail(value);
      case 'message_start':
        return this.#start(objectOf(value['message']));
      case 'content_block_start':
        return this.#startBlock(value);
      case 'content_block_delta':
        return this.#delta(value);
      case 'content_block_stop':
        return this.#stopBlock(value);
      case 'message_delta':
        return this.#finish(value);
      case 'message_stop':
        return this.#stop();
      default:
        return firstBroken([!this.#router, `event ${String(value['type'])} is not known`]);
    }
  }

  #fail({ error }: WireObject): Flaw {
    this.#state = 'failed';
    const { type, message } = objectOf(error);
    return firstBroken([
      typeof type === 'string' && typeof message === 'string',
      'an error should have type and message',
    ]);
  }

  #start({ id, type, role, content, stop_reason: stopReason, usage }: WireObject): Flaw {
    const flaw = firstBroken(
      [this.#state === 'new', 'message_start should come first and once'],
      [typeof id === 'string' && id !== '', 'a message should have an id'],
      [type === 'message' && role === 'assistant', 'a message should be the assistant’s'],
      [Array.isArray(content) && content.length === 0, 'a message should start without content'],
      [stopReason === null, 'a message should start without a stop_reason'],
      [isRecord(usage), 'a message should start with a usage'],
    );
    this.#state = 'content';
    return flaw;
  }

  #startBlock({ index, content_block: block }: WireObject): Flaw {
    const { type } = objectOf(block);
    const filled = (emptyAtFirst[String(type)] ?? []).find((key) => !isEmpty(objectOf(block)[key]));
    const flaw = firstBroken(
      [this.#state === 'content', 'a block should start behind message_start and before message_delta'],
      [this.#open === undefined, 'a block should start when none is open'],
      [index === this.#blocks, `block index ${String(index)} should be ${this.#blocks}`],
      [typeof type === 'string' && (!this.#router || type in deltasOf), `block type ${String(type)} is not known`],
      [filled === undefined, `${filled} should be empty when its block starts`],
    );
    this.#open = { type: String(type), signed: false };
    this.#called ||= type === 'tool_use';
    return flaw;
  }

  #delta({ index, delta }: WireObject): Flaw {
    const open = this.#open;
    if (open === undefined) return 'a delta should go to an open block';
    const { type } = objectOf(delta);
    const text = deltaTexts[String(type)];
    const unknown = !this.#router && (!(open.type in deltasOf) || text === undefined);
    const flaw = firstBroken(
      [index === this.#blocks, `delta index ${String(index)} should be ${this.#blocks}`],
      [unknown || deltasOf[open.type]?.includes(String(type)) === true, `a ${String(type)} in a ${open.type} block`],
      [text === undefined || typeof objectOf(delta)[text] === 'string', `${text} of a delta should be a string`],
      [!open.signed, 'nothing may follow the signature of a thinking block'],
    );
    open.signed ||= type === 'signature_delta';
    return flaw;
  }

  #stopBlock({ index }: WireObject): Flaw {
    const flaw = firstBroken(
      [this.#open !== undefined, 'a block should be open when one stops'],
      [index === this.#blocks, `stopped index ${String(index)} should be ${this.#blocks}`],
    );
    this.#open = undefined;
    this.#blocks += 1;
    return flaw;
  }

  #finish({ delta, usage }: WireObject): Flaw {
    const { stop_reason: reason } = objectOf(delta);
    const again = this.#state === 'finishing' && !this.#router;
    const flaw = firstBroken(
      [this.#state === 'content' || again, 'message_delta should come once, behind message_start'],
      [this.#open === undefined, 'every block should stop before message_delta'],
      [typeof reason === 'string' || !this.#router, 'message_delta should have a stop_reason'],
      [!this.#router || stopReasons.includes(String(reason)), `stop_reason ${String(reason)} is not known`],
      [reason !== 'tool_use' || this.#called, 'stop_reason tool_use should stand behind a call'],
      [isRecord(usage), 'message_delta should have a usage'],
    );
    this.#state = 'finishing';
    return flaw;
  }

  #stop(): Flaw {
    const flaw = firstBroken([this.#state === 'finishing', 'message_stop should stand behind message_delta']);
    this.#state = 'ended';
    return flaw;
  }
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === '') return true;
  return isRecord(value) && Object.keys(value).length === 0;
}
