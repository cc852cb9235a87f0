import type { Caller } from '@smart-router/core';
import type { Catalog, ModelGroup } from '@smart-router/config';
import { mayUse } from '@smart-router/keys';
import type { Page } from './page-of.js';

/** Groups have no birthday; a constant keeps the answer the same from call to call. */
const created = 1_700_000_000;

/** The groups a caller may use, in catalog order. */
export function groupsOf(catalog: Catalog, caller: Caller): readonly ModelGroup[] {
  return [...catalog.groups.values()].filter((group) => mayUse(caller, group.name));
}

/** One group in OpenAI's model shape. */
export function openaiModel(group: ModelGroup, ownedBy: string): unknown {
  return { id: group.name, object: 'model', created, owned_by: ownedBy };
}

/** A list in OpenAI's shape. @see https://platform.openai.com/docs/api-reference/models/list */
export function openaiList(groups: readonly ModelGroup[], ownedBy: string): unknown {
  return { object: 'list', data: groups.map((group) => openaiModel(group, ownedBy)) };
}

/** One group in Anthropic's model shape. */
export function anthropicModel(group: ModelGroup): unknown {
  return {
    type: 'model',
    id: group.name,
    display_name: group.displayName ?? group.name,
    created_at: new Date(created * 1000).toISOString(),
  };
}

/** A list in Anthropic's shape. @see https://docs.anthropic.com/en/api/models-list */
export function anthropicList({ entries, hasMore }: Page<ModelGroup>): unknown {
  return {
    data: entries.map(anthropicModel),
    has_more: hasMore,
    first_id: entries[0]?.name ?? null,
    last_id: entries.at(-1)?.name ?? null,
  };
}
