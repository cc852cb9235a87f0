import { succeed } from '@smart-router/core';
import type { KeyLine } from '@smart-router/usage-storage';
import { cellsOf, tableColumns, type LineColumn } from '../table/line-column.js';
import type { Finding, Report } from './report.js';

/** A key, and when it is looked at. */
interface KeyNow extends KeyLine {
  readonly now: number;
}

const columns: readonly LineColumn<KeyNow>[] = [
  { name: 'token_id', title: 'Token', kind: 'text', of: ({ tokenId }) => tokenId },
  { name: 'key_id', title: 'Key', kind: 'text', isExtra: true, of: ({ keyId }) => keyId },
  { name: 'status', title: 'Status', kind: 'text', of: statusOf },
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
    const shown = all.filter(
      (line) =>
        (project?.includes(line.project) ?? true) &&
        (environment?.includes(line.environment) ?? true) &&
        (user?.includes(line.user) ?? true),
    );
    const lines = shown.map((line) => ({ ...line, now }));
    return succeed({
      findings: findingsOf(lines),
      tables: [
        {
          ...{ name: 'keys', title: 'Keys', rowCount: lines.length },
          columns: tableColumns(columns),
          rows: lines.map((line) => ({ cells: cellsOf(columns, line) })),
          empty: 'There are no keys here. Issue one with smart-router-keys issue.',
        },
      ],
    });
  },
};

/** What its holder is told: a date that has passed and an owner who is stopped count too. */
function statusOf({ status, ownersActive, expiresAt, now }: KeyNow): string {
  const own = status === 'active' && expiresAt !== undefined && expiresAt <= now ? 'expired' : status;
  return ownersActive ? own : `${own}, owner stopped`;
}

const dayMs = 86_400_000;
const soonMs = 7 * dayMs;
const unusedMs = 90 * dayMs;

function findingsOf(lines: readonly KeyNow[]): readonly Finding[] {
  const active = lines.filter((line) => statusOf(line) === 'active');
  const expiring = active.filter(
    ({ expiresAt, now }) => expiresAt !== undefined && expiresAt > now && expiresAt - now < soonMs,
  );
  const unused = active.filter(({ lastUsedAt, createdAt, now }) => now - (lastUsedAt ?? createdAt) > unusedMs);
  return [
    ...said(expiring.length, 'active keys expire within seven days: rotate them in time'),
    ...said(unused.length, 'active keys were not used for ninety days: they may be revoked'),
  ];
}

function said(count: number, text: string): readonly Finding[] {
  return count === 0 ? [] : [{ severity: 'notice', text: `${count} ${text}` }];
}
