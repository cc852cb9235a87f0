import { dialectNames, type DialectName } from '@smart-router/core';
import { parseAsk } from '@smart-router/dialects';
import { noState } from '../state/ask-state.js';
import { requestShape } from './request-shape.js';

const secret = 'Zq-secret-words';

/** A body that says something private wherever a caller chooses the words. */
const bodies: Readonly<Record<DialectName, object>> = {
  'openai-chat': {
    messages: [{ role: 'user', name: secret, content: secret }],
    tools: [{ type: 'function', function: { name: secret, description: secret, parameters: { type: secret } } }],
    tool_choice: { type: 'function', function: { name: secret } },
    reasoning_effort: secret,
    service_tier: secret,
    [secret]: secret,
  },
  'openai-responses': {
    input: [{ role: 'user', content: [{ type: 'input_text', text: secret }] }],
    tools: [{ type: secret }, { type: 'function', name: secret, parameters: {} }],
    include: [secret],
    reasoning: { effort: secret, summary: secret },
    metadata: { [secret]: secret },
    [secret]: secret,
  },
  'anthropic-messages': {
    max_tokens: 10,
    messages: [{ role: 'user', content: secret }],
    tools: [
      { type: `${secret}_20260101`, name: secret },
      { name: secret, input_schema: { type: secret } },
    ],
    betas: [secret],
    thinking: { type: 'enabled', budget_tokens: 2048 },
    output_config: { effort: secret },
    [secret]: secret,
  },
};

test.each(dialectNames)('no word of the caller is in the shape of its request: %s', (dialect) => {
  const bytes = Buffer.from(JSON.stringify({ model: secret, ...bodies[dialect] }));
  const ask = parseAsk(dialect, bytes, { maxDepth: 64 });
  if (!ask.ok) throw new Error(ask.fault.message);
  const shape = requestShape(ask.value.facts, noState, undefined);
  expect(JSON.stringify(shape).toLowerCase()).not.toContain('secret');
  expect(shape.features).toContain('other');
});
