import type { Express } from 'express';
import type { Guard } from './guard.js';
import type { ReportsHouse } from './reports-house.js';

/** Adds the pages, the API and the exports. Every route begins with `guard.require(permission)`. */
export function addReportRoutes(_app: Express, _house: ReportsHouse, _guard: Guard): void {
  // filled by the pages
}
