/** What every test asks of an official SDK, in one shape over the three of them. */
export interface SdkDriver {
  /** Asks in one call; `stream` chooses how it comes. */
  ask(question: Question): Promise<SdkAnswer>;
  /** Answers the calls of a former answer and asks on. */
  answerCalls(question: Question, answer: SdkAnswer, results: readonly string[]): Promise<SdkAnswer>;
}

/** A question in no dialect. */
export interface Question {
  readonly model: string;
  readonly stream: boolean;
  readonly text: string;
  /** A PNG as base64. */
  readonly image?: string;
  readonly tools?: readonly { readonly name: string; readonly schema: Record<string, unknown> }[];
  /** JSON Schema of a structured answer. */
  readonly schema?: Record<string, unknown>;
}

/** An answer in no dialect. */
export interface SdkAnswer {
  readonly text: string;
  readonly calls: readonly { readonly id: string; readonly name: string; readonly input: unknown }[];
  readonly finish: string | null | undefined;
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
  /** What must be sent back so that the next turn knows this one. */
  readonly history: unknown;
}

/** Where an SDK is pointed. */
export interface SdkAddress {
  readonly url: string;
  readonly token: string;
  /** Instead of the SDK's own. */
  readonly fetch?: typeof fetch;
  /** Where broken answers are meant to be, the SDK need not complain on the console. */
  readonly logLevel?: 'off';
}
