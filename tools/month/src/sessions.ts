import type { DialectName, TokenCounts } from '@smart-router/core';
import type { Habit } from './company.js';
import type { Draws } from './draws.js';
import type { Holder } from './issue-keys.js';
import type { GroupName } from './models.js';

/** A request before anybody answered it. */
export interface Ask {
  readonly startedAt: number;
  readonly holder: Holder;
  readonly client: string;
  readonly dialect: DialectName;
  readonly group: GroupName;
  readonly stream: boolean;
  readonly tokens: Required<Pick<TokenCounts, 'input' | 'output'>> & TokenCounts;
  readonly toolCount: number;
  readonly imageCount: number;
}

const fiveMinutesMs = 300_000;

/** What somebody does with a key from `at` on: the requests of a session, in the order of time. */
export function sessionOf(holder: Holder, at: number, draws: Draws): readonly Ask[] {
  return sessions[holder.habit](holder, at, draws);
}

const sessions: Readonly<Record<Habit, (holder: Holder, at: number, draws: Draws) => readonly Ask[]>> = {
  agent: agentSession,
  chat: chatSession,
  batch: batchJob,
  service: (holder, at, draws) => [chatTurn(holder, at, { draws, client: 'openai-sdk', turn: 0 })],
};

/** A coding agent: turn after turn with tools, the context growing and read from the provider's cache. */
function agentSession(holder: Holder, at: number, draws: Draws): readonly Ask[] {
  const isCodex = draws.chance(0.3);
  const known = draws.whole(14_000, 30_000);
  const group = draws.oneOf(holder.allow);
  const asks: Ask[] = [];
  let [startedAt, context, cached] = [at, known, 0];
  // Agents compact their context before it is full.
  const fullTokens = group === 'lab' ? 105_000 : 168_000;
  for (let turns = draws.whole(6, 55); turns > 0 && context < fullTokens; turns -= 1) {
    const added = draws.whole(200, 4500);
    const output = Math.ceil(draws.around(450, 0.9));
    const isFresh = cached === 0;
    asks.push({
      ...{
        startedAt,
        holder,
        group,
        stream: true,
        toolCount: isCodex ? 9 : 18,
        imageCount: draws.chance(0.02) ? 1 : 0,
      },
      ...(isCodex ? codexSide : claudeSide),
      tokens: {
        ...{ input: isCodex ? context - cached + added : draws.whole(3, 60), cachedInput: cached, output },
        ...(isCodex
          ? { reasoning: Math.floor(output * draws.next() * 0.6) }
          : { cacheWrite5m: context - cached + added }),
      },
    });
    const pause = isFresh ? draws.whole(4000, 15_000) : Math.ceil(draws.around(14_000, 1));
    startedAt += pause + output * 14;
    context += added + output;
    cached = pause > fiveMinutesMs ? 0 : context - output;
  }
  return asks;
}

const claudeSide = { client: 'claude-code', dialect: 'anthropic-messages' } as const;
const codexSide = { client: 'codex', dialect: 'openai-responses' } as const;

/** Somebody at an office asks a few questions. */
function chatSession(holder: Holder, at: number, draws: Draws): readonly Ask[] {
  const client = draws.oneOf(['ai-sdk', 'openai-sdk', 'other']);
  let startedAt = at;
  return Array.from({ length: draws.whole(1, 7) }, (_, turn) => {
    const ask = chatTurn(holder, startedAt, { draws, client, turn });
    startedAt += Math.ceil(draws.around(35_000, 0.9));
    return ask;
  });
}

function chatTurn(
  holder: Holder,
  startedAt: number,
  { draws, client, turn }: { readonly draws: Draws; readonly client: string; readonly turn: number },
): Ask {
  return {
    ...{
      startedAt,
      holder,
      client,
      group: draws.oneOf(holder.allow),
      dialect: 'openai-chat',
      stream: draws.chance(0.8),
    },
    ...{ toolCount: draws.chance(0.2) ? 3 : 0, imageCount: draws.chance(0.04) ? draws.whole(1, 3) : 0 },
    tokens: {
      input: Math.ceil(draws.around(700, 0.8)) + turn * 500,
      output: Math.ceil(draws.around(240, 0.8)),
      ...(draws.chance(0.3) ? { cachedInput: 1024 } : {}),
    },
  };
}

/** Documents of the day, one after the other as fast as they are answered. */
function batchJob(holder: Holder, at: number, draws: Draws): readonly Ask[] {
  const group = draws.oneOf(holder.allow);
  let startedAt = at;
  return Array.from({ length: draws.whole(150, 700) }, () => {
    startedAt += draws.whole(120, 700);
    return {
      ...({ startedAt, holder, client: 'python-requests', group, dialect: 'openai-chat', stream: false } as const),
      ...{ toolCount: 0, imageCount: 0 },
      tokens: { input: Math.ceil(draws.around(2600, 0.5)), output: Math.ceil(draws.around(180, 0.6)) },
    };
  });
}
