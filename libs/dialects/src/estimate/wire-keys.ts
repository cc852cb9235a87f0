/** How the value of a member is counted that stands in a conversation. */
export type KeyRule = 'text' | 'json' | 'mark' | 'proof' | 'sealed';

/** The keys of the dialects; the letters of any other key are counted with its value. */
const rules: Readonly<Record<KeyRule, string>> = {
  text: 'content text output arguments thinking refusal summary name title context source citations reasoning reasoning_content function custom tool_calls function_call image_url input_audio file annotations logprobs file_data url data cited_text queries results result transcript document_title code stdout stderr',
  // what a caller's tool is given, or how it is described
  json: 'input parameters input_schema schema definition tools action operation',
  // words and ids a provider reads as a mark, if at all
  mark: 'role type id tool_use_id tool_call_id call_id item_id file_id container_id status cache_control media_type detail format phase namespace execution encrypted_index ttl',
  // belongs to the text beside it
  proof: 'signature',
  // stands for text that only the provider can read
  sealed: 'encrypted_content',
};

const ruleByHash: ReadonlyMap<number, KeyRule> = new Map(
  // the names of the record are rules
  (Object.entries(rules) as readonly (readonly [KeyRule, string])[]).flatMap(([rule, keys]) =>
    keys.split(' ').map((key) => [hashOf(new TextEncoder().encode(key), 0, key.length), rule] as const),
  ),
);

/** The rule of a key, read where it stands, without its quotes; `undefined` for one that is of no dialect. */
export function ruleOfKey(bytes: Uint8Array, start: number, end: number): KeyRule | undefined {
  return ruleByHash.get(hashOf(bytes, start, end));
}

/** FNV-1a: short, and no two of the keys share a value. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return hash;
}
