/** Longer addresses are not come back to. */
const longestPath = 2000;

/**
 * Where to go after sign-in: a path of this site, or the overview. Whatever a browser might read as another site's
 * address, or a header's end, is not a path of ours.
 */
export function backPath(given: unknown): string {
  if (typeof given !== 'string' || given.length > longestPath) return '/';
  // Printable ASCII from a single slash on: a second slash or a backslash would begin another host.
  if (!/^\/(?![/\\])[\x21-\x7e]*$/.test(given) || given.includes('\\')) return '/';
  const url = new URL(given, 'http://own.invalid');
  if (url.host !== 'own.invalid' || url.pathname.startsWith('//')) return '/';
  return url.pathname.startsWith('/sign-') ? '/' : `${url.pathname}${url.search}`;
}
