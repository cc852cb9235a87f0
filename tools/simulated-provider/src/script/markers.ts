import { isObject } from '../json/guards.js';
import type { ScriptUsage } from './script.js';

/** What a prompt orders by `[[…]]`. */
export interface Markers {
  /** `[[call:name input]]`: input is JSON, free text for a custom tool, or made from the schema when left out. */
  readonly calls: readonly { readonly name: string; readonly input: string | undefined }[];
  /** `[[calls:2]]`: so many calls of the first tool. */
  readonly callCount: number | undefined;
  /** `[[say:text]]`: the words of the answer. */
  readonly say: string | undefined;
  /** `[[cached:100]]`: input tokens that came from the cache. */
  readonly cached: number;
  /** `[[cache-written:100]]`: input tokens that went into the cache. */
  readonly cacheWritten: number;
  /** `[[usage:{"input":9,"cached":0,"cacheWritten":0,"output":5,"reasoning":0}]]`: the usage it reports, whatever was said. */
  readonly usage: Omit<ScriptUsage, 'chargedUsd'> | undefined;
  /** `[[fail-at:label]]`: models whose name holds the label are overloaded. */
  readonly failAt: readonly string[];
  /** `[[tier:flex]]`: the tier it says it served in. */
  readonly tier: string | undefined;
  /** `[[charge:0.0125]]`: what it says it charges, in dollars, where the dialect of a provider is known to tell. */
  readonly chargeUsd: number | undefined;
  /** `[[tag:name]]`: names the request among the sightings. */
  readonly tag: string | undefined;
  /** The prompt without markers. */
  readonly rest: string;
}

/** Finds the markers of a prompt. */
export function readMarkers(prompt: string): Markers {
  const found = scan(prompt);
  const last = (name: string) => found.markers.findLast((marker) => marker.name === name)?.value;
  const count = (name: string) => (last(name) === undefined ? undefined : Number.parseInt(last(name) ?? '', 10) || 0);
  return {
    calls: found.markers.filter(({ name }) => name === 'call').map(({ value }) => readCall(value)),
    callCount: count('calls'),
    say: last('say'),
    cached: count('cached') ?? 0,
    cacheWritten: count('cache-written') ?? 0,
    usage: last('usage') === undefined ? undefined : readUsage(last('usage') ?? ''),
    failAt: found.markers.filter(({ name }) => name === 'fail-at').map(({ value }) => value),
    tier: last('tier'),
    chargeUsd: last('charge') === undefined ? undefined : Number(last('charge')),
    tag: last('tag'),
    rest: found.rest.trim(),
  };
}

function scan(prompt: string): { markers: readonly { name: string; value: string }[]; rest: string } {
  const markers: { name: string; value: string }[] = [];
  const start = /\[\[(call|calls|say|cached|cache-written|usage|fail-at|tier|charge|tag):/g;
  let rest = '';
  let from = 0;
  for (let match = start.exec(prompt); match !== null; match = start.exec(prompt)) {
    const end = endOfMarker(prompt, start.lastIndex);
    if (end === -1) break;
    markers.push({ name: match[1] ?? '', value: prompt.slice(start.lastIndex, end) });
    rest += prompt.slice(from, match.index);
    from = start.lastIndex = end + 2;
  }
  return { markers, rest: rest + prompt.slice(from) };
}

/** JSON may hold `]]` itself: then the marker ends where its JSON is complete. */
function endOfMarker(prompt: string, from: number): number {
  const first = prompt.indexOf(']]', from);
  const json = prompt.indexOf('{', from);
  if (json === -1 || json > first) return first;
  for (let end = first; end !== -1; end = prompt.indexOf(']]', end + 1)) {
    if (isJsonObject(prompt.slice(json, end))) return end;
  }
  return first;
}

function isJsonObject(text: string): boolean {
  try {
    return isObject(JSON.parse(text));
  } catch {
    return false;
  }
}

/** Whoever writes it writes whole numbers; what is left out is 0. */
function readUsage(value: string): Markers['usage'] {
  const told: unknown = JSON.parse(value);
  const count = (name: string): number => (isObject(told) ? Number(told[name] ?? 0) : 0);
  return {
    ...{ input: count('input'), cached: count('cached'), cacheWritten: count('cacheWritten') },
    ...{ output: count('output'), reasoning: count('reasoning') },
  };
}

function readCall(value: string): { name: string; input: string | undefined } {
  const [, name = '', input] = /^(\S+)(?:\s+([\s\S]+))?$/.exec(value.trim()) ?? [];
  return { name, input };
}
