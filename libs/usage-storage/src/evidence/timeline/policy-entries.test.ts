import type { EvidencePolicy, RequestStory } from '../request-evidence.js';
import { policyEntries } from './policy-entries.js';

const silent = {
  ...{ kind: 'typescript', version: '0a1b2c3d4e5f', durationMs: 12, error: undefined, choice: undefined },
  classLabel: undefined,
};

/** Of a story in which nothing else is read. */
function entriesOf(policy: EvidencePolicy | undefined) {
  return policyEntries({ request: { plannedMs: 44 }, decision: { policy } } as RequestStory); // as far as is read
}

describe('what the policy of a group said', () => {
  it.each([
    ['used', 'The policy of the group put the targets in order'],
    ['fallback', 'The policy of the group failed, and the configured order was kept'],
    ['refused', 'The policy of the group failed, and the request with it'],
    ['shadow', 'The policy of the group was asked, and not followed'],
    ['baseline', 'The policy of the group was not asked'],
    ['of-a-later-version', 'of-a-later-version'],
  ])('is told as it ended: %s', (outcome, text) => {
    expect(entriesOf({ ...silent, outcome })).toMatchObject([{ atMs: 44, kind: 'policy', text, tone: 'neutral' }]);
  });

  it('says how long it took, what it chose and why it failed', () => {
    const told = { durationMs: 301.6, error: 'timeout', choice: 'openai/gpt-5', classLabel: 'code' };
    expect(entriesOf({ ...silent, ...told, outcome: 'shadow' })).toMatchObject([
      {
        tone: 'bad',
        details: [
          { name: 'policy', value: 'typescript' },
          { name: 'version', value: '0a1b2c3d4e5f' },
          { name: 'took', value: '302 ms' },
          { name: 'error', value: 'timeout' },
          { name: 'would have first', value: 'openai/gpt-5' },
          { name: 'class', value: 'code' },
        ],
      },
    ]);
  });

  it('is no entry where the strategy was no policy', () => {
    expect(entriesOf(undefined)).toEqual([]);
  });
});
