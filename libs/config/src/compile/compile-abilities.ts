import type { Target } from '@smart-router/core';
import { findPreset, toCapabilities, toRequestLimits } from '@smart-router/eligibility';
import type { TargetOptions } from '../options/group-options.js';
import type { ModelOptions } from '../options/model-options.js';

/** What a target can do and which sizes it takes: its own keys over those of its model, and those over its preset. */
export function compileAbilities(
  target: Pick<TargetOptions, 'capabilities' | 'request_limits'>,
  model: Pick<ModelOptions, 'preset' | 'context_tokens' | 'capabilities' | 'request_limits'>,
): Pick<Target, 'contextTokens' | 'capabilities' | 'requestLimits'> {
  const preset = model.preset === undefined ? undefined : findPreset(model.preset);
  return {
    contextTokens: model.context_tokens ?? preset?.contextTokens,
    capabilities: toCapabilities({ ...preset?.capabilities, ...model.capabilities }, target.capabilities),
    requestLimits: toRequestLimits({ ...preset?.requestLimits, ...model.request_limits }, target.request_limits),
  };
}
