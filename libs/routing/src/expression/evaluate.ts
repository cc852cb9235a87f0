import type { Condition, Formula, NamedValues } from './expression.js';

/**
 * The value of a formula; `undefined` when it needs a value that is not known, divides by 0 or has no finite value.
 */
export function calculate(formula: Formula, values: NamedValues): number | undefined {
  switch (formula.kind) {
    case 'number':
      return formula.value;
    case 'name':
      return values[formula.name];
    case 'negation':
      return finite(-(calculate(formula.of, values) ?? NaN));
    case 'arithmetic':
      return finite(combine(formula, calculate(formula.left, values) ?? NaN, calculate(formula.right, values) ?? NaN));
    case 'extreme':
      return finite(Math[formula.which](...formula.of.map((one) => calculate(one, values) ?? NaN)));
    default:
      return formula satisfies never;
  }
}

function combine({ operator }: Formula & { kind: 'arithmetic' }, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    default:
      return operator satisfies never;
  }
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

/**
 * Whether a condition holds; `undefined` when that hangs on a value that is not known. What is known may be enough: `and`
 * with one part that does not hold does not hold, whatever the other is.
 */
export function holds(condition: Condition, values: NamedValues): boolean | undefined {
  switch (condition.kind) {
    case 'comparison':
      return compare(condition, calculate(condition.left, values), calculate(condition.right, values));
    case 'not':
      return not(holds(condition.of, values));
    case 'and':
      return both(holds(condition.left, values), () => holds(condition.right, values));
    case 'or':
      return not(both(not(holds(condition.left, values)), () => not(holds(condition.right, values))));
    default:
      return condition satisfies never;
  }
}

function not(held: boolean | undefined): boolean | undefined {
  return held === undefined ? undefined : !held;
}

function both(left: boolean | undefined, readRight: () => boolean | undefined): boolean | undefined {
  if (left === false) return false;
  const right = readRight();
  return right === false ? false : left && right;
}

function compare(
  { operator }: Condition & { kind: 'comparison' },
  left: number | undefined,
  right: number | undefined,
): boolean | undefined {
  if (left === undefined || right === undefined) return undefined;
  switch (operator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    default:
      return operator satisfies never;
  }
}
