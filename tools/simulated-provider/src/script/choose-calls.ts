import { instanceOfSchema } from '../json/instance-of-schema.js';
import type { Question, QuestionTool } from '../question/question.js';
import type { Markers } from './markers.js';
import type { ScriptCall } from './script.js';

/** Decides what to call: what the markers say, else the first tool once; nothing after results or when forbidden. */
export function chooseCalls(question: Question, markers: Markers, id: string): readonly ScriptCall[] {
  if (question.toolChoice.kind === 'none' || question.toolResults.length > 0) return [];
  const wanted = markers.calls.length > 0 ? callsOfMarkers(question, markers) : callsOfChoice(question, markers);
  const allowed = question.parallelCalls ? wanted : wanted.slice(0, 1);
  return allowed.map((call, index) => ({ ...call, id: `call_${id}${index.toString(16).padStart(2, '0')}` }));
}

type NamelessCall = Omit<ScriptCall, 'id'>;

function callsOfMarkers({ tools }: Question, markers: Markers): readonly NamelessCall[] {
  return markers.calls.map(({ name, input }) => {
    const tool = tools.find((each) => namesOf(each).includes(name)) ?? { kind: 'function', name, schema: {} };
    return callOf(tool, input);
  });
}

function callsOfChoice({ tools, toolChoice }: Question, markers: Markers): readonly NamelessCall[] {
  const tool = toolChoice.kind === 'named' ? tools.find((each) => isChosen(each, toolChoice)) : tools[0];
  if (tool === undefined) return [];
  return Array.from({ length: markers.callCount ?? (markers.say === undefined ? 1 : 0) }, () =>
    callOf(tool, undefined),
  );
}

const isChosen = (tool: QuestionTool, choice: { readonly name: string; readonly namespace?: string | undefined }) =>
  tool.name === choice.name && (choice.namespace === undefined || tool.namespace === choice.namespace);

/** A tool in a namespace may be named alone, or with its namespace before a slash or two underscores. */
function namesOf({ name, namespace }: QuestionTool): readonly string[] {
  return namespace === undefined ? [name] : [name, `${namespace}/${name}`, `${namespace}__${name}`];
}

function callOf({ kind, name, namespace, schema }: QuestionTool, input: string | undefined): NamelessCall {
  const made = () =>
    kind === 'custom' ? `input for ${name}` : JSON.stringify(instanceOfSchema(schema ?? {}, name) ?? {});
  return { kind, name, namespace, input: input ?? made() };
}
