/** Something that was certainly under way from one moment to another. */
export interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** The most spans that certainly lay over one moment. */
export function mostAtOnce(spans: readonly Span[]): number {
  const real = spans.filter(({ fromMs, untilMs }) => fromMs < untilMs);
  const over = (atMs: number) => real.filter(({ fromMs, untilMs }) => fromMs <= atMs && atMs < untilMs).length;
  return Math.max(0, ...real.map(({ fromMs }) => over(fromMs)));
}
