import { isRecord } from '../json/guards.js';

/** The id an answer of ours carries. */
export function completionId(requestId: string): string {
  return `chatcmpl-${requestId.replace(/^req_/, '')}`;
}

/** Choice 0, the only one that is read; servers that send one choice may leave its index out. */
export function isFirstChoice(choice: unknown): boolean {
  return isRecord(choice) && (choice['index'] ?? 0) === 0;
}

/** The name a call shows to a Chat caller, who knows no namespaces. */
export function calledName(call: { readonly name: string; readonly namespace?: string }): string {
  return call.namespace === undefined ? call.name : `${call.namespace}__${call.name}`;
}
