import { arrayOf, integerOf, objectOf, type WireObject } from '../json/guards.js';

/** The id an answer of ours carries. */
export function completionId(requestId: string): string {
  return `chatcmpl-${requestId.replace(/^req_/, '')}`;
}

/** Which answer a choice is; servers that send one choice may leave its index out, or send it as text. */
export function indexOf(choice: WireObject): number {
  return integerOf(choice['index']) ?? (Number(choice['index'] ?? 0) || 0);
}

/** The choice a whole reply is read by: choice 0, or the first where a server counts otherwise. */
export function firstChoice(choices: unknown): WireObject {
  const all = arrayOf(choices).map(objectOf);
  return all.find((choice) => indexOf(choice) === 0) ?? all[0] ?? {};
}
