import type { Capabilities } from '@smart-router/core';
import type { Ask } from './ask.js';
import type { Patch } from './dialect.js';
import { arrayOf, objectOf } from './json/guards.js';
import type { NeutralAsk } from './neutral/ask.js';
import { callerFields } from './neutral/caller-fields.js';
import type { Turn } from './neutral/message.js';
import type { Note } from './neutral/note.js';

const systemRoles: readonly unknown[] = ['system', 'developer'];

/** Whether an ask has system messages where the target takes none: inside the conversation. */
export function movesSystem({ facts }: Ask, { systemMessages }: Capabilities): boolean {
  return facts.systemInside && systemMessages === 'leading';
}

/** What the caller is told of it. */
export function movedSystemNote({ dialect }: Ask): Note {
  const reason =
    'a system message inside the conversation became a user message, since the target takes leading ones only';
  return { field: `${callerFields[dialect].turns}[].role`, action: 'changed', reason };
}

/** The ask with such messages given to the user, in their place. */
export function moveSystemTurns(ask: NeutralAsk): NeutralAsk {
  const first = ask.turns.findIndex(({ role }) => !systemRoles.includes(role));
  const turns = ask.turns.map((turn, index): Turn =>
    index > first && systemRoles.includes(turn.role) ? { ...turn, role: 'user' } : turn,
  );
  return { ...ask, turns };
}

/** The same between equal dialects: patches of the roles, and of nothing else. */
export function patchSystemTurns({ body, dialect }: Ask): readonly Patch[] {
  const { turns: field } = callerFields[dialect];
  const roles = arrayOf(objectOf(body.value)[field]).map((turn) => objectOf(turn)['role']);
  const first = roles.findIndex((role) => !systemRoles.includes(role));
  const texts = body.get(field)?.items() ?? [];
  return roles.flatMap((role, index) => {
    const text = index > first && systemRoles.includes(role) ? texts[index]?.get('role') : undefined;
    return text === undefined ? [] : [{ start: text.start, end: text.end, text: '"user"' }];
  });
}
