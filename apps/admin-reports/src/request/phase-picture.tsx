import type { VNode } from 'preact';
import { shownDuration } from '../format/format-time.js';
import { visibleText } from '../format/visible-text.js';
import type { Phase, PhaseKind, PhaseRow } from './phases-of.js';

const words: Readonly<Record<PhaseKind, string>> = {
  prepare: 'Reading, limits, choice',
  connect: 'Connecting',
  wait: 'Waiting for the first token',
  generate: 'Answering',
  failed: 'Failed',
};

/** Bars on one scale of time: where the time of a request went. */
export function PhasePicture(props: { readonly rows: readonly PhaseRow[]; readonly wholeMs: number }): VNode {
  const { rows } = props;
  const wholeMs = Math.max(props.wholeMs, 1, ...rows.flatMap(({ phases }) => phases.map(({ toMs }) => toMs)));
  const all = Object.keys(words) as PhaseKind[]; // the keys are the kinds
  const kinds = all.filter((kind) => rows.some(({ phases }) => phases.some((phase) => phase.kind === kind)));
  return (
    <>
      <ul class="legend">
        {kinds.map((kind) => (
          <li>
            <span class={`swatch phase-${kind}`} />
            {words[kind]}
          </li>
        ))}
      </ul>
      <ul class="phases">
        {rows.map((row) => (
          <li class="phase-row">
            <span class="phase-title">
              <bdi>{visibleText(row.title)}</bdi>
              {row.outcome !== '' && <span class={row.isGood ? 'status-served' : 'status-failed'}> {row.outcome}</span>}
            </span>
            <svg class="phase-bar" role="img" aria-label={sentenceOf(row)} preserveAspectRatio="none">
              {row.phases.map((phase) => (
                <PhaseBar phase={phase} wholeMs={wholeMs} />
              ))}
            </svg>
            <span class="number">{shownDuration(lengthOf(row))}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** A phase too short to be seen is still there. */
const leastPercent = 0.4;

function PhaseBar({ phase, wholeMs }: { readonly phase: Phase; readonly wholeMs: number }): VNode {
  const { kind, fromMs, toMs } = phase;
  const width = Math.max(leastPercent, ((toMs - fromMs) / wholeMs) * 100);
  const left = Math.min(100 - leastPercent, (fromMs / wholeMs) * 100);
  return (
    <rect x={`${left.toFixed(3)}%`} width={`${width.toFixed(3)}%`} y="0" height="100%" class={`phase-${kind}`}>
      <title>{`${words[kind]}: ${shownDuration(toMs - fromMs)}`}</title>
    </rect>
  );
}

function sentenceOf({ title, phases }: PhaseRow): string {
  return `${title}: ${phases.map(({ kind, fromMs, toMs }) => `${words[kind]} ${shownDuration(toMs - fromMs)}`).join(', ')}`;
}

function lengthOf({ phases }: PhaseRow): number {
  return (phases.at(-1)?.toMs ?? 0) - (phases[0]?.fromMs ?? 0);
}
