import type { Prompt, PromptTool } from './prompt.js';
import { schemaInstance } from './schema-instance.js';
import type { Script, ScriptCall } from './script.js';

/** Decides an answer: calls when tools ask for them, the results quoted when they came, else a text about the request. */
export function makeScript(
  prompt: Prompt,
  options: { readonly tokens: number | undefined; readonly serial: number },
): Script {
  const calls = prompt.results.length > 0 ? [] : callsFor(prompt, options.serial);
  const whole = calls.length > 0 ? [] : piecesOf(answerText(prompt), options.tokens);
  const pieces = prompt.cap === undefined ? whole : whole.slice(0, prompt.cap);
  const reasoning = prompt.wantsReasoning ? 'The request is simulated, so the answer is easy.' : undefined;
  const reasoningTokens = reasoning === undefined ? 0 : 9;
  const callTokens = calls.reduce((sum, call) => sum + 8 + Math.ceil(call.input.length / 4), 0);
  return {
    reasoning,
    pieces,
    calls,
    finish: calls.length > 0 ? 'tool-calls' : pieces.length < whole.length ? 'length' : 'stop',
    usage: {
      input: prompt.inputTokens,
      cached: cachedTokens(prompt),
      output: Math.max(1, pieces.length + callTokens + reasoningTokens),
      reasoning: reasoningTokens,
    },
  };
}

/** `[[cached:N]]` in the prompt makes N of the input tokens cached ones. */
function cachedTokens(prompt: Prompt): number {
  const match = /\[\[cached:(\d+)\]\]/.exec(prompt.text);
  return Math.min(prompt.inputTokens, Number(match?.[1] ?? 0));
}

function answerText(prompt: Prompt): string {
  if (prompt.schema !== undefined) return JSON.stringify(schemaInstance(prompt.schema));
  if (prompt.wantsJson) return '{"simulated":true}';
  if (prompt.results.length > 0) return `The tools answered: ${prompt.results.join(' and ')}.`;
  const images = prompt.imageCount === 0 ? '' : ` with ${prompt.imageCount} image${prompt.imageCount > 1 ? 's' : ''}`;
  return `Hello from ${prompt.model}. You wrote ${prompt.text.length} characters${images}: "${prompt.text.slice(0, 200)}"`;
}

/** Whitespace stays with the word behind it, so that joined pieces are the text again. */
function piecesOf(text: string, tokens: number | undefined): readonly string[] {
  if (tokens !== undefined)
    return Array.from({ length: tokens }, (_, index) => (index === 0 ? 'token 1' : ` token ${index + 1}`));
  return text.match(/\s*\S+|\s+$/g) ?? [];
}

function callsFor(prompt: Prompt, serial: number): readonly ScriptCall[] {
  const first = prompt.tools[0];
  if (first === undefined || prompt.toolChoice === 'none') return [];
  const marked = markedCalls(prompt, serial);
  const forced = typeof prompt.toolChoice === 'object' ? toolNamed(prompt, prompt.toolChoice.name) : undefined;
  const calls =
    marked.length > 0 ? marked : [{ id: callId(serial, 0), tool: forced ?? first, input: inputFor(forced ?? first) }];
  return prompt.parallelCalls ? calls : calls.slice(0, 1);
}

/** `[[call:name {json}]]` asks for one call; several ask for parallel ones. */
function markedCalls(prompt: Prompt, serial: number): readonly ScriptCall[] {
  const markers = [...prompt.text.matchAll(/\[\[call:([\w.-]+)\s+(.*?)\]\](?!\])/gs)];
  return markers.flatMap(([, name = '', input = '{}'], index) => {
    const tool = toolNamed(prompt, name);
    return tool === undefined ? [] : [{ id: callId(serial, index), tool, input }];
  });
}

function toolNamed(prompt: Prompt, name: string): PromptTool | undefined {
  return prompt.tools.find((tool) => tool.name === name || `${tool.namespace ?? ''}__${tool.name}` === name);
}

function inputFor(tool: PromptTool): string {
  return tool.custom ? 'simulated input' : JSON.stringify(objectInstance(tool.schema));
}

function objectInstance(schema: unknown): unknown {
  const instance = schemaInstance(schema);
  return typeof instance === 'object' && instance !== null ? instance : {};
}

function callId(serial: number, index: number): string {
  return `call_sim${String(serial).padStart(6, '0')}x${index}`;
}
