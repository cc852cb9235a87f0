import type { Request } from 'express';
import type { Guard } from './guard.js';
import type { Viewer } from './viewer.js';

/** The viewer of a request that the guard has let pass. */
export function signedIn(guard: Guard, request: Request): Viewer {
  const viewer = guard.viewer(request);
  if (viewer === undefined) throw new Error('a route without guard.require was asked');
  return viewer;
}
