import { instanceOfSchema } from '../json/instance-of-schema.js';
import { tokenPieces } from '../json/token-pieces.js';
import type { Question } from '../question/question.js';
import type { Markers } from './markers.js';

/** How much of the prompt an answer repeats, in characters. */
const longestEcho = 200;

/** The words of the answer, in tokens: ordered ones, an instance of the schema, numbered ones, or facts about the request. */
export function composeText(question: Question, markers: Markers, tokens: number | undefined): readonly string[] {
  if (markers.say !== undefined) return tokenPieces(markers.say);
  if (question.schema !== undefined) return tokenPieces(JSON.stringify(instanceOfSchema(question.schema, 'answer')));
  if (tokens !== undefined) return numbered(tokens);
  if (question.toolResults.length > 0) return tokenPieces(quoteResults(question.toolResults));
  return tokenPieces(facts(question, markers));
}

/** The same for every model and dialect, so that one provider can go on where another broke off. */
const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) => `${index === 0 ? '' : ' '}token-${index + 1}`);

const quoteResults = (results: readonly string[]) =>
  `The ${count(results.length, 'tool result')} said: ${results.map((result) => `"${result}"`).join(' and ')}.`;

function facts(question: Question, { rest }: Markers): string {
  const seen = [
    count(question.turns, 'turn'),
    ...(question.images > 0 ? [count(question.images, 'image')] : []),
    ...(question.files > 0 ? [count(question.files, 'file')] : []),
    ...(question.tools.length > 0 ? [count(question.tools.length, 'tool')] : []),
  ];
  const echo = rest.length > longestEcho ? `${rest.slice(0, longestEcho)}…` : rest;
  return `This is ${question.model} over ${question.dialect}. I saw ${seen.join(', ')}. You said: "${echo}"`;
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
