import type { ToolNames } from '../dialect.js';
import { filledString, integerOf, objectOf, type WireObject } from '../json/guards.js';
import type { BlockStart, NeutralEvent } from '../neutral/events.js';
import { argumentsOf, idOf } from './read-calls.js';
import { openArgumentText, type ArgumentText } from './argument-text.js';
import { openCustomUnwrapper, type CustomUnwrapper } from './unwrap-custom.js';
import { formOf } from '../neutral/form-of.js';
import { namelessCall } from '../neutral/nameless-call.js';

/** What the assembly of calls needs of the reply they belong to. */
export interface CallSurroundings {
  readonly toolNames: ToolNames;
  /** A block index not used yet. */
  readonly nextBlock: () => number;
  readonly emit: (event: NeutralEvent) => void;
  /** The beginning of ids for calls that come without one. */
  readonly idSeed: () => string;
}

interface Call {
  readonly block: number;
  readonly number: number;
  id: string | undefined;
  name: string | undefined;
  custom: boolean;
  readonly arguments: ArgumentText;
  /** The end of the arguments that was not emitted yet. */
  pending: string;
  state: 'waiting' | 'open' | 'ended';
  unwrapper: CustomUnwrapper | undefined;
}

/** What one fragment of the wire says. */
interface Fragment {
  readonly index: number | undefined;
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly text: string;
}

/**
 * Puts tool calls together from the fragments of a stream. Servers send names and ids late, repeatedly, as null or
 * never, and indices that are absent or all 0. A call starts once its name and id are known, in the order calls were
 * first seen, and ends when the next one starts and its own arguments are complete.
 */
export class CallAssembly {
  readonly #surroundings: CallSurroundings;
  readonly #calls: Call[] = [];
  readonly #byIndex = new Map<number, Call>();
  readonly #byId = new Map<string, Call>();
  /** The number of the first call that has not started; every fragment would look through all calls otherwise. */
  #nextToOpen = 0;
  /** Calls that are complete and have not ended. */
  readonly #complete = new Set<Call>();

  constructor(surroundings: CallSurroundings) {
    this.#surroundings = surroundings;
  }

  get count(): number {
    return this.#calls.length;
  }

  /** Takes one item of `tool_calls`, or a legacy `function_call` as `{function}`. */
  take(fragment: WireObject): void {
    const body = objectOf(fragment['function'] ?? fragment['custom']);
    const name = filledString(body['name']);
    const text = argumentsOf(body['arguments'] ?? body['input']);
    const call = this.#locate({ index: integerOf(fragment['index']), id: idOf(fragment['id']), name, text });
    const id = idOf(fragment['id']);
    call.id ??= id;
    if (id !== undefined && id === call.id && !this.#byId.has(id)) this.#byId.set(id, call);
    call.name ??= name;
    call.custom ||= fragment['type'] === 'custom';
    call.arguments.push(text);
    call.pending += text;
    if (call.state !== 'ended' && call.arguments.complete) this.#complete.add(call);
    else this.#complete.delete(call);
    this.#advance(call);
  }

  /** Other content follows: calls that are complete end, so that it need not wait. */
  pause(): void {
    for (const call of [...this.#complete].sort((left, right) => left.number - right.number)) this.#finish(call);
  }

  /** The answer is finished: every call starts and ends. */
  settle(): void {
    for (const call of this.#calls) this.#finish(call);
  }

  #locate(fragment: Fragment): Call {
    const { index, id } = fragment;
    const known = index === undefined ? this.#callOf(id) : this.#byIndex.get(index);
    const call = known === undefined || isAnother(known, fragment) ? this.#add() : known;
    if (index !== undefined) this.#byIndex.set(index, call);
    return call;
  }

  #callOf(id: string | undefined): Call | undefined {
    return (id === undefined ? undefined : this.#byId.get(id)) ?? this.#calls.at(-1);
  }

  /** The call before it has a follower now, and ends if it is complete. */
  #add(): Call {
    const last = this.#calls.at(-1);
    const call: Call = {
      block: this.#surroundings.nextBlock(),
      number: this.#calls.length,
      id: undefined,
      name: undefined,
      custom: false,
      arguments: openArgumentText(),
      pending: '',
      state: 'waiting',
      unwrapper: undefined,
    };
    this.#calls.push(call);
    if (last?.state === 'open') this.#finishComplete(last);
    return call;
  }

  /** After a fragment for `call`: it goes on, and those start that nothing is in the way of any more. */
  #advance(call: Call): void {
    if (call.state === 'open') {
      this.#flush(call);
      this.#finishComplete(call);
    }
    for (let next = this.#calls[this.#nextToOpen]; next !== undefined; next = this.#calls[this.#nextToOpen]) {
      this.#finishComplete(next);
      if (next.state === 'waiting' && (next.name === undefined || next.id === undefined)) return;
      this.#open(next);
      this.#flush(next);
      this.#nextToOpen += 1;
    }
  }

  /** Ends a call that is complete and not the last. */
  #finishComplete(call: Call): void {
    if (call !== this.#calls.at(-1) && call.name !== undefined && this.#complete.has(call)) this.#finish(call);
  }

  #open(call: Call): void {
    if (call.state !== 'waiting') return;
    call.state = 'open';
    const block = this.#startOf(call);
    if (block.form === 'custom' && !call.custom) call.unwrapper = openCustomUnwrapper();
    this.#surroundings.emit({ kind: 'block-start', index: call.block, block });
  }

  #startOf(call: Call): Extract<BlockStart, { readonly kind: 'tool-call' }> {
    const wireName = call.name ?? namelessCall;
    const known = this.#surroundings.toolNames.get(wireName);
    return {
      kind: 'tool-call',
      id: call.id ?? `${this.#surroundings.idSeed()}_${call.number}`,
      name: known?.name ?? wireName,
      ...(known?.namespace !== undefined && { namespace: known.namespace }),
      ...formOf(call.custom ? 'custom' : known?.form),
    };
  }

  #flush(call: Call): void {
    if (call.state !== 'open') return;
    const fresh = call.pending;
    call.pending = '';
    this.#delta(call, call.unwrapper?.push(fresh) ?? fresh);
  }

  #finish(call: Call): void {
    if (call.state === 'ended') return;
    this.#open(call);
    this.#flush(call);
    this.#delta(call, call.unwrapper?.end() ?? '');
    call.state = 'ended';
    this.#complete.delete(call);
    this.#surroundings.emit({ kind: 'block-end', index: call.block });
  }

  #delta(call: Call, text: string): void {
    if (text !== '') this.#surroundings.emit({ kind: 'block-delta', index: call.block, text });
  }
}

/**
 * Whether a fragment that seems to continue a call begins another, and nothing is left to say in this one: it has a new
 * id, or, where there are neither indices nor ids, a name.
 */
function isAnother(call: Call, { index, id, name, text }: Fragment): boolean {
  if (name === undefined) return false;
  const { empty, complete } = call.arguments;
  const idle = empty || complete;
  if (id !== undefined) return call.id !== undefined && id !== call.id && idle;
  if (index !== undefined || call.name === undefined) return false;
  return idle && (name !== call.name || (text !== '' && !empty));
}
