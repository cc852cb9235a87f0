/** The first parts of the paths that callers know with and without `/v1`. */
const apiRoots = 'chat/completions|responses|messages|models|codex';

const apiPath = new RegExp(`^(/anthropic)?(?:/v1)*(/(?:${apiRoots})(?:/.*)?)$`);

/** What follows names a model, whose id may hold anything. */
const modelPath = /^(?:\/anthropic)?\/v1\/models\/./;

/**
 * The one form of a request's path, without its query: routing and authorisation both read this and nothing else. Base URLs
 * that end in `/`, that lack `/v1` or that have it twice (each SDK wants its own) all lead to the same endpoint. Percent
 * signs are left as they came: a path that hides its words is unknown.
 */
export function canonicalPath(url: string): string {
  const plain = withoutOrigin(url)
    .replace(/[?#].*$/s, '')
    .replace(/\/{2,}/g, '/');
  const [, family = '', rest] = apiPath.exec(plain) ?? [];
  const path = rest === undefined ? plain : `${family}/v1${rest}`;
  return path.length > 1 && !modelPath.test(path) ? path.replace(/\/$/, '') : path;
}

/** Proxies send the whole URL. @see https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2 */
function withoutOrigin(url: string): string {
  return url.startsWith('/') ? url : url.replace(/^https?:\/\/[^/?#]*/i, '') || '/';
}
