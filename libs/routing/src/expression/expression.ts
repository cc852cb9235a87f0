/** An expression whose value is a number. */
export type Formula =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'negation'; readonly of: Formula }
  | {
      readonly kind: 'arithmetic';
      readonly operator: '+' | '-' | '*' | '/';
      readonly left: Formula;
      readonly right: Formula;
    }
  | { readonly kind: 'extreme'; readonly which: 'min' | 'max'; readonly of: readonly Formula[] };

/** An expression that holds or does not. */
export type Condition =
  | {
      readonly kind: 'comparison';
      readonly operator: '<' | '<=' | '>' | '>=' | '==' | '!=';
      readonly left: Formula;
      readonly right: Formula;
    }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition };

/** What names stand for; `undefined` is not known. */
export type NamedValues = Readonly<Record<string, number | undefined>>;

/** Why a text is no expression. */
export interface ExpressionProblem {
  /** Without the position, e.g. `unknown name "costs"; did you mean "cost"?`. */
  readonly message: string;
  /** 1 for the first character. */
  readonly position: number;
}

/** What was parsed, or the first thing that is wrong with it. */
export type Parsed<Expression> =
  { readonly ok: true; readonly expression: Expression } | { readonly ok: false; readonly problem: ExpressionProblem };
