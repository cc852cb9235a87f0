import type { Express, Request } from 'express';
import type { RequestEvidence } from '@smart-router/usage-storage';
import { sendJson } from '../api/api-routes.js';
import { storyJson } from '../api/story-json.js';
import type { Guard } from '../guard.js';
import type { ReportsHouse } from '../reports-house.js';
import { sendPage } from '../shell/send-page.js';
import { signedIn } from '../signed-in.js';
import { frameOf } from '../pages/page-routes.js';
import { RequestPage } from './request-page.js';

/**
 * The page of a single request, and the same as JSON. One that the viewer may not see is one that is not there: both go
 * on to the answer for addresses without anything.
 */
export function addRequestRoutes(app: Express, house: ReportsHouse, guard: Guard): void {
  app.get('/requests/:id', guard.require('reports:drilldown'), async (request, response, next) => {
    const evidence = await evidenceFor(request, house, guard);
    if (evidence === undefined) return next();
    sendPage(response, <RequestPage frame={frameOf(request, house, guard)} evidence={evidence} />);
  });
  app.get('/api/v1/requests/:id', guard.require('reports:drilldown'), async (request, response, next) => {
    const evidence = await evidenceFor(request, house, guard);
    if (evidence === undefined) return next();
    sendJson(response, storyJson(evidence));
  });
}

async function evidenceFor(request: Request, house: ReportsHouse, guard: Guard): Promise<RequestEvidence | undefined> {
  const { id } = request.params;
  const scope = signedIn(guard, request).scopeFor('reports:drilldown');
  return typeof id === 'string' ? house.reports.request(id, scope) : undefined;
}
