import { parseCondition } from '../expression/parse-expression.js';
import type { Canary, CanaryRule } from './canary.js';
import { canaryNames } from './canary-names.js';
import type { CanaryOptions } from './canary-options.js';

const msPerSecond = 1_000;

/**
 * A canary as it was configured, its conditions parsed.
 * @param settingsHash changes with any of the options.
 */
export function toCanary(options: CanaryOptions, settingsHash: string): Canary {
  return {
    targetId: options.target,
    steps: options.steps,
    stepMinMs: options.step_min_seconds * msPerSecond,
    windowMs: options.window_seconds * msPerSecond,
    promoteWhen: ruleOf(options.promote_when),
    rollbackWhen: ruleOf(options.rollback_when),
    settingsHash,
  };
}

function ruleOf(text: string): CanaryRule {
  const parsed = parseCondition(text, canaryNames);
  if (!parsed.ok) throw new Error(`the condition "${text}" should have been checked`);
  return { text, condition: parsed.expression };
}
