import type { Domain, Scope } from '@smart-router/usage-storage';
import fc from 'fast-check';
import { intersectScopes } from './intersect-scopes.js';

const domain: fc.Arbitrary<Domain> = fc.record({
  project: fc.constantFrom('web', 'api', 'ml'),
  environment: fc.constantFrom('prod', 'dev', undefined),
});
const scope: fc.Arbitrary<Scope> = fc.oneof(fc.constant('everything' as const), fc.array(domain, { maxLength: 4 }));

const shows = (shown: Scope, project: string, environment: string): boolean =>
  shown === 'everything' ||
  shown.some((one) => one.project === project && (one.environment ?? environment) === environment);

it('shows exactly what both scopes show', () => {
  fc.assert(
    fc.property(scope, scope, (one, other) => {
      const both = intersectScopes(one, other);
      for (const project of ['web', 'api', 'ml', 'else'])
        for (const environment of ['prod', 'dev', 'else'])
          expect(shows(both, project, environment)).toBe(
            shows(one, project, environment) && shows(other, project, environment),
          );
    }),
  );
});
