import type { Scope } from '@smart-router/usage-storage';

/** What a role may allow in a domain. */
export const permissions = [
  'reports:read',
  'reports:export',
  'reports:drilldown',
  'security:read',
  'keys:read',
  'metrics:read',
] as const;

/** What a role may allow in a domain, e.g. `reports:read`. */
export type Permission = (typeof permissions)[number];

/** Somebody who has signed in. */
export interface Viewer {
  /** Who it is, e.g. `user:ada@example.com`, `local:ada`. */
  readonly subject: string;
  /** To be shown. */
  readonly name: string;
  /** Where the viewer has a permission; an empty list is nowhere. */
  scopeFor(permission: Permission): Scope;
  /** To be sent back as the field `csrf` of every form, or as the header `x-csrf-token`. */
  readonly csrfToken: string;
}
