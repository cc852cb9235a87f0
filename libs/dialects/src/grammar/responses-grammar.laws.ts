import { arrayOf, isRecord, objectOf, stringOf, type WireObject } from '../json/guards.js';
import type { SseEvent } from '../sse/parse.js';
import { parseEvent } from './parse-event.laws.js';
import { openItemGrammar, type ItemGrammar } from './responses-item-grammar.laws.js';
import { firstBroken, saysTheSame, type Flaw, type GrammarMode, type StreamGrammar } from './stream-grammar.laws.js';

/** The order of Responses events. @see https://platform.openai.com/docs/api-reference/responses-streaming */
export function openResponsesGrammar(mode: GrammarMode): StreamGrammar {
  return new ResponsesGrammar(mode);
}

/** Statuses a response may have in the events that tell one. */
const statuses: Readonly<Record<string, readonly string[]>> = {
  'response.created': ['in_progress', 'queued'],
  'response.queued': ['queued'],
  'response.in_progress': ['in_progress'],
  'response.completed': ['completed'],
  'response.incomplete': ['incomplete'],
  'response.failed': ['failed'],
  'response.cancelled': ['cancelled'],
};

const terminals = ['response.completed', 'response.incomplete', 'response.failed', 'response.cancelled'];

class ResponsesGrammar implements StreamGrammar {
  readonly #mode: GrammarMode;
  readonly #router: boolean;
  readonly #open = new Map<unknown, ItemGrammar>();
  readonly #ids = new Set<unknown>();
  readonly #done: unknown[] = [];
  #added = 0;
  #state: 'new' | 'created' | 'running' | 'failing' | 'ended' = 'new';
  #id: unknown;
  #sequence = 0;

  constructor(mode: GrammarMode) {
    this.#mode = mode;
    this.#router = mode === 'router';
  }

  see(event: SseEvent): Flaw {
    if (this.#state === 'ended') return 'nothing may follow the end of a response';
    const { value, flaw } = parseEvent(event);
    if (value === undefined) return flaw;
    return this.#count(value) ?? this.#event(stringOf(value['type']) ?? '', value);
  }

  end(): Flaw {
    const failed = this.#state === 'failing' && !this.#router;
    return firstBroken([this.#state === 'ended' || failed, 'the stream should end with the end of its response']);
  }

  #count({ sequence_number: number }: WireObject): Flaw {
    if (number === undefined && !this.#router) return undefined;
    const expected = this.#sequence++;
    return firstBroken([number === expected, `sequence_number ${String(number)} should be ${expected}`]);
  }

  #event(type: string, event: WireObject): Flaw {
    if (type === 'error') return this.#fail(event);
    if (type in statuses) return this.#response(type, objectOf(event['response']));
    if (this.#state !== 'running' && this.#router)
      return `${type} should stand between response.in_progress and the end`;
    if (type === 'response.output_item.added') return this.#addItem(event);
    if (type === 'response.output_item.done') return this.#endItem(event);
    return this.#inItem(type, event);
  }

  #fail({ message, code }: WireObject): Flaw {
    const flaw = firstBroken(
      [this.#state !== 'failing', 'an error should come once'],
      [typeof message === 'string' || !this.#router, 'an error should have a message'],
      [code === null || typeof code === 'string' || !this.#router, 'an error should have a code'],
    );
    this.#state = 'failing';
    return flaw;
  }

  #response(type: string, response: WireObject): Flaw {
    const known = this.#id ?? response['id'];
    const flaw =
      firstBroken(
        [typeof response['id'] === 'string' && response['id'] === known, 'a response should keep its id'],
        [response['object'] === 'response', 'object should be response'],
        [
          statuses[type]?.includes(String(response['status'])) === true,
          `${type} with status ${String(response['status'])}`,
        ],
        [Array.isArray(response['output']), 'output should be a list'],
      ) ?? (terminals.includes(type) ? this.#end(type, response) : this.#start(type, response));
    this.#id = known;
    return flaw;
  }

  #start(type: string, { output }: WireObject): Flaw {
    const first = type === 'response.created';
    const flaw = firstBroken(
      [first === (this.#state === 'new'), `${type} should not stand here`],
      [first || this.#state === 'created', `${type} should follow response.created`],
      [arrayOf(output).length === 0, 'a response should start without output'],
    );
    this.#state = type === 'response.in_progress' ? 'running' : 'created';
    return flaw;
  }

  #end(type: string, response: WireObject): Flaw {
    const failed = type === 'response.failed' || type === 'response.cancelled';
    const { error, incomplete_details: details } = response;
    const begun = this.#state === 'running' || (this.#state === 'created' && !this.#router);
    const flaw = firstBroken(
      [begun || failed, `${type} should follow response.in_progress`],
      [this.#state !== 'failing' || failed, `${type} should not follow an error`],
      [!this.#router || !failed || this.#state === 'failing', 'a failed response should follow its error event'],
      [isRecord(error) === (type === 'response.failed'), `${type} with error ${JSON.stringify(error)}`],
      [
        isRecord(details) === (type === 'response.incomplete'),
        `${type} with incomplete_details ${JSON.stringify(details)}`,
      ],
      [failed || this.#open.size === 0, 'every item should be done before the end'],
      [(failed && !this.#router) || this.#outputIs(response['output']), 'output should be all done items'],
    );
    this.#state = 'ended';
    return flaw;
  }

  /** OpenAI seals the reasoning of the final output anew, so its words differ from those of the item. */
  #outputIs(output: unknown): boolean {
    const unsealed = (items: unknown): readonly unknown[] =>
      arrayOf(items).map((item) => ({ ...objectOf(item), encrypted_content: undefined }));
    return this.#router ? saysTheSame(output, this.#done) : saysTheSame(unsealed(output), unsealed(this.#done));
  }

  #addItem({ output_index: index, item }: WireObject): Flaw {
    const added = objectOf(item);
    const { id, type, status } = added;
    const filled = ['content', 'summary', 'arguments', 'input'].find((key) => isFilled(added[key]));
    const flaw = firstBroken(
      [index === this.#added, `output_index ${String(index)} should be ${this.#added}`],
      [this.#open.size === 0 || !this.#router, 'an item should start when none is open'],
      [typeof id === 'string' && id !== '' && !this.#ids.has(id), `item id ${String(id)} should be new`],
      [typeof type === 'string', 'an item should have a type'],
      [status === undefined || status === 'in_progress', `a new item should be in progress, not ${String(status)}`],
      [filled === undefined || !this.#router, `${filled} of a new item should be empty`],
    );
    this.#ids.add(id);
    this.#open.set(index, openItemGrammar(added, this.#mode));
    this.#added += 1;
    return flaw;
  }

  #inItem(type: string, event: WireObject): Flaw {
    const item = this.#open.get(event['output_index']);
    const probe = item ?? openItemGrammar({}, this.#mode);
    const seen = probe.see(type, event);
    if (seen === undefined) return firstBroken([!this.#router, `event ${type} is not known`]);
    if (item === undefined) return `${type} should go to an open item, ${String(event['output_index'])} is none`;
    return (
      firstBroken([event['item_id'] === item.id, `item_id ${String(event['item_id'])} is another item’s`]) ?? seen.flaw
    );
  }

  #endItem({ output_index: index, item }: WireObject): Flaw {
    const open = this.#open.get(index);
    if (open === undefined) return `item ${String(index)} should be open when it is done`;
    this.#open.delete(index);
    this.#done[Number(index)] = item;
    return open.end(objectOf(item));
  }
}

/** A search's arguments are an object that is whole at once. */
function isFilled(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || (Array.isArray(value) && value.length > 0);
}
