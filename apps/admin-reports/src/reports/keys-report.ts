import { succeed } from '@smart-router/core';
import type { KeyLine } from '@smart-router/usage-storage';
import type { Cell, TableColumn } from '../table/report-table.js';
import type { Finding, Report } from './report.js';

interface KeyColumn extends TableColumn {
  of(line: KeyLine, now: number): Cell;
}

const columns: readonly KeyColumn[] = [
  { name: 'token_id', title: 'Token', kind: 'text', of: ({ tokenId }) => tokenId },
  { name: 'key_id', title: 'Key', kind: 'text', isExtra: true, of: ({ keyId }) => keyId },
  {
    name: 'status',
    title: 'Status',
    kind: 'text',
    of: statusOf,
  },
  { name: 'organization', title: 'Organization', kind: 'text', isExtra: true, of: ({ organization }) => organization },
  { name: 'project', title: 'Project', kind: 'text', of: ({ project }) => project },
  { name: 'environment', title: 'Environment', kind: 'text', of: ({ environment }) => environment },
  { name: 'user', title: 'User', kind: 'text', of: ({ user }) => user },
  { name: 'allow', title: 'May use', kind: 'text', of: ({ allow }) => allow.join(', ') || undefined },
  { name: 'grants', title: 'Grants', kind: 'text', isExtra: true, of: ({ grants }) => grants.join(', ') || undefined },
  { name: 'labels', title: 'Labels', kind: 'text', isExtra: true, of: ({ labels }) => labels.join(', ') || undefined },
  { name: 'created_at', title: 'Issued (UTC)', kind: 'minute', isExtra: true, of: ({ createdAt }) => createdAt },
  { name: 'last_used_at', title: 'Last used (UTC)', kind: 'minute', of: ({ lastUsedAt }) => lastUsedAt },
  { name: 'expires_at', title: 'Expires (UTC)', kind: 'minute', of: ({ expiresAt }) => expiresAt },
  {
    name: 'grace_until',
    title: 'Grace until (UTC)',
    kind: 'minute',
    isExtra: true,
    of: ({ graceUntil }) => graceUntil,
  },
  { name: 'replaces', title: 'Replaces', kind: 'text', isExtra: true, of: ({ replaces }) => replaces },
];

/** Who holds keys, and which of them are used. Never the secrets: nobody has them. */
export const keysReport: Report = {
  ...{ name: 'keys', title: 'Keys', section: 'Administration', permission: 'keys:read' },
  lead: 'Who holds keys, what they may do, and when they were used last.',
  controls: { hasPeriod: false, filters: ['project', 'environment', 'user'] },
  load: async ({ house, question, viewer }) => {
    const all = await house.reports.keys({ scope: viewer.scopeFor('keys:read') });
    const { project, environment, user } = question.filter;
    const now = house.now();
    const lines = all.filter(
      (line) =>
        (project?.includes(line.project) ?? true) &&
        (environment?.includes(line.environment) ?? true) &&
        (user?.includes(line.user) ?? true),
    );
    return succeed({
      findings: findingsOf(lines, now),
      tables: [
        {
          ...{ name: 'keys', title: 'Keys', rowCount: lines.length },
          columns: columns.map(({ of: _, ...column }) => column),
          rows: lines.map((line) => ({ cells: columns.map(({ of }) => of(line, now)) })),
          empty: 'There are no keys here. Issue one with smart-router-keys issue.',
        },
      ],
    });
  },
};

/** What its holder is told: a date that has passed and an owner who is stopped count too. */
function statusOf({ status, ownersActive, expiresAt }: KeyLine, now: number): string {
  const own = status === 'active' && expiresAt !== undefined && expiresAt <= now ? 'expired' : status;
  return ownersActive ? own : `${own}, owner stopped`;
}

const dayMs = 86_400_000;
const soonMs = 7 * dayMs;
const unusedMs = 90 * dayMs;

function findingsOf(lines: readonly KeyLine[], now: number): readonly Finding[] {
  const active = lines.filter((line) => statusOf(line, now) === 'active');
  const expiring = active.filter(
    ({ expiresAt }) => expiresAt !== undefined && expiresAt > now && expiresAt - now < soonMs,
  );
  const unused = active.filter(({ lastUsedAt, createdAt }) => now - (lastUsedAt ?? createdAt) > unusedMs);
  return [
    ...said(expiring.length, 'active keys expire within seven days: rotate them in time'),
    ...said(unused.length, 'active keys were not used for ninety days: they may be revoked'),
  ];
}

function said(count: number, text: string): readonly Finding[] {
  return count === 0 ? [] : [{ severity: 'notice', text: `${count} ${text}` }];
}
