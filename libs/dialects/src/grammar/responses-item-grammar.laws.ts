import { arrayOf, objectOf, stringOf, type WireObject } from '../json/guards.js';
import { firstBroken, saysTheSame, type Flaw, type GrammarMode } from './stream-grammar.laws.js';

/** The events of one output item between its start and its end. */
export interface ItemGrammar {
  readonly id: unknown;
  /** `undefined` when the type of the event belongs to no item. */
  see(type: string, event: WireObject): { readonly flaw: Flaw } | undefined;
  /** The item was said to be done; here it is whole. */
  end(item: WireObject): Flaw;
}

/** Opens the grammar of an item as it was added. @see https://platform.openai.com/docs/api-reference/responses-streaming */
export function openItemGrammar(added: WireObject, mode: GrammarMode): ItemGrammar {
  return new ItemMachine(added, mode);
}

type List = 'content' | 'summary';

interface Part {
  readonly type: unknown;
  readonly annotations: unknown[];
  text: string;
  state: 'open' | 'said' | 'closed';
  whole?: unknown;
}

/** Events that open and close a part of an item. */
const partEvents: Readonly<Record<string, List>> = {
  'response.content_part': 'content',
  'response.reasoning_summary_part': 'summary',
};

/** Events with the text of a part: where the part stands, what it is, and where its whole text is told. */
const textEvents: Readonly<Record<string, readonly [list: List, type: string, field: string]>> = {
  'response.output_text': ['content', 'output_text', 'text'],
  'response.refusal': ['content', 'refusal', 'refusal'],
  'response.reasoning_text': ['content', 'reasoning_text', 'text'],
  'response.reasoning_summary_text': ['summary', 'summary_text', 'text'],
};

/** Events with what a call is given. */
const inputEvents: Readonly<Record<string, readonly [type: string, field: string]>> = {
  'response.function_call_arguments': ['function_call', 'arguments'],
  'response.custom_tool_call_input': ['custom_tool_call', 'input'],
};

const searchStages = ['in_progress', 'searching', 'completed'];

/** What an item says of itself at its start and again at its end. */
const names = ['id', 'type', 'call_id', 'name', 'namespace', 'role'];

class ItemMachine implements ItemGrammar {
  readonly #added: WireObject;
  readonly #router: boolean;
  readonly #lists: Readonly<Record<List, Part[]>> = { content: [], summary: [] };
  #input: string | undefined;
  #inputSaid = false;
  #stage = -1;

  constructor(added: WireObject, mode: GrammarMode) {
    this.#added = added;
    this.#router = mode === 'router';
  }

  get id(): unknown {
    return this.#added['id'];
  }

