import { totalInputTokens } from '@smart-router/core';
import type { RequestEvidence } from '@smart-router/usage-storage';
import type { VNode } from 'preact';
import { shownTime } from '../format/format-time.js';
import { plainQuestion } from '../question/question.js';
import type { FigureCard } from '../reports/report.js';
import { DataTable } from '../pages/data-table.js';
import { FigureCards } from '../pages/figure-cards.js';
import type { PageFrame } from '../pages/frame.js';
import { PageLayout } from '../pages/page-layout.js';
import { candidateTable } from './candidate-table.js';
import { PhasePicture } from './phase-picture.js';
import { phasesOf } from './phases-of.js';
import { priceTable } from './price-table.js';
import { RequestFacts } from './request-facts.js';
import { TimelineList } from './timeline-list.js';

/** One request: what happened, when, why there, and what it cost. */
export function RequestPage(props: { readonly frame: PageFrame; readonly evidence: RequestEvidence }): VNode {
  const { frame, evidence } = props;
  const { request, timeline } = evidence;
  const rest = { path: frame.path, question: plainQuestion, exportHref: undefined };
  return (
    <PageLayout frame={frame} title="Request" lead={leadOf(request)} question={plainQuestion}>
      <p class="request-id code">
        <bdi>{request.requestId}</bdi>{' '}
        <button type="button" class="quiet" data-copy-link={frame.path} hidden>
          Copy link
        </button>
      </p>
      <FigureCards cards={cardsOf(request)} />
      <Missing evidence={evidence} />
      <section class="panel" aria-labelledby="phases">
        <div class="panel-head">
          <h2 id="phases">Where the time went</h2>
        </div>
        <PhasePicture rows={phasesOf(evidence)} wholeMs={request.latencyMs} />
      </section>
      <div class="columns">
        <section class="panel" aria-labelledby="timeline">
          <div class="panel-head">
            <h2 id="timeline">What happened</h2>
          </div>
          <TimelineList entries={timeline} />
        </section>
        <div class="stack">
          <section class="panel" aria-labelledby="facts">
            <div class="panel-head">
              <h2 id="facts">Who asked for what</h2>
            </div>
            <RequestFacts request={request} />
          </section>
          <DataTable table={priceTable(evidence)} {...rest} />
        </div>
      </div>
      <DataTable table={candidateTable(evidence)} {...rest} />
    </PageLayout>
  );
}

function leadOf({ startedAt, status, errorType, model, provider }: RequestEvidence['request']): string {
  const who = model === undefined ? '' : ` by ${model} of ${provider ?? 'a provider'}`;
  const ending = errorType === undefined ? `served${who}` : `ended with ${status} ${errorType}`;
  return `${shownTime(startedAt)} UTC, ${ending}.`;
}

function cardsOf(request: RequestEvidence['request']): readonly FigureCard[] {
  const { tokens } = request;
  const [input, output] = [totalInputTokens(tokens), tokens.output];
  const card = (name: string, title: string, kind: FigureCard['kind'], value: FigureCard['value']): FigureCard => ({
    ...{ name, title, kind, value, more: 'neutral' },
  });
  return [
    card('status', 'Status', 'status', request.status),
    card('latency_ms', 'Latency', 'milliseconds', request.latencyMs),
    card('first_token_ms', 'First token', 'milliseconds', request.firstTokenMs),
    card('input_tokens', 'Input tokens', 'count', input === undefined ? undefined : BigInt(input)),
    card('output_tokens', 'Output tokens', 'count', output === undefined ? undefined : BigInt(output)),
    card('cost_usd', 'Cost', 'money', request.costNanoUsd),
  ];
}

/** Details are kept for a shorter time than the row. */
function Missing({ evidence }: { readonly evidence: RequestEvidence }): VNode | null {
  const missing = Object.entries(evidence.sections.states).flatMap(([name, state]) =>
    state === 'missing' ? [name] : [],
  );
  if (missing.length === 0) return null;
  return <p class="note">{`No longer kept of this request: ${missing.join(', ').replaceAll('-', ' ')}.`}</p>;
}
