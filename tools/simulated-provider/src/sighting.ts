import { readMarkers } from './script/markers.js';
import type { SeenRequest } from './server/seen-request.js';

/** One request as a line of the sightings file tells it. Times are milliseconds since 1970. */
export interface ProviderSighting {
  /** From `[[tag:…]]` in its prompt. */
  readonly tag: string | undefined;
  readonly dialect: string;
  readonly model: string;
  /** The last four characters of the key it showed. */
  readonly keyEnding: string;
  readonly atMs: number;
  /** When the last piece of the answer was about to be written; absent when none was. */
  readonly lastSentAtMs: number | undefined;
  readonly endedAtMs: number;
  readonly status: number | undefined;
  /** Whether the client closed the connection before the answer was complete. */
  readonly aborted: boolean;
}

/** What is told of a request that has ended. */
export function sightingOf(seen: SeenRequest, startedAtMs: number): ProviderSighting {
  const { dialect, model, headers, atMs, lastSentAtMs, endedAtMs = atMs, status, aborted } = seen;
  return {
    tag: readMarkers(seen.body.toString()).tag,
    ...{ dialect, model, status, aborted },
    keyEnding: String(headers.authorization ?? headers['x-api-key'] ?? '').slice(-4),
    atMs: startedAtMs + atMs,
    lastSentAtMs: lastSentAtMs === undefined ? undefined : startedAtMs + lastSentAtMs,
    endedAtMs: startedAtMs + endedAtMs,
  };
}
