/**
 * What usage can be grouped and filtered by: the name a reader uses, and the column of `request_usage`. The rollups hold
 * each under the same name, so that one expression reads both; `outcome` is made from the status of a row.
 */
export const dimensionColumns = {
  organization: 'caller_organization',
  user: 'caller_user',
  project: 'caller_project',
  environment: 'caller_environment',
  key: 'key_id',
  client: 'client',
  dialect: 'inbound_dialect',
  group: 'resolved_group',
  provider: 'target_provider',
  model: 'target_model',
  'target-dialect': 'target_dialect',
  outcome: 'outcome',
  'error-type': 'error_type',
  stream: 'stream',
  'cost-basis': 'cost_basis',
} as const;

/** Something usage can be grouped and filtered by. */
export type Dimension = keyof typeof dimensionColumns;

/** How a request ended: `left` is a caller who did not wait, `refused` a 4xx, `failed` everything else that is no answer. */
export type OutcomeWord = 'served' | 'left' | 'refused' | 'failed';

/** The outcome of a row of `request_usage`. */
export const outcomeExpression = `case when status = 499 then 'left' when error_type is null then 'served'
  when status between 400 and 498 then 'refused' else 'failed' end`;

/** Every dimension as a row of `request_usage` tells it, under the name the rollups have. */
export const rowDimensions: readonly { readonly column: string; readonly expression: string }[] = Object.values(
  dimensionColumns,
).map((column) => ({ column, expression: column === 'outcome' ? outcomeExpression : column }));
