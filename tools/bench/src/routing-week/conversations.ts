import type { Question } from './attempt.js';
import { logNormal } from './seeded-rng.js';

/** A conversation that goes on turn by turn; each turn sends all that was said before. */
export interface Conversation {
  /** Of its latest turn: what a target that served it has in its cache. */
  promptTokens: number;
  /** Who served its latest turn. */
  lastTarget: string | undefined;
}

/** Conversations that go on at the same time. */
const openAtOnce = 50;

/** The share of requests that go on with one; the others begin anew. */
const continuedShare = 0.8;

/** Of what was said before, the share that is found in the cache of who served it. */
export const foundShare = 0.9;

/** A turn of a conversation, or a single question. */
export interface Turn {
  readonly question: Question;
  /** `undefined` where questions stand alone. */
  readonly conversation: Conversation | undefined;
}

/** Where questions stand alone. */
export function singleQuestion(luck: () => number): Turn {
  const question = { inputTokens: logNormal(1_500, 0.6, luck), outputTokens: logNormal(400, 0.4, luck) };
  return { question, conversation: undefined };
}

/** Where they belong to conversations: 0.8 of them go on with one of fifty. */
export function openConversations(): (luck: () => number) => Turn {
  const open: Conversation[] = [];
  return (luck) => {
    const [isContinued, place] = [luck() < continuedShare, Math.floor(luck() * openAtOnce)];
    const { question } = singleQuestion(luck);
    const known = open[place];
    const conversation = isContinued && known !== undefined ? known : { promptTokens: 0, lastTarget: undefined };
    open[place] = conversation;
    return {
      question: { ...question, inputTokens: conversation.promptTokens + question.inputTokens },
      conversation,
    };
  };
}
