import { canaryNames, parseCondition, type Canary, type CanaryOptions, type CanaryRule } from '@smart-router/routing';
import { hashOptions } from './hash-options.js';

const msPerSecond = 1_000;

/** A canary, its conditions parsed. */
export function compileCanary(options: CanaryOptions): Canary {
  return {
    targetId: options.target,
    steps: options.steps,
    stepMinMs: options.step_min_seconds * msPerSecond,
    windowMs: options.window_seconds * msPerSecond,
    promoteWhen: ruleOf(options.promote_when),
    rollbackWhen: ruleOf(options.rollback_when),
    settingsHash: hashOptions(options),
  };
}

function ruleOf(text: string): CanaryRule {
  const parsed = parseCondition(text, canaryNames);
  if (!parsed.ok) throw new Error(`the condition "${text}" should have been checked`);
  return { text, condition: parsed.expression };
}
