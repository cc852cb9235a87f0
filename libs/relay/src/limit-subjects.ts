import type { Caller } from '@smart-router/core';
import type { Catalog } from '@smart-router/config';
import type { LimitSubject } from '@smart-router/traffic-shaping';

/**
 * Everybody whose limits a request of this caller must fit: its key, then those of its owners that have limits. The
 * configured defaults are for keys alone. Users and projects of two organizations may share a name, and nothing else.
 */
export function limitSubjects(
  caller: Caller,
  { callerLimits, callerShape }: Catalog['defaults'],
): readonly LimitSubject[] {
  const { organization, owners = [] } = caller;
  const ownerKeys = {
    user: `user:${organization}/${caller.user}`,
    project: `project:${organization}/${caller.project}`,
    organization: `organization:${organization}`,
  };
  return [
    {
      key: `key:${caller.keyId}`,
      label: 'key',
      limits: caller.limits ?? callerLimits,
      shape: caller.shape ?? callerShape,
    },
    ...owners.map(({ kind, limits = {}, shape }) => ({ key: ownerKeys[kind], label: kind, limits, shape })),
  ];
}
