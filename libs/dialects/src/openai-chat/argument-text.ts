/** The arguments of a call as they come in. */
export interface ArgumentText {
  push(text: string): void;
  readonly empty: boolean;
  /** Whether they are one whole JSON object; only white space may follow then. */
  readonly complete: boolean;
}

/** Arguments of which nothing has come yet. */
export function openArgumentText(): ArgumentText {
  return new GrowingArguments();
}

/**
 * Looks at every piece once. The whole is parsed only where its brackets close for the first time: nothing that comes
 * behind can make JSON of it if it is none there.
 */
class GrowingArguments implements ArgumentText {
  #pieces: string[] = [];
  #empty = true;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #state: 'growing' | 'complete' | 'broken' = 'growing';

  get empty(): boolean {
    return this.#empty;
  }

  get complete(): boolean {
    return this.#state === 'complete';
  }

  push(text: string): void {
    if (text === '') return;
    this.#empty = false;
    if (this.#state === 'growing') this.#grow(text);
    else if (text.trim() !== '') this.#state = 'broken';
  }

  #grow(text: string): void {
    const before = this.#pieces.length;
    this.#pieces.push(text);
    const end = this.#findEnd(text);
    if (end === undefined) return;
    const whole = this.#pieces.slice(0, before).join('') + text.slice(0, end);
    this.#pieces = [];
    this.#state = isJsonObject(whole) && text.slice(end).trim() === '' ? 'complete' : 'broken';
  }

  /** Where the brackets of the whole close. */
  #findEnd(text: string): number | undefined {
    for (let at = 0; at < text.length; at += 1) {
      const character = text[at];
      if (this.#inString) this.#passCharacter(character);
      else if (character === '"') this.#inString = true;
      else if (character === '{' || character === '[') this.#depth += 1;
      else if (character === '}' || character === ']') {
        this.#depth -= 1;
        if (this.#depth <= 0) return at + 1;
      }
    }
    return undefined;
  }

  #passCharacter(character: string | undefined): void {
    if (this.#escaped) this.#escaped = false;
    else if (character === '\\') this.#escaped = true;
    else if (character === '"') this.#inString = false;
  }
}

function isJsonObject(text: string): boolean {
  if (!text.endsWith('}')) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    // Brackets close in text that is no JSON, too.
    return false;
  }
}
