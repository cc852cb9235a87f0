import { fault, refuse, succeed, type DialectName, type Fault, type Result, type Target } from '@smart-router/core';
import type { ModelGroup } from '@smart-router/config';
import type { ReadyTrip, Trip } from './journey-state.js';

/** Behind the path of Responses. @see https://platform.openai.com/docs/api-reference/responses/compact */
const compactionSuffix = '/compact';

/** The only dialect that has it. */
export const compactionDialect: DialectName = 'openai-responses';

/** Whether a request wants a conversation made shorter, which only a provider of its own dialect can do. */
export function wantsCompaction(trip: Trip): boolean {
  return trip.dialect === compactionDialect && trip.inbound.path.endsWith(compactionSuffix);
}

/** The upstream path of a request: what a lane asks for, or its compaction. */
export function upstreamPath(trip: Trip, lanePath: string): string {
  return wantsCompaction(trip) ? `${lanePath}${compactionSuffix}` : lanePath;
}

/** The targets of the group that can take the request at all. */
export function targetsFor(trip: ReadyTrip): Result<readonly Target[]> {
  return wantsCompaction(trip) ? targetsToCompact(trip.group) : succeed(trip.group.targets);
}

/** The targets of a group that can make a conversation shorter. */
export function targetsToCompact({ targets, name }: ModelGroup): Result<readonly Target[]> {
  const native = targets.filter(({ endpoint }) => endpoint.dialect === compactionDialect);
  return native.length === 0 ? refuse(noCompaction(name)) : succeed(native);
}

function noCompaction(group: string): Fault {
  return fault('not-found', `compaction needs a target that speaks Responses, and model group "${group}" has none`, {
    details: { model: group },
  });
}
