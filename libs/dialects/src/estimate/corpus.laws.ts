import { corpusDocuments, type Document, type Kind } from './corpus-documents.laws.js';
import { hashOf, randomOf } from './random.laws.js';

/** A passage of a document. */
export interface Sample {
  readonly kind: Kind;
  readonly sort: string;
  /** Names the document. */
  readonly document: string;
  readonly text: string;
}

const shortest = 50;
const longest = 20_000;

/** As many passages of every kind, of 50 to 20,000 characters (evenly by order of magnitude), every sort as often. */
export function corpusSamples(
  half: Document['half'],
  perKind: Readonly<Partial<Record<Kind, number>>>,
): readonly Sample[] {
  const documents = corpusDocuments().filter((document) => document.half === half);
  return Object.entries(perKind).flatMap(([kind, count]) => {
    const own = documents.filter((document) => document.kind === kind);
    const sorts = [...new Set(own.map(({ sort }) => sort))].sort();
    const queues = sorts.map((sort) => shuffled(own.filter((document) => document.sort === sort)));
    return Array.from({ length: count }, (_unused, index) => {
      const queue = queues[index % sorts.length] ?? [];
      const document = queue[Math.floor(index / sorts.length) % queue.length];
      return passageOf(document as Document, index); // every sort has documents
    });
  });
}

/** In an order of chance in which no name comes again before all others came as often. */
function shuffled(documents: readonly Document[]): readonly Document[] {
  const turns = new Map<string, number>();
  const placed = documents
    .map((document, index) => ({ document, order: hashOf(`${document.name} ${index}`) }))
    .sort((left, right) => left.order - right.order)
    .map(({ document, order }) => {
      const turn = turns.get(document.name) ?? 0;
      turns.set(document.name, turn + 1);
      return { document, order, turn };
    });
  return placed
    .sort((left, right) => left.turn - right.turn || left.order - right.order)
    .map(({ document }) => document);
}

function passageOf(document: Document, seed: number): Sample {
  const random = randomOf(seed + hashOf(document.sort));
  const text = document.text().slice(0, 400_000);
  const length = Math.floor(shortest * (longest / shortest) ** random());
  const from = Math.floor(random() * Math.max(0, text.length - length));
  const passage = text.slice(from, from + length);
  const whole = passage.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, ''); // no half of an emoji
  return { kind: document.kind, sort: document.sort, document: document.name, text: whole };
}
