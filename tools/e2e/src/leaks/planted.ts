/** Words that nobody would write by chance, one for each place where a user or a provider can put text. */
export const planted = {
  prompt: 'planted-prompt-kumquat',
  system: 'planted-system-rhubarb',
  reply: 'planted-reply-quince',
  image: 'cGxhbnRlZC1pbWFnZS1wYXBheWE',
  toolDescription: 'planted-description-medlar',
  toolName: 'planted_tool_loquat',
  toolInput: 'planted-input-damson',
  toolOutput: 'planted-output-sorrel',
  field: 'planted_field_tamarind',
  metadata: 'planted-metadata-yuzu',
  schema: 'planted_schema_salsify',
  header: 'planted-header-cardoon',
  path: 'planted-path-celeriac',
  error: 'planted-error-skirret',
  code: 'planted_code_samphire',
  finish: 'planted_finish_mizuna',
  password: 'planted-password-purslane',
} as const;

/** A whole conversation with a planted word in every place that a dialect has for text. */
export const plantedBodies = {
  'openai-chat': {
    messages: [
      { role: 'system', content: planted.system },
      {
        role: 'user',
        content: [
          { type: 'text', text: planted.prompt },
          { type: 'image_url', image_url: { url: `data:image/png;base64,${planted.image}` } },
        ],
      },
      {
        role: 'assistant',
        content: null,
        tool_calls: [
          {
            ...{ id: 'call_1', type: 'function' },
            function: { name: planted.toolName, arguments: JSON.stringify({ path: planted.toolInput }) },
          },
        ],
      },
      { role: 'tool', tool_call_id: 'call_1', content: planted.toolOutput },
      { role: 'user', content: planted.prompt },
    ],
    tools: [
      {
        type: 'function',
        function: {
          ...{ name: planted.toolName, description: planted.toolDescription },
          parameters: { type: 'object', properties: { [planted.schema]: { type: 'string' } } },
        },
      },
    ],
    ...{ metadata: { [planted.field]: planted.metadata }, user: planted.metadata, [planted.field]: planted.prompt },
    ...{ seed: 1, logit_bias: { 50256: -100 }, stop: [planted.prompt] },
  },
  'openai-responses': {
    instructions: planted.system,
    input: [
      {
        role: 'user',
        content: [
          { type: 'input_text', text: planted.prompt },
          { type: 'input_image', image_url: `data:image/png;base64,${planted.image}` },
        ],
      },
      {
        ...{ type: 'function_call', call_id: 'call_1', name: planted.toolName },
        arguments: JSON.stringify({ path: planted.toolInput }),
      },
      { type: 'function_call_output', call_id: 'call_1', output: planted.toolOutput },
      { role: 'user', content: planted.prompt },
    ],
    tools: [
      {
        ...{ type: 'function', name: planted.toolName, description: planted.toolDescription, strict: false },
        parameters: { type: 'object', properties: { [planted.schema]: { type: 'string' } } },
      },
    ],
    ...{ metadata: { [planted.field]: planted.metadata }, user: planted.metadata, [planted.field]: planted.prompt },
    ...{ prompt_cache_key: planted.prompt, store: false },
  },
  'anthropic-messages': {
    max_tokens: 500,
    system: planted.system,
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: planted.prompt },
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: planted.image } },
        ],
      },
      {
        role: 'assistant',
        content: [{ type: 'tool_use', id: 'toolu_1', name: planted.toolName, input: { path: planted.toolInput } }],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'toolu_1', content: planted.toolOutput },
          { type: 'text', text: planted.prompt },
        ],
      },
    ],
    tools: [
      {
        ...{ name: planted.toolName, description: planted.toolDescription },
        input_schema: { type: 'object', properties: { [planted.schema]: { type: 'string' } } },
      },
    ],
    ...{ metadata: { user_id: planted.metadata }, [planted.field]: planted.prompt, stop_sequences: [planted.prompt] },
  },
} as const;
