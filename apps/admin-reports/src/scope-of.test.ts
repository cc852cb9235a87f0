import fc from 'fast-check';
import type { Scope } from '@smart-router/usage-storage';
import type { Role } from './config/reports-settings.js';
import { scopeOf } from './scope-of.js';
import { permissions, type Permission } from './viewer.js';

const word = fc.constantFrom('web', 'batch', 'data');
const environment = fc.constantFrom('prod', 'dev', undefined);
const subject = fc.constantFrom('local:ada', 'group:analysts', 'user:ada@example.com', 'oidc:1');
const domain: fc.Arbitrary<Role['domain']> = fc.oneof(
  { weight: 1, arbitrary: fc.constant('everything' as const) },
  { weight: 9, arbitrary: fc.record({ project: word, environment }) },
);
const role: fc.Arbitrary<Role> = fc.record({ subject, domain, allow: fc.subarray([...permissions], { minLength: 1 }) });

const sees = (scope: Scope, project: string, env: string): boolean =>
  scope === 'everything' ||
  scope.some((each) => each.project === project && (each.environment === undefined || each.environment === env));

const grants = (each: Role, subjects: readonly string[], permission: Permission): boolean =>
  subjects.includes(each.subject) && each.allow.includes(permission);

test('a request is in scope exactly when some role of some subject allows it there', () => {
  fc.assert(
    fc.property(
      fc.array(role, { maxLength: 8 }),
      fc.uniqueArray(subject, { maxLength: 3 }),
      fc.constantFrom(...permissions),
      (roles, subjects, permission) => {
        const scope = scopeOf(roles, subjects, permission);
        for (const project of ['web', 'batch', 'data', 'other'])
          for (const env of ['prod', 'dev', 'test']) {
            const allowed = roles.some(
              (each) =>
                grants(each, subjects, permission) &&
                (each.domain === 'everything' || sees([each.domain], project, env)),
            );
            expect(sees(scope, project, env)).toBe(allowed);
          }
      },
    ),
  );
});

test('no domain stands twice, and none beside the project that holds it', () => {
  fc.assert(
    fc.property(fc.array(role, { maxLength: 8 }), (roles) => {
      const scope = scopeOf(roles, ['local:ada', 'group:analysts'], 'reports:read');
      const domains = scope === 'everything' ? [] : scope;
      for (const one of domains)
        for (const other of domains)
          if (one !== other) expect(sees([one], other.project, other.environment ?? '')).toBe(false);
    }),
  );
});

test('whoever has no role sees nothing', () => {
  const roles: readonly Role[] = [{ subject: 'local:ada', domain: 'everything', allow: ['reports:read'] }];
  expect(scopeOf(roles, ['local:bob'], 'reports:read')).toEqual([]);
  expect(scopeOf(roles, ['local:ada'], 'reports:export')).toEqual([]);
  expect(scopeOf(roles, ['local:ada'], 'reports:read')).toBe('everything');
});
