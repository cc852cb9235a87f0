import type { Request } from 'express';

/** The parameters of a request's URL, repeated ones included. */
export function queryOf(request: Request): URLSearchParams {
  return new URLSearchParams(/\?(.*)$/s.exec(request.originalUrl)?.[1] ?? '');
}
