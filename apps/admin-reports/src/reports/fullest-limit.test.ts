import type { QuotaUse } from '@smart-router/usage-storage';
import { limitFinding } from './fullest-limit.js';

const used = (tokens: number) => ({ requests: 0, tokens, costNanoUsd: 0n });
const web = (tokens: number, softPercent?: number): QuotaUse => ({
  ...{ kind: 'project', name: 'web', status: 'active', day: used(0), month: used(tokens), lifetime: used(tokens) },
  ...{ organization: 'acme', project: 'web', environment: undefined, user: undefined },
  limits: { month: { tokens: 1000 }, ...(softPercent === undefined ? {} : { softPercent }) },
});

describe('a limit is warned of', () => {
  it('from four fifths on where nobody chose a share', () => {
    expect(limitFinding(web(799))).toEqual([]);
    expect(limitFinding(web(800))).toEqual([
      { severity: 'notice', text: 'The project web has used 80.0 % of its tokens this month' },
    ]);
  });

  it('from the share on that was chosen', () => {
    expect(limitFinding(web(499, 50))).toEqual([]);
    expect(limitFinding(web(500, 50))).toHaveLength(1);
  });

  it('only once it is full where warnings are switched off', () => {
    expect(limitFinding(web(0, 0))).toEqual([]);
    expect(limitFinding(web(999, 0))).toEqual([]);
    expect(limitFinding(web(1000, 0))).toMatchObject([{ severity: 'bad' }]);
  });
});
