import type { Dimension } from '@smart-router/usage-storage';
import type { TableColumn } from '../table/report-table.js';

const titles: Readonly<Record<Dimension, string>> = {
  organization: 'Organization',
  user: 'User',
  project: 'Project',
  environment: 'Environment',
  key: 'Key',
  client: 'Client',
  dialect: 'Dialect',
  group: 'Group',
  provider: 'Provider',
  model: 'Model',
  'target-dialect': 'Target dialect',
  outcome: 'Outcome',
  'error-type': 'Error',
  stream: 'Stream',
  'cost-basis': 'Cost basis',
};

/** What a dimension is called on pages. */
export function dimensionTitle(dimension: Dimension): string {
  return titles[dimension];
}

/** The column that shows a dimension. */
export function dimensionColumn(dimension: Dimension): TableColumn {
  return { name: dimension.replaceAll('-', '_'), title: titles[dimension], kind: 'text' };
}
