import type { Frame } from './frame.js';
import type { JsonObject } from './json/guards.js';
import type { DialectName, Question } from './question/question.js';
import type { Script } from './script/script.js';
import type { Trouble } from './trouble.js';

/** What the server needs of a dialect. */
export interface SimulatedDialect {
  readonly name: DialectName;
  /** Headers that every answer of the real provider carries. */
  headers(id: string): Readonly<Record<string, string>>;
  /** What a real provider would refuse in this body, in its words; nothing when all is well. */
  findFlaw(body: JsonObject): string | undefined;
  readQuestion(body: JsonObject): Question;
  writeReply(script: Script, question: Question): object;
  writeStream(script: Script, question: Question): readonly Frame[];
  errorBody(trouble: Trouble, id: string): object;
  /** An error inside a stream, after so many frames; Responses tells it twice. */
  errorFrames(trouble: Trouble, place: ErrorPlace): readonly Frame[];
  /** The answer to a request that only counts its tokens. */
  countReply(inputTokens: number): object;
}

/** Where in a stream an error happens. */
export interface ErrorPlace {
  readonly script: Script;
  readonly question: Question;
  readonly framesBefore: number;
}
