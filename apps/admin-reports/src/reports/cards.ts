import type { Measures } from '@smart-router/usage-storage';
import { usageFigures, type FigureName } from '../figures/usage-figures.js';
import type { FigureCard } from './report.js';

/** Figures of the whole range as cards, with the period before where there is one. */
export function cardsOf(
  names: readonly FigureName[],
  totals: { readonly now: Measures; readonly before: Measures | undefined },
): readonly FigureCard[] {
  return names.map((figureName) => {
    const { name, title, kind, more, hint, of } = usageFigures[figureName];
    return {
      ...{ name, title, kind, more, value: of(totals.now) },
      ...(totals.before === undefined ? {} : { before: of(totals.before) }),
      ...(hint === undefined ? {} : { hint }),
    };
  });
}
