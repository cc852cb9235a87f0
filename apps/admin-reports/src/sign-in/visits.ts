import type { Request } from 'express';
import type { Viewer } from '../viewer.js';

/** Whose request it is, found once at the door. */
export interface Visits {
  viewerOf(request: Request): Viewer | undefined;
  enter(request: Request, viewer: Viewer): void;
}

/** Remembers the viewer of each request for as long as the request is there. */
export function makeVisits(): Visits {
  const viewers = new WeakMap<Request, Viewer>();
  return {
    viewerOf: (request) => viewers.get(request),
    enter: (request, viewer) => void viewers.set(request, viewer),
  };
}
