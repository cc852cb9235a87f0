import type { Domain, Scope } from '@smart-router/usage-storage';
import type { Role } from './config/reports-settings.js';
import type { Permission } from './viewer.js';

/** Where somebody with these subjects has a permission: the union of what their roles say; no role is nowhere. */
export function scopeOf(roles: readonly Role[], subjects: readonly string[], permission: Permission): Scope {
  const held = roles.filter(({ subject, allow }) => subjects.includes(subject) && allow.includes(permission));
  const domains: Domain[] = [];
  for (const { domain } of held) {
    if (domain === 'everything') return 'everything';
    if (!domains.some((known) => covers(known, domain))) domains.push(domain);
  }
  // A whole project may have come after one of its environments.
  return domains.filter((domain) => !domains.some((other) => other !== domain && covers(other, domain)));
}

function covers(one: Domain, other: Domain): boolean {
  return one.project === other.project && (one.environment === undefined || one.environment === other.environment);
}
