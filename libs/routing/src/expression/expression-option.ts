import { z } from 'zod';
import type { Condition, Formula, Parsed } from './expression.js';
import { maxExpressionLength, parseCondition, parseFormula } from './parse-expression.js';

/** An option that is a formula over these names, parsed when the configuration is read. */
export function formulaOption(names: readonly string[]): z.ZodPipe<z.ZodString, z.ZodTransform<Formula, string>> {
  return text().transform((source, context) => parsedOr(parseFormula(source, names), 'a formula', context));
}

/** An option that is a condition over these names, parsed when the configuration is read. */
export function conditionOption(names: readonly string[]): z.ZodPipe<z.ZodString, z.ZodTransform<Condition, string>> {
  return text().transform((source, context) => parsedOr(parseCondition(source, names), 'a condition', context));
}

function text(): z.ZodString {
  return z.string().min(1).max(maxExpressionLength);
}

function parsedOr<Expression>(parsed: Parsed<Expression>, what: string, context: z.RefinementCtx<string>): Expression {
  if (parsed.ok) return parsed.expression;
  const { message, position } = parsed.problem;
  context.issues.push({
    code: 'custom',
    message: `should be ${what}: at character ${position}, ${message}`,
    input: context.value,
  });
  return z.NEVER;
}
