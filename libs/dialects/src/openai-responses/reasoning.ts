import type { ReasoningCapability } from '@smart-router/core';
import type { NeutralAsk } from '../neutral/ask.js';
import { callerFields } from '../neutral/caller-fields.js';
import type { Notes } from '../notes.js';
import { writeEffort } from '../reasoning-effort.js';

/**
 * `reasoning` for a wish, its effort clamped to what the target declares, and `include` for the sealed form: nothing is
 * stored at the provider, so reasoning must come along to be taken back. Chat callers have no place to keep it.
 */
export function writeReasoningWish(
  ask: NeutralAsk,
  capability: ReasoningCapability | undefined,
  notes: Notes,
): Readonly<Record<string, unknown>> {
  const wish = ask.reasoning;
  if (wish === undefined) return {};
  const effort = writeEffort(wish, { capability, notes, field: callerFields[ask.from].reasoning });
  const summary = wish.show === true && capability?.summaries === true ? 'auto' : undefined;
  const sealed = capability !== undefined && wish.mode !== 'off' && ask.from !== 'openai-chat';
  return {
    ...((effort ?? summary) !== undefined && {
      reasoning: { ...(effort !== undefined && { effort }), ...(summary !== undefined && { summary }) },
    }),
    ...(sealed && { include: ['reasoning.encrypted_content'] }),
  };
}
