import { createHash } from 'node:crypto';

/** The browser's part of the program, as the bundler made it. */
export interface AssetTexts {
  readonly script: string;
  readonly style: string;
}

/** One file as it is answered. */
export interface Asset {
  readonly contentType: string;
  readonly body: Buffer;
}

/** The files the pages link to. Their names change with their content, so that browsers may keep them for ever. */
export interface Assets {
  /** E.g. `/assets/5f2c…e1.js`. */
  readonly script: string;
  /** E.g. `/assets/90ab…77.css`. */
  readonly style: string;
  find(path: string): Asset | undefined;
}

/** Names the files by their content and keeps them in memory. */
export function makeAssets(texts: AssetTexts): Assets {
  const script = assetOf(texts.script, 'js', 'text/javascript; charset=utf-8');
  const style = assetOf(texts.style, 'css', 'text/css; charset=utf-8');
  const files = new Map([script, style]);
  return { script: script[0], style: style[0], find: (path) => files.get(path) };
}

function assetOf(text: string, extension: string, contentType: string): readonly [string, Asset] {
  const body = Buffer.from(text);
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 16);
  return [`/assets/${hash}.${extension}`, { contentType, body }];
}
