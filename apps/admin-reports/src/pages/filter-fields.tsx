import type { Dimension } from '@smart-router/usage-storage';
import type { VNode } from 'preact';
import { dimensionTitle } from '../figures/dimension-columns.js';
import type { Question } from '../question/question.js';
import { writeValue } from '../question/value-text.js';

/** One value can be typed; where a link brought more of them, they stay until they are removed below. */
export function FilterField(props: { readonly dimension: Dimension; readonly question: Question }): VNode {
  const { dimension, question } = props;
  const [first, ...more] = question.filter[dimension] ?? [];
  const isFiltered = question.filter[dimension] !== undefined;
  return (
    <label>
      {dimensionTitle(dimension)}
      <input
        name={dimension}
        value={isFiltered ? writeValue(first) : ''}
        placeholder="any"
        autocomplete="off"
        spellcheck={false}
        data-values={dimension}
      />
      {more.map((value) => (
        <input type="hidden" name={dimension} value={writeValue(value)} />
      ))}
    </label>
  );
}

/** What lists of requests can be narrowed by besides. */
export function RequestFields({ question }: { readonly question: Question }): VNode {
  return (
    <>
      <TextField name="requested-model" label="Model as asked for" value={question.requestedModel} />
      <TextField name="token" label="Token id" value={question.tokenId} />
      <TextField name="client-request" label="Caller's own request id" value={question.clientRequestId} />
      <label class="check">
        <input type="checkbox" name="only" value="shaped" checked={question.only.includes('shaped')} />
        Held back by limits or shaping
      </label>
      <label class="check">
        <input type="checkbox" name="only" value="fallback" checked={question.only.includes('fallback')} />
        Needed another target
      </label>
    </>
  );
}

function TextField(props: {
  readonly name: string;
  readonly label: string;
  readonly value: string | undefined;
}): VNode {
  return (
    <label>
      {props.label}
      <input name={props.name} value={props.value ?? ''} placeholder="any" autocomplete="off" spellcheck={false} />
    </label>
  );
}
