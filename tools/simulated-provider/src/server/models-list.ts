import { faults } from '../faults/faults.js';

/** The list of models in the shape of the family that asks: Anthropic's clients name a version. */
export function modelsList(anthropic: unknown): object {
  const names = Object.keys(faults).map((name) => `sim-${name}`);
  if (anthropic === undefined) return { object: 'list', data: names.map(openaiModel) };
  return {
    data: names.map(anthropicModel),
    has_more: false,
    first_id: names[0] ?? null,
    last_id: names.at(-1) ?? null,
  };
}

const openaiModel = (id: string) => ({ id, object: 'model', created: 1_767_225_600, owned_by: 'simulated' });
const anthropicModel = (id: string) => ({ id, type: 'model', display_name: id, created_at: '2026-01-01T00:00:00Z' });
