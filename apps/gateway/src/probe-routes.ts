import type { Express } from 'express';
import { degradedDependencies, dependencyDetail } from './dependencies.js';
import type { HouseKeeping } from './house-keeping.js';

/** Liveness, readiness and build; no token needed, nothing secret told. */
export function addProbeRoutes(app: Express, house: HouseKeeping): void {
  app.get(
    ['/healthz', '/health'],
    (_request, response) => void response.json({ status: 'ok', version: house.version }),
  );
  app.get('/readyz', (_request, response) => void response.status(isReady(house) ? 200 : 503).json(readiness(house)));
  app.get('/version', (_request, response) => void response.json({ version: house.version, node: process.version }));
  // Clients ask these before their first request to see whether somebody is there.
  app.head(['/', '/api/hello'], (_request, response) => void response.status(200).end());
}

/** Whether requests are taken now. */
export function isReady(house: Pick<HouseKeeping, 'ready' | 'draining'>): boolean {
  return house.ready() && !house.draining();
}

function readiness(house: HouseKeeping): unknown {
  const states = house.dependencies();
  return {
    status: isReady(house) ? 'ready' : 'not-ready',
    draining: house.draining(),
    degraded: degradedDependencies(states),
    dependencies: dependencyDetail(states, house.now()),
  };
}
