import { LineCounter, parseDocument, type YAMLError } from 'yaml';
import { problem, type ConfigProblem } from './config-problem.js';

/** A YAML document as plain data, or what is wrong with its text. */
export type ParsedYaml =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** Reads YAML. A key given twice is an error; an empty document is an empty configuration. */
export function parseYaml(text: string): ParsedYaml {
  const lineCounter = new LineCounter();
  // Not `prettyErrors`: they quote the line, and a line may hold a secret.
  const document = parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: true });
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) return { ok: false, problems: faults.map((fault) => lineProblem(fault, lineCounter)) };
  return toPlain(() => document.toJS());
}

function lineProblem(fault: YAMLError, lineCounter: LineCounter): ConfigProblem {
  const { line, col } = lineCounter.linePos(fault.pos[0]);
  return problem([], `YAML, line ${line}, column ${col}: ${fault.message}`);
}

/** Aliases are resolved here, where unknown or exploding ones throw. */
function toPlain(convert: () => unknown): ParsedYaml {
  try {
    return { ok: true, value: convert() ?? {} };
  } catch (error) {
    return { ok: false, problems: [problem([], `YAML: ${error instanceof Error ? error.message : String(error)}`)] };
  }
}
