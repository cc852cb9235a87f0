import type { Assets } from '../assets/assets.js';
import type { Viewer } from '../viewer.js';

/** What a reader chose to look at; `auto` is what their system likes. */
export type Theme = 'auto' | 'light' | 'dark';

/** What is around every page. */
export interface PageFrame {
  readonly assets: Pick<Assets, 'script' | 'style'>;
  readonly viewer: Viewer;
  readonly theme: Theme;
  /** Of the page, e.g. `/usage`. */
  readonly path: string;
}

/** The theme that a URL asks for with `theme=`, else the cookie that keeps a choice. */
export function themeOf(query: URLSearchParams, cookies: string | undefined): Theme {
  const word = query.get('theme') ?? /(?:^|;\s*)theme=(light|dark)(?:;|$)/.exec(cookies ?? '')?.[1];
  return word === 'light' || word === 'dark' ? word : 'auto';
}
