import { filledString, integerOf, objectOf, type WireObject } from '../json/guards.js';
import type { Citation } from '../neutral/events.js';

/** A text inside the content of a message: where it begins, and how long it is, in UTF-16 units. */
export interface TextPlace {
  readonly start: number;
  readonly length: number;
}

/**
 * A `url_citation` of the text that stands at a place; `undefined` when it is none, or one of another text.
 * @see https://platform.openai.com/docs/guides/tools-web-search?api-mode=chat#output-and-citations
 */
export function readAnnotation(annotation: unknown, place: TextPlace): Citation | undefined {
  const wire = objectOf(annotation);
  const source = objectOf(wire['url_citation']);
  const url = filledString(source['url']);
  if (wire['type'] !== 'url_citation' || url === undefined) return undefined;
  const range = rangeOf(source, place);
  if (range === 'elsewhere') return undefined;
  // OpenRouter adds the words of the page: https://openrouter.ai/docs/features/web-search
  return { url, title: filledString(source['title']), quote: filledString(source['content']), range };
}

function rangeOf(source: WireObject, place: TextPlace): Citation['range'] | 'elsewhere' {
  const first = integerOf(source['start_index']);
  const behind = integerOf(source['end_index']);
  // Servers that do not know the place say 0 to 0.
  if (first === undefined || behind === undefined || behind <= first) return undefined;
  const range = { start: first - place.start, end: behind - place.start };
  return range.start < 0 || range.end > place.length ? 'elsewhere' : range;
}

/** The sources of a text as `annotations`; a source of no place is one of the whole text. */
export function writeAnnotations(citations: readonly Citation[], place: TextPlace): readonly WireObject[] {
  return citations.map((citation) => writeAnnotation(citation, place));
}

function writeAnnotation({ url, title, range }: Citation, place: TextPlace): WireObject {
  const { start, end } = range ?? { start: 0, end: place.length };
  return {
    type: 'url_citation',
    url_citation: { start_index: place.start + start, end_index: place.start + end, title: title ?? url, url },
  };
}
