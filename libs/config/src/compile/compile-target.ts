import type { Endpoint, ScopedShape, Target } from '@smart-router/core';
import { toUpstreamShape, type UpstreamShapeOptions } from '@smart-router/traffic-shaping';
import type { TargetOptions } from '../options/group-options.js';
import type { ModelOptions } from '../options/model-options.js';
import type { ProviderOptions } from '../options/provider-options.js';
import type { TimeoutOptions } from '../options/timeout-options.js';
import { compileAbilities } from './compile-abilities.js';
import { compilePrices } from './compile-prices.js';
import { compileTimeouts } from './compile-timeouts.js';
import { compileValidation } from './compile-validation.js';

/** The parts a target is put together from. */
export interface TargetParts {
  /** The group it stands in; `undefined` for a model that is exposed outside groups. */
  readonly group: string | undefined;
  readonly target: TargetOptions;
  readonly model: ModelOptions;
  readonly provider: ProviderOptions;
  readonly endpoint: Endpoint;
  readonly timeouts: TimeoutOptions;
}

/** A target with everything resolved: what it says itself counts over its model, its model over its provider. */
export function compileTarget(parts: TargetParts): Target {
  const { target, model, provider, endpoint } = parts;
  return {
    id: `${target.provider}/${target.model}`,
    modelRef: target.model,
    model: model.model ?? target.model,
    endpoint,
    weight: target.weight,
    tier: target.tier ?? model.tier,
    tags: [...new Set([...model.tags, ...target.tags])],
    toolOnly: target.tool_only,
    disabled: target.disabled || model.disabled,
    ...compileAbilities(target, model),
    prices: compilePrices(model.prices),
    validation: compileValidation(model.validation),
    timeouts: compileTimeouts(parts.timeouts, provider.timeouts, target.timeouts),
    shapes: compileShapes(parts),
  };
}

/** The shapes a target has to fit, widest first; those that limit nothing are left out. */
function compileShapes({ group, target, model, provider }: TargetParts): readonly ScopedShape[] {
  const id = `${target.provider}/${target.model}`;
  return [
    ...scoped('provider', `provider:${target.provider}`, provider.traffic_shape),
    ...scoped('model', `model:${id}`, model.traffic_shape),
    ...(group === undefined ? [] : scoped('target', `target:${group}/${id}`, target.traffic_shape)),
  ];
}

function scoped(scope: ScopedShape['scope'], key: string, options: UpstreamShapeOptions): readonly ScopedShape[] {
  const shape = toUpstreamShape(options);
  return shape === undefined ? [] : [{ scope, key, shape }];
}
