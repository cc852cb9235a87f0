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
  if (typeof id !== 'string') return undefined;
  const scope = signedIn(guard, request).scopeFor('reports:drilldown');
  const evidence = await house.reports.request(id, scope);
  // Nobody is told whether it is unknown or somebody else's; whoever watches over access is told that it was asked for.
  if (evidence === undefined && scope !== 'everything')
    await guard.note(request, { type: 'permission', outcome: 'refused', reason: 'other-domain', ...idIn(id) });
  return evidence;
}

/** Only what may be an id of ours is written down: an address may hold anything. */
function idIn(text: string): { readonly requestId?: string } {
  return /^[\w-]{1,64}$/.test(text) ? { requestId: text } : {};
}
