const offsetBasis = 0x811c9dc5;
const prime = 0x01000193;

/**
 * Eight hex digits of a text, the same on every run: FNV-1a over its UTF-16 units. Not for secrets.
 * @see http://www.isthe.com/chongo/tech/comp/fnv/#FNV-1a
 */
export function shortHash(text: string): string {
  let hash = offsetBasis;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), prime);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
