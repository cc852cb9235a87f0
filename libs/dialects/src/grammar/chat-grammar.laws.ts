import { arrayOf, isAbsent, isRecord, objectOf, type WireObject } from '../json/guards.js';
import type { SseEvent } from '../sse/parse.js';
import { parseObject } from './parse-event.laws.js';
import { firstBroken, type Flaw, type GrammarMode, type StreamGrammar } from './stream-grammar.laws.js';

/** The order of Chat chunks. @see https://platform.openai.com/docs/api-reference/chat-streaming */
export function openChatGrammar(mode: GrammarMode): StreamGrammar {
  return new ChatGrammar(mode);
}

/** What one choice said so far. */
interface Choice {
  calls: number;
  finished: boolean;
}

const finishes = ['stop', 'length', 'tool_calls', 'content_filter', 'function_call'];
const sameInAllChunks = ['id', 'model', 'created', 'object'];

class ChatGrammar implements StreamGrammar {
  readonly #router: boolean;
  readonly #choices = new Map<unknown, Choice>();
  #first: WireObject | undefined;
  #state: 'open' | 'counted' | 'failed' | 'done' = 'open';

  constructor(mode: GrammarMode) {
    this.#router = mode === 'router';
  }

  see({ event, data }: SseEvent): Flaw {
    if (this.#state === 'done') return 'nothing may follow [DONE]';
    if (event !== undefined) return `Chat events have no name, got ${event}`;
    if (data === '[DONE]') return this.#done();
    const chunk = parseObject(data);
    return (
      firstBroken(
        [chunk !== undefined, 'data should be a JSON object'],
        [this.#state !== 'failed', 'nothing may follow an error'],
      ) ?? (isRecord(chunk?.['error']) ? this.#fail(chunk['error']) : this.#chunk(objectOf(chunk)))
    );
  }

  end(): Flaw {
    return firstBroken([this.#state === 'done' || this.#state === 'failed', 'the stream should end with [DONE]']);
  }

  #done(): Flaw {
    const flaw = firstBroken(
      [this.#state !== 'failed' || !this.#router, 'an error should not be followed by [DONE]'],
      [this.#state === 'failed' || this.#allFinished(), '[DONE] should stand behind a finish_reason'],
    );
    this.#state = 'done';
    return flaw;
  }

  #fail(error: WireObject): Flaw {
    this.#state = 'failed';
    return firstBroken([typeof error['message'] === 'string', 'an error should have a message']);
  }

  #chunk(chunk: WireObject): Flaw {
    const first = (this.#first ??= chunk);
    const differing = sameInAllChunks.find((key) => chunk[key] !== first[key]);
    const choices = arrayOf(chunk['choices']);
    return (
      firstBroken(
        [chunk['object'] === 'chat.completion.chunk', 'object should be chat.completion.chunk'],
        [typeof chunk['id'] === 'string' && chunk['id'] !== '', 'id should be a filled string'],
        [differing === undefined || !this.#router, `${differing} should be the same in all chunks`],
        [Array.isArray(chunk['choices']), 'choices should be a list'],
        [this.#state === 'open' || !this.#router, 'nothing but [DONE] may follow the usage'],
      ) ??
      this.#usage(chunk, choices) ??
      choices.map((choice) => this.#choice(objectOf(choice))).find((flaw) => flaw !== undefined)
    );
  }

  #usage({ usage }: WireObject, choices: readonly unknown[]): Flaw {
    if (isAbsent(usage)) {
      return firstBroken([!this.#router || choices.length > 0, 'a chunk without choices should have a usage']);
    }
    const flaw = firstBroken(
      [!this.#router || choices.length === 0, 'usage should stand in a chunk without choices'],
      [!this.#router || this.#allFinished(), 'usage should stand behind every finish_reason'],
      [isRecord(usage) && Number.isInteger(usage['total_tokens']), 'usage should count total_tokens'],
    );
    if (choices.length === 0) this.#state = 'counted';
    return flaw;
  }

  #choice({ index, delta, finish_reason: finish }: WireObject): Flaw {
    const known = this.#choices.get(index);
    const choice = known ?? { calls: 0, finished: false };
    this.#choices.set(index, choice);
    const { role } = objectOf(delta);
    const flaw =
      firstBroken(
        [Number.isInteger(index) && (!this.#router || index === 0), `choice ${String(index)} should not be there`],
        [isRecord(delta), 'delta should be an object'],
        [!choice.finished, 'nothing may follow the finish_reason of a choice'],
        [
          !this.#router || (role === 'assistant') === (known === undefined),
          'role should stand in the first chunk only',
        ],
      ) ?? this.#calls(choice, arrayOf(objectOf(delta)['tool_calls']));
    if (flaw !== undefined || isAbsent(finish)) return flaw;
    choice.finished = true;
    return firstBroken(
      [
        typeof finish === 'string' && (!this.#router || finishes.includes(finish)),
        `finish_reason ${JSON.stringify(finish)}`,
      ],
      [finish !== 'tool_calls' || choice.calls > 0, 'finish_reason tool_calls should stand behind a call'],
    );
  }

  #calls(choice: Choice, calls: readonly unknown[]): Flaw {
    return calls.map((call) => this.#call(choice, objectOf(call))).find((flaw) => flaw !== undefined);
  }

  #call(choice: Choice, call: WireObject): Flaw {
    const { index, id, type } = call;
    const place = Number(index);
    const body = objectOf(call['function'] ?? call['custom']);
    if (index !== choice.calls) {
      const last = choice.calls - 1;
      return firstBroken(
        [
          Number.isInteger(index) && place >= 0 && place <= last,
          `call index ${String(index)} should be 0 to ${last + 1}`,
        ],
        [!this.#router || place === last, 'text should go to the last call'],
        [!this.#router || (id === undefined && body['name'] === undefined), 'a call should be named once'],
        [!this.#router || isRecord(call['function'] ?? call['custom']), 'a call should have a body'],
      );
    }
    choice.calls += 1;
    // Compatible servers send ids and names late.
    return firstBroken(
      [!this.#router || (typeof id === 'string' && id !== ''), 'a call should start with its id'],
      [type === 'function' || type === 'custom' || !this.#router, `call type ${String(type)}`],
      [!this.#router || (typeof body['name'] === 'string' && body['name'] !== ''), 'a call should start with its name'],
      [!this.#router || isRecord(call[String(type)]), `a call of type ${String(type)} should have that body`],
    );
  }

  #allFinished(): boolean {
    return this.#choices.size > 0 && [...this.#choices.values()].every(({ finished }) => finished);
  }
}
