import { objectsOf, textOf, type JsonObject } from '../json/guards.js';

const callTypes = ['function_call', 'custom_tool_call', 'tool_search_call', 'local_shell_call'];

/** What OpenAI would refuse: a wrong input, and outputs without their calls or the other way round. */
export function findResponsesFlaw(body: JsonObject): string | undefined {
  const { input } = body;
  if (typeof input === 'string') return undefined;
  if (!Array.isArray(input)) return `Invalid type for 'input': expected one of an array of objects or string.`;
  if (input.length === 0) return `Invalid 'input': empty array. Expected an array with minimum length 1.`;
  return flawOfCalls(objectsOf(input));
}

function flawOfCalls(items: readonly JsonObject[]): string | undefined {
  const idsOf = (isWanted: (type: string) => boolean) =>
    items.filter((item) => isWanted(textOf(item['type']) ?? '')).flatMap((item) => textOf(item['call_id']) ?? []);
  const calls = idsOf((type) => callTypes.includes(type));
  const outputs = idsOf((type) => type.endsWith('_output'));
  const stray = outputs.find((id) => !calls.includes(id));
  if (stray !== undefined) return `No tool call found for function call output with call_id ${stray}.`;
  const open = calls.find((id) => !outputs.includes(id));
  return open === undefined ? undefined : `No tool output found for function call ${open}.`;
}
