import { z } from 'zod';
import { maxExpressionLength, parseCondition } from '../expression/parse-expression.js';
import { canaryNames } from './canary-names.js';

const seconds = (most: number): z.ZodInt => z.int().min(1).max(most);

const longestStepSeconds = 2_592_000;

/** A condition by its text: that is what is kept of a decision. It is parsed where it is used, which then always works. */
const condition = z
  .string()
  .min(1)
  .max(maxExpressionLength)
  .superRefine((text, context) => {
    const parsed = parseCondition(text, canaryNames);
    if (parsed.ok) return;
    const { message, position } = parsed.problem;
    context.addIssue({ code: 'custom', message: `should be a condition: at character ${position}, ${message}` });
  });

/** A target of a weighted group that is tried on a growing share, as `model_groups.<name>.canary` declares it. */
export const canaryOptions = z.strictObject({
  target: z.string().min(1).describe('The target that is tried, `provider/model-ref`; its own weight does not count.'),
  steps: z
    .array(z.number().gt(0).max(100))
    .min(1)
    .max(20)
    .superRefine((steps, context) =>
      steps.forEach((step, index) => {
        const before = steps[index - 1];
        if (before === undefined || step > before) return;
        const message = `should be above the step before it, ${before}`;
        context.addIssue({ code: 'custom', path: [index], input: step, message });
      }),
    )
    // What each of the others has of the rest is read from there when the canary is taken out.
    .superRefine(([first = 0], context) => {
      const message = 'should leave the others at least 1 percent at the first step';
      if (first > 99) context.addIssue({ code: 'custom', path: [0], input: first, message });
    })
    .default([5, 25, 50, 100])
    .describe('Its share of first places at each step, in percent.'),
  step_min_seconds: seconds(longestStepSeconds).default(600).describe('A step takes at least so long.'),
  window_seconds: z
    .int()
    .min(10)
    .max(3_600)
    .default(600)
    .describe('How far back observations count, and never into an earlier step.'),
  promote_when: condition.describe('When the next step begins.'),
  rollback_when: condition.describe('When it is taken out; looked at first, and after the last step too.'),
});

/** Checked options of a canary. */
export type CanaryOptions = z.infer<typeof canaryOptions>;
