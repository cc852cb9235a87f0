import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { chatDriver } from './chat-driver.js';
import type { LaneDialect } from './lane-config.js';
import { messagesDriver } from './messages-driver.js';
import { responsesDriver } from './responses-driver.js';
import type { Question, SdkAddress, SdkAnswer, SdkDriver } from './sdk-driver.js';

const drivers: Readonly<Record<LaneDialect, (address: SdkAddress) => SdkDriver>> = {
  'openai-chat': chatDriver,
  'openai-responses': responsesDriver,
  'anthropic-messages': messagesDriver,
};

/** What an SDK made of an answer, beside the answer's own bytes. */
export interface SdkVerdict {
  readonly answer: SdkAnswer | undefined;
  /** What the SDK threw. */
  readonly error: unknown;
  /** The HTTP status; `undefined` when no answer began. */
  readonly status: number | undefined;
  readonly headers: Headers | undefined;
  /** The body as it came over the wire. */
  readonly wire: string;
}

/** Asks with the official SDK of a dialect, and keeps what came over the wire. */
export async function askSdk(address: SdkAddress, dialect: LaneDialect, question: Question): Promise<SdkVerdict> {
  const chunks: Uint8Array[] = [];
  let head: Response | undefined;
  const fetchAndKeep: typeof fetch = async (...request) => {
    head = await fetch(...request);
    const keep = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        chunks.push(chunk);
        controller.enqueue(chunk);
      },
    });
    return new Response(head.body?.pipeThrough(keep) ?? null, head);
  };
  const driver = drivers[dialect]({ ...address, fetch: fetchAndKeep, logLevel: 'off' });
  const outcome = await driver.ask(question).then(
    (answer) => ({ answer, error: undefined }),
    (error: unknown) => ({ answer: undefined, error }),
  );
  return { ...outcome, status: head?.status, headers: head?.headers, wire: Buffer.concat(chunks).toString() };
}

/** Whether an error is one the SDK foresees, not a bug in it. */
export function isSdkError(error: unknown): boolean {
  return error instanceof OpenAI.OpenAIError || error instanceof Anthropic.AnthropicError;
}
