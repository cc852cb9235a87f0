import { succeed, type Result } from '@smart-router/core';
import { arrayOf, filledString, isAbsent, objectOf, stringOf, type WireObject } from '../json/guards.js';
import type { Tool, ToolChoice } from '../neutral/ask.js';
import { unsupported } from '../refusals.js';
import type { OfferedTools } from './read-tools.js';
import { bareToolKind } from './tool-kind.js';

/** The choice of tools, and what is still on offer under it. */
export interface ReadChoice extends OfferedTools {
  readonly toolChoice: ToolChoice | undefined;
}

/** `tool_choice`: a word, or an object that names a tool or lists the allowed ones. */
export function readToolChoice(choice: unknown, offered: OfferedTools): Result<ReadChoice> {
  if (isAbsent(choice)) return succeed({ ...offered, toolChoice: undefined });
  const chosen = objectOf(choice);
  const mode = stringOf(choice) ?? chosen['mode'];
  const allowed = chosen['type'] === 'allowed_tools' ? onlyAllowed(offered, chosen) : offered;
  if (mode === 'auto' || mode === 'none' || mode === 'required') {
    return succeed({ ...allowed, toolChoice: { kind: mode } });
  }
  const toolChoice = namedChoice(chosen, offered) ?? searchChoice(chosen, offered);
  return toolChoice === undefined ? refuseChoice() : succeed({ ...offered, toolChoice });
}

/** A name alone means the tool outside all namespaces, or the only one of that name inside one. */
function namedChoice(chosen: WireObject, { tools }: OfferedTools): ToolChoice | undefined {
  const type = filledString(chosen['type']) ?? 'function';
  const name = filledString(chosen['name']);
  if ((type !== 'function' && type !== 'custom') || name === undefined) return undefined;
  const alike = tools.filter((tool) => tool.name === name);
  const only = alike.length === 1 ? alike[0]?.namespace : undefined;
  const namespace = filledString(chosen['namespace']) ?? only;
  return { kind: 'named', name, ...(namespace !== undefined && { namespace }) };
}

/** The web search must be used. Where nothing else is on offer, that is the same as having to use something. */
function searchChoice(chosen: WireObject, { tools, webSearch }: OfferedTools): ToolChoice | undefined {
  const isSearch = bareToolKind(filledString(chosen['type']) ?? '') === 'web_search';
  return isSearch && webSearch !== undefined && tools.length === 0 ? { kind: 'required' } : undefined;
}

/** A choice of a hosted tool has no counterpart, and must not become a free choice. */
function refuseChoice(): ReturnType<typeof unsupported> {
  const expected = 'a mode, a tool of the caller, or the web search when it is the only tool,';
  return unsupported('tool_choice', `tool_choice should be ${expected} to reach a target of another dialect`);
}

/** `allowed_tools` forbids all others, which is the same as not offering them. */
function onlyAllowed({ tools, webSearch }: OfferedTools, choice: WireObject): OfferedTools {
  const entries = arrayOf(choice['tools']).map(objectOf);
  const names = new Set(entries.flatMap(({ name }) => filledString(name) ?? []));
  const kinds = new Set(entries.flatMap(({ type }) => bareToolKind(filledString(type) ?? '')));
  const isAllowed = ({ form, name, namespace = '' }: Tool): boolean =>
    form === 'tool-search' ? kinds.has('tool_search') : names.has(name) || names.has(namespace);
  return { tools: tools.filter(isAllowed), webSearch: kinds.has('web_search') ? webSearch : undefined };
}
