import { filledString, type WireObject } from '../json/guards.js';

/**
 * What only the issuer of a block can read or find again: a signature, sealed thinking, and the id of a tool the provider
 * ran, whose results are sealed too. `undefined` for other blocks.
 */
export function sealOf(block: WireObject): string | undefined {
  switch (block['type']) {
    case 'thinking':
      return filledString(block['signature']);
    case 'redacted_thinking':
      return filledString(block['data']);
    case 'server_tool_use':
      return filledString(block['id']);
    case 'text':
    case 'tool_use':
    case 'tool_result':
    case 'mcp_tool_use':
    case 'mcp_tool_result':
      return undefined;
    default:
      return filledString(block['tool_use_id']);
  }
}
