/** The members of each kind of item that a reader of asks understands; any other one is dropped with a note. */
export const itemMembers: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    message: ['type', 'role', 'content'],
    reasoning: ['type', 'summary', 'content', 'encrypted_content'],
    function_call: ['type', 'call_id', 'name', 'namespace', 'arguments'],
    custom_tool_call: ['type', 'call_id', 'name', 'namespace', 'input'],
    tool_search_call: ['type', 'call_id', 'execution', 'arguments'],
    function_call_output: ['type', 'call_id', 'output'],
    custom_tool_call_output: ['type', 'call_id', 'output'],
    tool_search_output: ['type', 'call_id', 'execution', 'tools'],
    additional_tools: ['type', 'role', 'tools'],
  }).map(([type, members]) => [type, new Set(members)]),
);

/** The same for the parts of messages and results. */
export const partMembers: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    input_text: ['type', 'text'],
    output_text: ['type', 'text'],
    text: ['type', 'text'],
    refusal: ['type', 'refusal'],
    input_image: ['type', 'image_url', 'detail'],
    input_file: ['type', 'file_data', 'file_url', 'filename'],
    input_audio: ['type', 'input_audio'],
  }).map(([type, members]) => [type, new Set(members)]),
);

/** What the provider did by itself: it may be left out elsewhere, since the answer says what came of it. */
export const providerWork: ReadonlySet<string> = new Set([
  'web_search_call',
  'file_search_call',
  'code_interpreter_call',
  'image_generation_call',
  'mcp_call',
  'mcp_list_tools',
  'tool_search_call',
  'tool_search_output',
]);
