/** What a model name asks the provider to do. */
export interface Wish {
  /** `ok` or the name of a fault. */
  readonly fault: string;
  /** Milliseconds between tokens; without it the provider's own pace. */
  readonly paceMs: number | undefined;
  /** How many tokens of text to answer. */
  readonly tokens: number | undefined;
  /** After how many tokens a fault in mid-answer happens. */
  readonly after: number | undefined;
  /** How long a fault waits, lasts, or tells the client to wait. */
  readonly waitMs: number | undefined;
  /** How often a fault happens before all is well. */
  readonly times: number | undefined;
  /** How many answers at once a fault bears. */
  readonly limit: number | undefined;
  /** In which header a fault says how long to wait. */
  readonly hint: string;
  /** Whose seal reasoning carries, and the only one that is taken back. */
  readonly issuer: string;
}

const option = /^(pace|tokens|after|wait|times|limit)-(\d+)$/;

const issuerOption = /^issuer-([a-z0-9]+)$/;
const hintOption = /^hint-([a-z]+)$/;

/**
 * Reads `sim-<fault>` with any of `:pace-<ms>`, `:tokens-<n>`, `:after-<n>`, `:wait-<ms>`, `:times-<n>`, `:limit-<n>`,
 * `:hint-<kind>` and `:issuer-<name>` behind it; anything else is a label that keeps counts apart. A plus separates as
 * well as a colon. `sim-pace-20` is short for `sim-ok:pace-20`.
 */
export function readModelName(model: string): Wish | undefined {
  if (!model.startsWith('sim-')) return undefined;
  const [head = '', ...tail] = model.slice('sim-'.length).split(/[:+]/);
  const words = option.test(head) ? [head, ...tail] : tail;
  const values = new Map(words.flatMap((word) => toEntry(option.exec(word))));
  return {
    fault: option.test(head) ? 'ok' : head,
    paceMs: values.get('pace'),
    tokens: values.get('tokens'),
    after: values.get('after'),
    waitMs: values.get('wait'),
    times: values.get('times'),
    limit: values.get('limit'),
    hint: lastNamed(words, hintOption) ?? 'seconds',
    issuer: lastNamed(words, issuerOption) ?? 'sim',
  };
}

const lastNamed = (words: readonly string[], named: RegExp) =>
  words.flatMap((word) => named.exec(word)?.[1] ?? []).at(-1);

function toEntry(match: RegExpExecArray | null): readonly (readonly [string, number])[] {
  return match === null ? [] : [[match[1] ?? '', Number(match[2])]];
}
