import type { IncomingMessage, ServerResponse } from 'node:http';
import { recogniseCount, recogniseDialect } from '@smart-router/dialects';
import { adaptiveLimits, type FoundLimit } from './adaptive-limits.js';
import type { AnswerSink } from './answer-sink.js';
import { countJourney } from './count/count-journey.js';
import { createRotation } from './credential-order.js';
import { createFirsts } from './decide/firsts.js';
import { explainJourney, explainPath } from './explain/explain-journey.js';
import type { RouterPorts } from './house.js';
import { createObservationStore } from '@smart-router/routing';
import { createObservedOutputs } from '@smart-router/traffic-shaping';
import { canonicalPath } from './http/canonical-path.js';
import { readBody } from './http/read-body.js';
import { ResponseSink } from './http/response-sink.js';
import type { Inbound } from './inbound.js';
import { journey } from './journey.js';
import type { House } from './journey-state.js';
import { createLeases } from './leases.js';
import { createLines, type LineDepth } from './lines/lines.js';
import { openUpstreamPools } from './upstream/upstream-pools.js';

/** A router that can be mounted on any node:http server, Express included. */
export interface Router {
  /** Takes a request of a model endpoint to its end. Returns false, and touches nothing, when the path is not one. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
  /** Requests under way. */
  inFlight(): number;
  /** How many attempts at once each credential was found to bear, where that is looked for. */
  adaptiveLimits(): Promise<readonly FoundLimit[]>;
  /** The queues in which requests wait now, and how many. */
  waiting(): readonly LineDepth[];
  /** From this moment on nobody waits: those who do are answered that there is no room. */
  stopWaitingBy(moment: number): void;
  /** Closes provider connections; requests under way break. */
  close(): Promise<void>;
}

/** Keys whose answers are remembered, for those that set aside what they are observed to need. */
const maxObservedKeys = 100_000;

/** Builds a router from its ports. Opens nothing until the first request. */
export function createRouter(ports: RouterPorts): Router {
  const pools = openUpstreamPools();
  const leases = createLeases(ports.limits, ports.clock);
  const house: House = {
    ports,
    pools,
    leases,
    rotation: createRotation(),
    outputs: createObservedOutputs(maxObservedKeys),
    lines: createLines(() => ports.clock.now()),
    observations: ports.observations ?? createObservationStore(),
    firsts: createFirsts(),
  };
  let inFlight = 0;
  return {
    handle(request, response) {
      const path = canonicalPath(request.url ?? '/');
      const story = request.method === 'POST' ? storyOf(path) : undefined;
      if (story === undefined) return false;
      inFlight += 1;
      const inbound = {
        path,
        query: /\?[^#]*/.exec(request.url ?? '')?.[0] ?? '',
        headers: request.headers,
        remoteAddress: request.socket.remoteAddress ?? '',
        readBody: (limits: Parameters<typeof readBody>[1]) => readBody(request, limits),
      };
      const sink = new ResponseSink(request, response);
      story(house, inbound, sink)
        .catch((error: unknown) => {
          ports.observe?.({ kind: 'bug', requestId: 'unknown', error });
          response.destroy();
        })
        .finally(() => {
          inFlight -= 1;
        });
      return true;
    },
    inFlight: () => inFlight,
    adaptiveLimits: () => adaptiveLimits(ports),
    waiting: () => house.lines.depths(),
    stopWaitingBy: (moment) => house.lines.closeBy(moment),
    async close() {
      house.lines.closeBy(ports.clock.now());
      leases.close();
      await pools.close();
    },
  };
}

type Story = (house: House, inbound: Inbound, sink: AnswerSink) => Promise<void>;

/** What becomes of a request to a path; `undefined` when it is no model endpoint. */
function storyOf(path: string): Story | undefined {
  const dialect = recogniseDialect(path);
  if (dialect !== undefined) return (house, inbound, sink) => journey(house, { dialect, inbound, sink });
  if (path === explainPath) return explainJourney;
  const counted = recogniseCount(path);
  if (counted === undefined) return undefined;
  return (house, inbound, sink) => countJourney(house, { dialect: counted, inbound, sink });
}
