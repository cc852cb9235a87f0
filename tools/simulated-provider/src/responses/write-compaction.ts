import { issueProof } from '../script/proof.js';
import type { Script } from '../script/script.js';
import { responsesUsage } from './response-object.js';

/** A conversation made shorter. @see https://platform.openai.com/docs/api-reference/responses/compact */
export function writeCompaction(script: Script, issuer: string): object {
  const sealed = issueProof({ issuer, dialect: 'openai-responses' }, script.id);
  return {
    id: `resp_${script.id}`,
    object: 'response.compaction',
    created_at: script.createdAtSeconds,
    output: [{ id: `cmp_${script.id}`, type: 'compaction', encrypted_content: sealed }],
    usage: responsesUsage(script),
  };
}
