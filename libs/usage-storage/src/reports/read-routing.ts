import { rangesCondition, scopeCondition } from './conditions.js';
import { readCanaryEvents } from './read-canary-events.js';
import { joinRequests } from './of-scope.js';
import type { Ask } from './open-snapshots.js';
import type { RoutingQuestion, RoutingReport } from './routing-report.js';
import { sqlParameters, type SqlParameters } from './sql-parameters.js';
import { toText } from './text-values.js';
import type { Statement } from './usage-statement.js';

/** How targets were chosen for a scope's requests, and why others could not serve them. */
export async function readRouting(ask: Ask, question: RoutingQuestion): Promise<RoutingReport> {
  const [choices, exclusions] = [choicesStatement(question), exclusionsStatement(question)];
  return {
    choices: (await ask(choices.text, choices.values)).map((row) => ({
      group: toText(row['resolved_group']),
      strategy: toText(row['strategy']),
      target: toText(row['selected_target']),
      requests: Number(row['requests']),
    })),
    exclusions: (await ask(exclusions.text, exclusions.values)).map((row) => ({
      group: toText(row['resolved_group']),
      target: toText(row['target']),
      reason: row['reason'] ?? '', // a row has one
      requests: Number(row['requests']),
    })),
    canaryEvents: await readCanaryEvents(ask, question),
  };
}

function choicesStatement(question: RoutingQuestion): Statement {
  const parameters = sqlParameters();
  // A decision repeats whose it is: nearly every request has one, and to look each up would take seconds.
  const text = `select child.resolved_group, child.strategy, child.selected_target, count(*) as requests
    from request_routing_decisions as child
    where ${ofGroups(parameters, question, 'child')} and ${scopeCondition(parameters, question.scope, ownColumns)}
    group by 1, 2, 3 order by 4 desc, 1, 2, 3`;
  return { text, values: parameters.values };
}

function exclusionsStatement(question: RoutingQuestion): Statement {
  const parameters = sqlParameters();
  const text = `select usage.resolved_group, child.target, reason, count(*) as requests
    from request_target_candidates as child ${joinRequests(parameters, question)}
    cross join lateral string_to_table(child.filter_reasons, ',') as reason
    where child.filter_reasons is not null and ${ofGroups(parameters, question, 'usage')}
    group by 1, 2, 3 order by 4 desc, 1, 2, 3`;
  return { text, values: parameters.values };
}

const ownColumns = { project: 'child.caller_project', environment: 'child.caller_environment' };

function ofGroups(parameters: SqlParameters, { range, groups }: RoutingQuestion, groupOf: 'child' | 'usage'): string {
  const inRange = rangesCondition(parameters, 'child.started_at', [range]);
  if (groups === undefined) return inRange;
  return `${inRange} and ${groupOf}.resolved_group = any(${parameters.add(groups)}::text[])`;
}
