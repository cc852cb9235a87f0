import type { Fault, FaultDetails } from '@smart-router/core';
import type { ReadyTrip } from './journey-state.js';

/** The request whose caller is told; its group is not known of every request that fails. */
export type Told = Pick<ReadyTrip, 'catalog'> & Partial<Pick<ReadyTrip, 'group'>>;

/**
 * A fault as its caller may read it. Where answers do not name targets, those it lists go by their number in the group, as
 * they do in explanations; one without a number is not listed.
 */
export function faultAsTold({ catalog, group }: Told, fault: Fault): Fault {
  const { excluded } = fault.details;
  if (excluded === undefined || catalog.server.responseHeaders === 'detailed') return fault;
  const numbered = excluded.flatMap((entry) => {
    const index = group?.targets.findIndex(({ id }) => id === entry.target) ?? -1;
    return index < 0 ? [] : [{ ...entry, target: `target-${index + 1}` }];
  });
  return { ...fault, details: { ...fault.details, excluded: numbered } satisfies FaultDetails };
}
