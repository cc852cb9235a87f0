import { createDeadlines } from './deadlines.js';

/** One that waits in a line. */
export interface Place {
  readonly id: string;
  /** For whom it is served, e.g. a project: flows share the line in proportion to their weights. */
  readonly flow: string;
  /** Greater than 0. */
  readonly weight: number;
  /** What serving it takes, greater than 0, in a unit that is the same for the whole line. */
  readonly cost: number;
  readonly deadlineMs: number;
}

/** What became of one that wanted to wait. */
export type Entry =
  /** It waits; where the line was full, one of a flow with more places gave its own up. */
  { readonly kind: 'entered'; readonly displaced: Place | undefined } | { readonly kind: 'full' };

/**
 * A bounded line served by weighted fair queueing, self-clocked: every flow's first place has a finish tag, the virtual
 * moment at which it would be served if all flows were served at once, each at its weight, and the lowest is next. Between
 * two flows that wait, what they were served differs by no more than their largest costs, each over its weight.
 * @see Golestani, A self-clocked fair queueing scheme for broadband applications, INFOCOM 1994
 */
export interface FairLine {
  readonly depth: number;
  /** The cost of all that wait. */
  readonly backlog: number;
  /** Whoever leaves before it is served costs its flow nothing. */
  enter(place: Place, maxDepth: number): Entry;
  /** Whose turn it is; it waits on until it is served or leaves. */
  next(): Place | undefined;
  find(id: string): Place | undefined;
  /** Removes the first of a flow, and charges the flow. */
  serve(id: string): void;
  leave(id: string): void;
  /** Those whose time is up. They wait on until they leave, and are named once. */
  due(nowMs: number): readonly Place[];
  /** The next moment at which one may be due; `Infinity` when nobody waits. */
  nextDeadlineMs(): number;
}

interface Flow {
  /** Where its first place starts, in virtual time. */
  startTag: number;
  /** In the order of arrival. */
  readonly places: Map<string, Place>;
}

/** Deadlines of places that have left are thrown away once they are more than those that wait, and than this. */
const maxStaleDeadlines = 64;

/** A line in which nobody waits. */
export function createFairLine(): FairLine {
  const places = new Map<string, Place>();
  const flows = new Map<string, Flow>();
  let deadlines = createDeadlines<Place>();
  let backlog = 0;
  let virtualTime = 0;

  const add = (place: Place): void => {
    const flow = flows.get(place.flow) ?? { startTag: virtualTime, places: new Map<string, Place>() };
    flows.set(place.flow, flow);
    flow.places.set(place.id, place);
    places.set(place.id, place);
    deadlines.add(place);
    backlog += place.cost;
  };
  const remove = (place: Place, flow: Flow): void => {
    places.delete(place.id);
    flow.places.delete(place.id);
    if (flow.places.size === 0) flows.delete(place.flow);
    backlog -= place.cost;
    if (deadlines.size > 2 * places.size + maxStaleDeadlines) deadlines = createDeadlines(places.values());
    if (places.size > 0) return;
    backlog = 0;
    virtualTime = 0;
  };
  const withFlow = (id: string, act: (place: Place, flow: Flow) => void): void => {
    const place = places.get(id);
    const flow = place && flows.get(place.flow);
    if (place !== undefined && flow !== undefined) act(place, flow);
  };

  return {
    get depth() {
      return places.size;
    },
    get backlog() {
      return backlog;
    },
    enter(place, maxDepth) {
      if (places.size < maxDepth) {
        add(place);
        return { kind: 'entered', displaced: undefined };
      }
      const displaced = maxDepth > 0 ? lastOfLongest(flows, place) : undefined;
      if (displaced === undefined) return { kind: 'full' };
      withFlow(displaced.id, remove);
      add(place);
      return { kind: 'entered', displaced };
    },
    next: () => lowestFinish(flows),
    find: (id) => places.get(id),
    serve(id) {
      withFlow(id, (place, flow) => {
        flow.startTag = finishTag(flow, place);
        virtualTime = Math.max(virtualTime, flow.startTag);
        remove(place, flow);
      });
    },
    leave: (id) => withFlow(id, remove),
    due(nowMs) {
      const due: Place[] = [];
      for (let first = deadlines.first(); first !== undefined && first.deadlineMs <= nowMs; first = deadlines.first()) {
        deadlines.takeFirst();
        if (places.get(first.id) === first) due.push(first);
      }
      return due;
    },
    nextDeadlineMs: () => deadlines.first()?.deadlineMs ?? Infinity,
  };
}

function finishTag(flow: Flow, place: Place): number {
  return flow.startTag + place.cost / place.weight;
}

function firstOf(flow: Flow): Place | undefined {
  for (const place of flow.places.values()) return place;
  return undefined;
}

/** Of equal tags the flow that has waited longer. */
function lowestFinish(flows: ReadonlyMap<string, Flow>): Place | undefined {
  let lowest = Infinity;
  let next: Place | undefined;
  for (const flow of flows.values()) {
    const first = firstOf(flow);
    if (first === undefined || finishTag(flow, first) >= lowest) continue;
    lowest = finishTag(flow, first);
    next = first;
  }
  return next;
}

/**
 * Who makes room in a full line: the last of the flow with the most places for its weight, if it has more than the
 * newcomer's flow would have. So a flow that fills the line cannot keep others out of it.
 */
function lastOfLongest(flows: ReadonlyMap<string, Flow>, newcomer: Place): Place | undefined {
  let most = ((flows.get(newcomer.flow)?.places.size ?? 0) + 1) / newcomer.weight;
  let longest: Flow | undefined;
  for (const flow of flows.values()) {
    const crowd = flow.places.size / (firstOf(flow)?.weight ?? 1);
    // The first of a flow stays: it may be at the counter already.
    if (flow.places.size < 2 || crowd <= most) continue;
    most = crowd;
    longest = flow;
  }
  return longest && [...longest.places.values()].at(-1);
}
