import type { Caller, CallerLimits } from '@smart-router/core';
import type { CallerDefaults } from '@smart-router/config';
import type { LimitSubject } from '@smart-router/traffic-shaping';

/**
 * Everybody whose limits a request of this caller must fit: its key, then those of its owners that have limits. The
 * configured defaults are for keys alone, but for the percentage that warns. Users and projects of two organizations may share a name, and nothing else.
 */
export function limitSubjects(
  caller: Caller,
  { callerLimits, callerShape }: Pick<CallerDefaults, 'callerLimits' | 'callerShape'>,
): readonly LimitSubject[] {
  const { organization, owners = [] } = caller;
  const ownerKeys = {
    user: `user:${organization}/${caller.user}`,
    project: `project:${organization}/${caller.project}`,
    organization: `organization:${organization}`,
  };
  const soft = ({ softPercent = callerLimits.softPercent }: CallerLimits) => ({ softPercent });
  const keyLimits = caller.limits ?? callerLimits;
  return [
    {
      key: `key:${caller.keyId}`,
      label: 'key',
      limits: keyLimits,
      shape: caller.shape ?? callerShape,
      ...soft(keyLimits),
    },
    ...owners.map(({ kind, limits = {}, shape }) => ({
      key: ownerKeys[kind],
      label: kind,
      limits,
      shape,
      ...soft(limits),
    })),
  ];
}
