import { z } from 'zod';
import type { Formula } from './expression.js';
import { maxExpressionLength, parseFormula } from './parse-expression.js';

/** An option that is a formula over these names, parsed when the configuration is read. */
export function formulaOption(names: readonly string[]): z.ZodPipe<z.ZodString, z.ZodTransform<Formula, string>> {
  const text = z.string().min(1).max(maxExpressionLength);
  return text.transform((source, context) => {
    const parsed = parseFormula(source, names);
    if (parsed.ok) return parsed.expression;
    const { message, position } = parsed.problem;
    context.issues.push({
      code: 'custom',
      message: `should be a formula: at character ${position}, ${message}`,
      input: source,
    });
    return z.NEVER;
  });
}
