import { usdText } from '@smart-router/usage-storage';
import type { VNode } from 'preact';
import { shortCount } from '../format/format-number.js';
import type { FigureCard } from '../reports/report.js';
import { changeOf } from '../reports/usage-table.js';
import type { Cell, CellKind } from '../table/report-table.js';
import { exactCell, shownCell } from '../table/shown-cell.js';

/** The numbers at the head of a page, each with its change against the period before. */
export function FigureCards({ cards }: { readonly cards: readonly FigureCard[] }): VNode {
  return (
    <dl class="cards">
      {cards.map((card) => (
        <div class="card" data-figure={card.name} data-value={exactCell(card.value, card.kind)}>
          <dt title={card.hint}>{card.title}</dt>
          <dd class="value" title={exactOf(card.value, card.kind)}>
            {glanceOf(card.value, card.kind)}
          </dd>
          {'before' in card && <Change card={card} />}
        </div>
      ))}
    </dl>
  );
}

/** Money in whole cents is short enough; large counts are not. */
function glanceOf(value: Cell, kind: CellKind): string {
  return kind === 'count' && typeof value === 'bigint' ? shortCount(value) : shownCell(value, kind);
}

function exactOf(value: Cell, kind: CellKind): string | undefined {
  if (typeof value !== 'bigint') return undefined;
  return kind === 'money' ? `${usdText(value)} USD` : shownCell(value, kind);
}

function isNothing(cell: Cell): boolean {
  return cell === undefined || cell === 0n || cell === 0;
}

/** Less than this is no change worth a colour. */
const noticeable = 0.02;

function Change({ card }: { readonly card: FigureCard }): VNode {
  const change = changeOf(card.value, card.before);
  const was = `${glanceOf(card.before, card.kind)} before`;
  if (change === undefined) return <dd class="change">{isNothing(card.before) ? 'nothing before' : was}</dd>;
  const isGood =
    card.more === 'neutral' || Math.abs(change) < noticeable ? undefined : change > 0 === (card.more === 'good');
  const css = isGood === undefined ? 'change' : isGood ? 'change change-good' : 'change change-bad';
  return (
    <dd class={css}>
      <span class="change-by">
        <span aria-hidden="true">{Math.abs(change) < 0.0005 ? '' : change > 0 ? '▲ ' : '▼ '}</span>
        {shownCell(change, 'change')}
      </span>{' '}
      <span class="was">{was}</span>
    </dd>
  );
}
