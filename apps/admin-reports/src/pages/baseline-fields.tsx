import type { VNode } from 'preact';
import { writePrice } from '../question/price-text.js';
import type { BarProps } from './bar-props.js';

/** The prices that costs are compared with. */
export function BaselineFields({ question, baselines }: Pick<BarProps, 'question' | 'baselines'>): VNode {
  const { baseline } = question;
  const custom = baseline?.kind === 'custom' ? baseline : undefined;
  return (
    <>
      <label>
        Compare cost with
        <select name="baseline">
          {baselines.map(({ id, name }) => (
            <option value={id} selected={baseline?.kind === 'named' && baseline.id === id}>
              {name}
            </option>
          ))}
          <option value="custom" selected={custom !== undefined}>
            my own prices
          </option>
        </select>
      </label>
      <PriceField name="baseline-input" label="Own input price" microUsd={custom?.inputMicroUsdPerMillion} />
      <PriceField name="baseline-output" label="Own output price" microUsd={custom?.outputMicroUsdPerMillion} />
    </>
  );
}

function PriceField(props: {
  readonly name: string;
  readonly label: string;
  readonly microUsd: number | undefined;
}): VNode {
  const value = props.microUsd === undefined ? '' : writePrice(props.microUsd);
  return (
    <label>
      {props.label} (USD per million tokens)
      <input name={props.name} inputmode="decimal" value={value} placeholder="2.50" />
    </label>
  );
}
