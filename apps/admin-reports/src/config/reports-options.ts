import { z } from 'zod';
import { addressText, networkRange, secretReference } from '@smart-router/config';
import { permissions } from '../viewer.js';
import { duration } from './duration.js';
import { signInOptions } from './sign-in-options.js';

const sessions = z.strictObject({
  ttl: duration('5m', '30d').default('8h').describe('A session ends so long after the sign-in, whatever happens.'),
  idle: duration('1m', '30d').default('2h').describe('A session ends when nothing was asked for so long.'),
  cookie_name: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'should be 1 to 64 letters, digits, dashes or underscores' })
    .default('smart-router-reports')
    .describe('The name of the cookie, to which `__Host-` is added where cookies are secure.'),
  secure_cookies: z
    .boolean()
    .optional()
    .describe('Cookies travel over https only. Default: true, but for an http public_url of this machine itself.'),
});

const role = z.strictObject({
  subject: z
    .string()
    .regex(/^(local|user|oidc|group):\S(.{0,254}\S)?$/, {
      error: 'should be local:<name>, user:<address>, oidc:<subject> or group:<name>',
    })
    .describe('Whom it is given to: `local:ada`, `user:ada@example.com`, `oidc:<subject>` or `group:analysts`.'),
  domain: z
    .string()
    .regex(/^(\*|[A-Za-z0-9.-]{1,64}\/(\*|[A-Za-z0-9.-]{1,64}))$/, {
      error: 'should be project/environment, project/* or *',
    })
    .describe('Where it holds: `web/prod`, `web/*` for every environment of a project, `*` for everything.'),
  allow: z.array(z.enum(permissions)).min(1).describe('What it allows there.'),
});

const usd = z.number().min(0).max(1_000_000);

const baseline = z.strictObject({
  id: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,64}$/, { error: 'should be 1 to 64 letters, digits, dots, dashes or underscores' })
    .describe('Names it in addresses.'),
  name: z.string().min(1).max(100).describe('Names it on pages.'),
  input_per_million_usd: usd.describe('US dollars for a million input tokens.'),
  output_per_million_usd: usd.describe('US dollars for a million output tokens.'),
  cached_input_per_million_usd: usd.optional().describe('The same for cached input; as other input when absent.'),
});

/** The whole configuration of admin-reports. */
export const reportsOptions = z.strictObject({
  listen: addressText.default('127.0.0.1:8081').describe('Address of the pages.'),
  public_url: z
    .url({ protocol: /^https?$/, error: 'should be an http:// or https:// URL' })
    .refine((text) => !URL.canParse(text) || new URL(text).pathname === '/', { error: 'should have no path' })
    .optional()
    .describe('Where browsers find the site; `http://<listen>` when absent. Requests under other names are refused.'),
  database_url: secretReference
    .default({ env: 'DATABASE_URL' })
    .describe('The database, with a role that `smart-router-reports grant` has granted what it needs.'),
  sign_in: signInOptions.describe('Who can sign in, and how.'),
  sessions: sessions.prefault({}).describe('How long somebody stays signed in.'),
  roles: z.array(role).default([]).describe('Who may see what; whoever has no role sees nothing.'),
  baselines: z.array(baseline).max(20).default([]).describe('Prices that costs are compared with.'),
  default_range: duration('1h', '400d').default('24h').describe('The time range of a page that names none.'),
  max_range: duration('1h', '1000d').default('400d').describe('The longest time range of a question.'),
  trusted_proxies: z.array(networkRange).default([]).describe('Addresses whose X-Forwarded-For is believed.'),
  log_level: z.enum(['debug', 'info', 'warn', 'error']).default('info').describe('What the log on stderr tells.'),
});

/** The checked options. */
export type ReportsOptions = z.infer<typeof reportsOptions>;
