import { succeed, type Result } from '@smart-router/core';
import type { WriteTarget, WrittenAsk } from '../dialect.js';
import { nameTools } from '../flat-tool-names.js';
import type { NeutralAsk, OutputFormat, WebSearch } from '../neutral/ask.js';
import { callerFields } from '../neutral/caller-fields.js';
import { openNotes, type Notes } from '../notes.js';
import { writeEffort } from '../reasoning-effort.js';
import { capField } from './patch.js';
import { writeTools } from './write-tools.js';
import { writeTurns } from './write-turns.js';
import { writeWebSearch } from './web-search-options.js';

/** https://platform.openai.com/docs/api-reference/chat/create#chat-create-stop */
const stopLimit = 4;

/** The neutral ask → a Chat request body. */
export function writeAsk(ask: NeutralAsk, target: WriteTarget): Result<WrittenAsk> {
  const notes = openNotes();
  const naming = nameTools(ask);
  const messages = writeTurns({ ask, target, naming, notes });
  if (!messages.ok) return messages;
  const wished = searchOf(ask);
  const search = wished === undefined ? undefined : writeWebSearch(wished, ask.from, notes);
  if (search?.ok === false) return search;
  const body = {
    model: target.model,
    messages: messages.value,
    ...writeStream(ask, target),
    ...writeTools(ask, naming, notes),
    ...(search !== undefined && { web_search_options: search.value }),
    ...writeSampling(ask, notes),
    ...(ask.outputCap !== undefined && { [capField(target.capabilities)]: ask.outputCap }),
    ...writeReasoning(ask, target, notes),
    ...(ask.format !== undefined && { response_format: writeFormat(ask.format) }),
    ...(ask.from === 'openai-chat' && ask.vendor),
  };
  return succeed({ body, notes: notes.list, toolNames: naming.toolNames });
}

/** Elsewhere a search is a tool, which the choice of none forbids like any other. */
function searchOf({ from, webSearch, toolChoice }: NeutralAsk): WebSearch | undefined {
  return from !== 'openai-chat' && toolChoice?.kind === 'none' ? undefined : webSearch;
}

/** Usage is always asked for: the router needs it even when the caller does not. */
function writeStream(ask: NeutralAsk, target: WriteTarget): Readonly<Record<string, unknown>> {
  if (!ask.stream) return {};
  const silent = target.capabilities.unsupportedFeatures.includes('stream_options');
  return { stream: true, ...(!silent && { stream_options: { include_usage: true } }) };
}

function writeSampling(ask: NeutralAsk, notes: Notes): Readonly<Record<string, unknown>> {
  const stop = ask.stop?.slice(0, stopLimit);
  if (stop !== undefined && stop.length < (ask.stop?.length ?? 0)) {
    notes.dropped(callerFields[ask.from].stop, `Chat takes ${stopLimit} stop sequences; the rest was left out`);
  }
  return {
    ...(ask.temperature !== undefined && { temperature: ask.temperature }),
    ...(ask.topP !== undefined && { top_p: ask.topP }),
    ...(stop !== undefined && stop.length > 0 && { stop }),
  };
}

function writeReasoning(ask: NeutralAsk, target: WriteTarget, notes: Notes): Readonly<Record<string, unknown>> {
  if (ask.reasoning === undefined) return {};
  const field = callerFields[ask.from].reasoning;
  const effort = writeEffort(ask.reasoning, { capability: target.capabilities.reasoning, notes, field });
  return effort === undefined ? {} : { reasoning_effort: effort };
}

/** Chat demands a name beside the schema, of the characters of function names. */
function writeFormat(format: OutputFormat): unknown {
  if (format.kind === 'json-object') return { type: 'json_object' };
  const { schema, strict, description } = format;
  const name = (format.name ?? 'answer').replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, 64);
  return {
    type: 'json_schema',
    json_schema: {
      name,
      ...(description !== undefined && { description }),
      schema,
      ...(strict !== undefined && { strict }),
    },
  };
}
