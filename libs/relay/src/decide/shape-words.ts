import { dialectNames, type DialectName } from '@smart-router/core';
import { dispositionOf, lossTables } from '@smart-router/dialects';

/** Stands for every word that a shape does not keep. */
export const otherWord = 'other';

/** Uses that are no field of a body. */
const usesKnown: ReadonlySet<string> = new Set(['forced_tool_choice', 'function_call_output']);

const hostedToolsKnown: ReadonlySet<string> = new Set([
  ...[
    'web_search',
    'web_fetch',
    'file_search',
    'code_interpreter',
    'code_execution',
    'computer_use',
    'image_generation',
  ],
  ...['mcp', 'bash', 'shell', 'local_shell', 'text_editor', 'memory', 'tool_search'],
]);

const effortsKnown: ReadonlySet<string> = new Set(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']);

/** Whether a shape keeps the kind of a hosted tool. */
export function isKnownHostedTool(tool: string): boolean {
  return hostedToolsKnown.has(tool);
}

/** The kinds of hosted tools that are known, and `other` for all that are not. */
export function knownHostedTools(tools: readonly string[]): readonly string[] {
  return knownWords(tools, isKnownHostedTool);
}

/** A word for how hard to reason, or `other`. */
export function knownEffort(effort: string): string {
  return effortsKnown.has(effort) ? effort : otherWord;
}

/** Each known word, and `other` once for all that are not. */
export function knownWords(words: readonly string[], isKnown: (word: string) => boolean): readonly string[] {
  if (words.length === 0) return words;
  return [...new Set(words.map((word) => (isKnown(word) ? word : otherWord)))];
}

/** Whether a shape of that dialect keeps the name of a feature. */
export function isKnownFeature(dialect: DialectName, feature: string): boolean {
  return usesKnown.has(feature) || isField(dialect, feature);
}

/** Whether some translation would have to refuse a field. A field nobody knows is dropped everywhere. */
export function isLossyField(dialect: DialectName, field: string): boolean {
  return lossyFields[dialect].has(field);
}

/** Looked up for every field of every request. */
const lossyFields: Readonly<Record<DialectName, ReadonlySet<string>>> = {
  'openai-chat': lossyFieldsOf('openai-chat'),
  'openai-responses': lossyFieldsOf('openai-responses'),
  'anthropic-messages': lossyFieldsOf('anthropic-messages'),
};

function lossyFieldsOf(from: DialectName): ReadonlySet<string> {
  const fields = Object.keys(lossTables[from]);
  return new Set(
    fields.filter((field) => dialectNames.some((to) => dispositionOf(from, field, to).kind === 'refused')),
  );
}

function isField(dialect: DialectName, field: string): boolean {
  return Object.hasOwn(lossTables[dialect], field);
}
