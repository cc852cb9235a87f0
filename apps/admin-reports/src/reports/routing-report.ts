import { succeed } from '@smart-router/core';
import { canaryTable } from './canary-table.js';
import type { Report } from './report.js';

/** Which targets were chosen, and why others were not. */
export const routingReport: Report = {
  ...{ name: 'routing', title: 'Routing', section: 'Operations', permission: 'reports:read' },
  lead: 'Which target each group chose first, why others could not serve, and what became of canaries.',
  controls: { hasPeriod: true, filters: ['group'] },
  load: async ({ house, question, range, viewer }) => {
    const groups = question.filter.group?.filter((group) => group !== undefined);
    const asked = { scope: viewer.scopeFor('reports:read'), range, ...(groups === undefined ? {} : { groups }) };
    const { choices, exclusions, canaryEvents } = await house.reports.routing(asked);
    return succeed({
      tables: [
        {
          ...{ name: 'choices', title: 'Chosen first', rowCount: choices.length },
          columns: [
            { name: 'group', title: 'Group', kind: 'text' },
            { name: 'strategy', title: 'Strategy', kind: 'text' },
            { name: 'target', title: 'Target', kind: 'text' },
            { name: 'requests', title: 'Requests', kind: 'count', hasBar: true },
          ],
          rows: choices.map(({ group, strategy, target, requests }) => ({
            cells: [group, strategy, target ?? 'none chosen', BigInt(requests)],
          })),
          empty: 'No target was chosen in this range.',
        },
        {
          ...{ name: 'exclusions', title: 'Could not serve, and why', rowCount: exclusions.length },
          columns: [
            { name: 'group', title: 'Group', kind: 'text' },
            { name: 'target', title: 'Target', kind: 'text' },
            { name: 'reason', title: 'Reason', kind: 'text' },
            { name: 'requests', title: 'Requests', kind: 'count', hasBar: true },
          ],
          rows: exclusions.map(({ group, target, reason, requests }) => ({
            cells: [group, target, reason, BigInt(requests)],
          })),
          empty: 'Every target could serve every request.',
        },
        canaryTable(canaryEvents),
      ],
    });
  },
};