  see(type: string, event: WireObject): { readonly flaw: Flaw } | undefined {
    const dot = type.lastIndexOf('.');
    const [subject, stage] = [type.slice(0, dot), type.slice(dot + 1)];
    if (type === 'response.output_text.annotation.added') return { flaw: this.#annotate(event) };
    if (subject === 'response.web_search_call') return { flaw: this.#search(stage) };
    const list = partEvents[subject];
    if (list !== undefined)
      return { flaw: stage === 'added' ? this.#openPart(list, event) : this.#closePart(list, event) };
    if (subject in textEvents) return { flaw: this.#text(subject, stage, event) };
    return subject in inputEvents ? { flaw: this.#give(subject, stage, event) } : undefined;
  }

  end(item: WireObject): Flaw {
    const changed = names.find((key) => this.#added[key] !== item[key]);
    return (
      firstBroken(
        [changed === undefined, `${changed} of an item should stay what it was`],
        [item['status'] !== 'in_progress', 'a done item should not be in progress'],
        [this.#type !== 'web_search_call' || !this.#router || this.#stage === 2, 'a search should be completed'],
      ) ??
      this.#endList('content', item) ??
      this.#endList('summary', item) ??
      this.#endInput(item)
    );
  }

  get #type(): unknown {
    return this.#added['type'];
  }

  #openPart(list: List, event: WireObject): Flaw {
    const parts = this.#lists[list];
    const index = indexIn(list, event);
    const { type, text, refusal, annotations } = objectOf(event['part']);
    const flaw = firstBroken(
      [
        this.#type === (list === 'summary' ? 'reasoning' : 'message') || !this.#router,
        `a part of a ${String(this.#type)}`,
      ],
      [index === parts.length, `part index ${String(index)} should be ${parts.length}`],
      [parts.every(({ state }) => state === 'closed') || !this.#router, 'a part should open when none is open'],
      [(text ?? refusal) === '', 'a part should open with an empty text'],
      [arrayOf(annotations).length === 0, 'a part should open without annotations'],
    );
    parts.push({ type, annotations: [], text: '', state: 'open' });
    return flaw;
  }

  #text(subject: string, stage: string, event: WireObject): Flaw {
    const [list, type, field] = textEvents[subject] ?? ['content', '', ''];
    const index = indexIn(list, event);
    const parts = this.#lists[list];
    // Some servers give reasoning text without the part around it.
    if (type === 'reasoning_text' && !this.#router && index === parts.length) {
      parts.push({ type, annotations: [], text: '', state: 'open' });
    }
    const part = parts[Number(index)];
    if (part?.state !== 'open') return `${subject}.${stage} should go to an open part, index ${String(index)} is none`;
    if (part.type !== type) return `${subject}.${stage} should not go to a part of type ${String(part.type)}`;
    if (stage === 'delta') {
      part.text += stringOf(event['delta']) ?? '';
      return firstBroken([typeof event['delta'] === 'string', 'delta should be a string']);
    }
    part.state = 'said';
    return firstBroken([event[field] === part.text, `${field} should be all deltas together`]);
  }

  #annotate(event: WireObject): Flaw {
    const part = this.#lists.content[Number(event['content_index'])];
    const index = event['annotation_index'];
    if (part?.state !== 'open' || part.type !== 'output_text') return 'an annotation should go to an open text';
    const flaw = firstBroken([
      index === part.annotations.length,
      `annotation_index ${String(index)} should be ${part.annotations.length}`,
    ]);
    part.annotations.push(event['annotation']);
    return flaw;
  }

  #closePart(list: List, event: WireObject): Flaw {
    const index = indexIn(list, event);
    const part = this.#lists[list][Number(index)];
    if (part === undefined || part.state === 'closed') return `part ${String(index)} should be open when it is done`;
    const { type, text, refusal, annotations } = objectOf(event['part']);
    const flaw = firstBroken(
      [
        part.state === 'said' || part.type === 'reasoning_text',
        'the whole text should be told before its part is done',
      ],
      [type === part.type, `a part of type ${String(part.type)} became ${String(type)}`],
      [(text ?? refusal) === part.text, 'a done part should have all its text'],
      [part.annotations.length === 0 || saysTheSame(annotations, part.annotations), 'annotations should be all added'],
      [!this.#router || saysTheSame(arrayOf(annotations), part.annotations), 'annotations should be all added'],
    );
    part.state = 'closed';
    part.whole = event['part'];
    return flaw;
  }

  #give(subject: string, stage: string, event: WireObject): Flaw {
    const [type, field] = inputEvents[subject] ?? ['', ''];
    if (this.#type !== type) return `${subject} should not go to a ${String(this.#type)}`;
    if (this.#inputSaid) return `nothing may follow ${subject}.done`;
    if (stage === 'delta') {
      this.#input = (this.#input ?? '') + (stringOf(event['delta']) ?? '');
      return firstBroken([typeof event['delta'] === 'string', 'delta should be a string']);
    }
    this.#inputSaid = true;
    const whole = event[field];
    const hydrated = !this.#router && this.#input === undefined;
    const flaw = firstBroken([hydrated || whole === (this.#input ?? ''), `${field} should be all deltas together`]);
    this.#input = stringOf(whole);
    return flaw;
  }

  #search(stage: string): Flaw {
    const place = searchStages.indexOf(stage);
    const flaw = firstBroken(
      [this.#type === 'web_search_call', `a search in a ${String(this.#type)}`],
      [place !== -1 || !this.#router, `web_search_call.${stage} is not known`],
      [!this.#router || place === this.#stage + 1, `a search should not be ${stage} now`],
      [place === -1 || (this.#stage < 2 && place >= this.#stage), `a search should not be ${stage} now`],
    );
    this.#stage = Math.max(place, this.#stage);
    return flaw;
  }

  #endList(list: List, item: WireObject): Flaw {
    const parts = this.#lists[list];
    const told = arrayOf(item[list]);
    const unframed = !this.#router && (parts.length === 0 || parts.some(({ whole }) => whole === undefined));
    return firstBroken(
      [unframed || parts.every(({ state }) => state === 'closed'), 'every part should be done before its item'],
      [
        unframed ||
          saysTheSame(
            told,
            parts.map(({ whole }) => whole),
          ),
        `${list} should be all its parts`,
      ],
    );
  }

  #endInput(item: WireObject): Flaw {
    const row = Object.values(inputEvents).find(([type]) => type === this.#type);
    if (row === undefined) return undefined;
    const [, field] = row;
    return firstBroken(
      [this.#inputSaid || !this.#router, `${field} should be told whole before the item is done`],
      [item[field] === this.#input || (!this.#router && this.#input === undefined), `${field} should be what was told`],
    );
  }
}

function indexIn(list: List, event: WireObject): unknown {
  return event[list === 'summary' ? 'summary_index' : 'content_index'];
}
