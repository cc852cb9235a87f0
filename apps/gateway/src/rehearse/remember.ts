/** Conversations whose last target is remembered. */
const keptConversations = 100_000;

/** Sets a key of a map of conversations; it forgets what was set longest ago. */
export function remember<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= keptConversations) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
