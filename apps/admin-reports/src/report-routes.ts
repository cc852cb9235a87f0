import type { Express } from 'express';
import { addApiRoutes } from './api/api-routes.js';
import { addExportRoutes } from './export/export-routes.js';
import type { Guard } from './guard.js';
import { addPageRoutes } from './pages/page-routes.js';
import { addRequestRoutes } from './request/request-routes.js';
import type { ReportsHouse } from './reports-house.js';

/** Adds the pages, the API and the exports. Every route begins with `guard.require(permission)`. */
export function addReportRoutes(app: Express, house: ReportsHouse, guard: Guard): void {
  addPageRoutes(app, house, guard);
  addRequestRoutes(app, house, guard);
  addApiRoutes(app, house, guard);
  addExportRoutes(app, house, guard);
}
