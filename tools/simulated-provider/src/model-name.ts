/** What a model name asks the provider to do. */
export interface ModelWish {
  /** `ok` or the name of a fault. */
  readonly fault: string;
  /** Milliseconds between tokens; `undefined` is the provider's own pace. */
  readonly paceMs: number | undefined;
  /** How many tokens of text to stream. */
  readonly tokens: number | undefined;
}

/** Reads `sim-<fault>`, with any of `+pace-<ms>` and `+tokens-<n>` behind it; other names are `sim-ok`. */
export function readModelName(model: string): ModelWish {
  const [head = '', ...options] = model.split('+');
  const numberAfter = (prefix: string): number | undefined => {
    const option = options.find((one) => one.startsWith(prefix));
    return option === undefined ? undefined : Number(option.slice(prefix.length));
  };
  return {
    fault: head.startsWith('sim-') ? head.slice('sim-'.length) : 'ok',
    paceMs: numberAfter('pace-'),
    tokens: numberAfter('tokens-'),
  };
}
