import { filledString, integerOf, type WireObject } from '../json/guards.js';
import type { Citation } from '../neutral/events.js';

/**
 * A `url_citation`; its title is demanded, and its place too: a source of no place is one of the whole text.
 * @see https://platform.openai.com/docs/guides/tools-web-search#output-and-citations
 */
export function writeAnnotation({ url, title, range }: Citation, text: string): object {
  const { start, end } = range ?? { start: 0, end: text.length };
  return { type: 'url_citation', url, title: title ?? url, start_index: start, end_index: end };
}

/** The source on the web an annotation names; `undefined` for one of another kind, as of a file. */
export function readAnnotation(annotation: WireObject): Citation | undefined {
  const url = filledString(annotation['url']);
  if (annotation['type'] !== 'url_citation' || url === undefined) return undefined;
  const start = integerOf(annotation['start_index']);
  const end = integerOf(annotation['end_index']);
  const range = start === undefined || end === undefined || start < 0 || end < start ? undefined : { start, end };
  return { url, title: filledString(annotation['title']), quote: undefined, range };
}
