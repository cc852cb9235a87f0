import { callerRequests } from './caller-requests.js';
import { laneDialects, type LaneDialect } from './lane-config.js';

/** What a caller knows of one request. */
export interface Sighting {
  readonly kind: 'stream' | 'whole';
  /** `undefined` when no response headers arrived. */
  readonly requestId: string | undefined;
  readonly status: number | undefined;
  /** Whether the whole body, or the event that ends a stream well, was read. */
  readonly answered: boolean;
  /** When it was asked, and how long the head and all of its answer took, in milliseconds of `performance.now()`. */
  readonly askedAt: number;
  readonly headMs: number | undefined;
  readonly wholeMs: number;
}

/** Callers that ask without pause between `start` and `stop`. */
export interface Load {
  /** Requests that were answered so far. */
  answered(): number;
  /** Ends the load; resolves with everything seen once the last caller is back. */
  stop(): Promise<readonly Sighting[]>;
}

/** How hard the callers press. */
export interface LoadSettings {
  /** Asked before every request, so that a restarted gateway is found. */
  readonly url: () => string;
  readonly token: string;
  readonly callers: number;
  /** Each caller rests this long between two requests. */
  readonly restMs: number;
  /** The group a dialect's caller asks for. */
  readonly groupOf: (dialect: LaneDialect) => string;
}

/** Starts callers that speak the three dialects in turn, every second request a stream. */
export function startLoad(settings: LoadSettings): Load {
  const sightings: Sighting[] = [];
  let running = true;
  const caller = async (index: number): Promise<void> => {
    for (let turn = index; running; turn += 1) {
      const dialect = laneDialects[turn % laneDialects.length] ?? 'openai-chat';
      sightings.push(await ask(settings, dialect, turn % 2 === 0 ? 'stream' : 'whole'));
      await new Promise((next) => setTimeout(next, settings.restMs));
    }
  };
  const callers = Array.from({ length: settings.callers }, (_, index) => caller(index));
  return {
    answered: () => sightings.filter(({ answered }) => answered).length,
    async stop() {
      running = false;
      await Promise.all(callers);
      return sightings;
    },
  };
}

const nothingSeen = { requestId: undefined, status: undefined, answered: false };

async function ask(settings: LoadSettings, dialect: LaneDialect, kind: 'stream' | 'whole'): Promise<Sighting> {
  const { path, body, terminal } = callerRequests[dialect];
  const askedAt = performance.now();
  let seen: Omit<Sighting, 'wholeMs'> = { kind, askedAt, headMs: undefined, ...nothingSeen };
  const sighting = (): Sighting => ({ ...seen, wholeMs: performance.now() - askedAt });
  try {
    const response = await fetch(`${settings.url()}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${settings.token}` },
      body: JSON.stringify({ ...body, model: settings.groupOf(dialect), stream: kind === 'stream' }),
    });
    const requestId = response.headers.get('x-request-id') ?? undefined;
    seen = { ...seen, requestId, status: response.status, headMs: performance.now() - askedAt };
    if (response.body === null) return sighting();
    let text = '';
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (kind === 'stream' && text.includes(terminal)) seen = { ...seen, answered: true };
    }
    if (kind === 'whole') seen = { ...seen, answered: response.ok };
    return sighting();
  } catch {
    return sighting(); // the connection broke: what was seen before is what counts
  }
}
