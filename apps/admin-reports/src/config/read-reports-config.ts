import {
  checkOptions,
  parseAddress,
  parseYaml,
  problem,
  readSecret,
  secretForms,
  type ConfigPath,
  type ConfigProblem,
  type SecretForm,
  type SecretReference,
  type SecretSources,
} from '@smart-router/config';
import { Secret } from '@smart-router/core';
import type { Domain } from '@smart-router/usage-storage';
import { smallLetters } from '../oidc/small-letters.js';
import { isLoopback } from '../security/site.js';
import { requirePasswordHash } from '../sign-in/password-hash.js';
import { checkReportsOptions } from './check-reports-options.js';
import { parseDuration } from './duration.js';
import { reportsOptions, type ReportsOptions } from './reports-options.js';
import type { OidcSettings, ReportsSettings, SessionSettings } from './reports-settings.js';

/** The settings of a configuration, or everything that is wrong with it. */
export type ReportsConfigReading =
  | { readonly ok: true; readonly settings: ReportsSettings }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** Reads a configuration (YAML): the shape of every value, what they say of each other, and the secrets. */
export function readReportsConfig(text: string, sources: SecretSources): ReportsConfigReading {
  const yaml = parseYaml(text);
  if (!yaml.ok) return yaml;
  const { options, problems } = checkOptions(reportsOptions, yaml.value);
  if (options === undefined) return { ok: false, problems };
  const secrets = new SecretReader(sources);
  const settings = settle(options, secrets);
  const all = [...checkReportsOptions(options), ...secrets.problems];
  return all.length > 0 ? { ok: false, problems: all } : { ok: true, settings };
}

/** Reads secrets and remembers which could not be had. */
class SecretReader {
  readonly problems: ConfigProblem[] = [];

  constructor(private readonly sources: SecretSources) {}

  read(path: ConfigPath, reference: SecretReference, form: SecretForm): Secret {
    const reading = readSecret(reference, form, this.sources);
    if (reading.ok) return reading.secret;
    this.problems.push(problem(path, `${String(path.at(-1))}: ${reading.fault}`));
    return new Secret(''); // never used: with a problem there are no settings
  }
}

function settle(options: ReportsOptions, secrets: SecretReader): ReportsSettings {
  return {
    listen: parseAddress(options.listen) ?? { host: '', port: 0 }, // checked by its option
    publicUrl: options.public_url === undefined ? undefined : new URL(options.public_url).origin,
    databaseUrl: secrets.read(['database_url'], options.database_url, secretForms.postgresUrl),
    localUsers: (options.sign_in.local?.users ?? []).map((user) => ({
      name: user.name,
      displayName: user.display_name ?? user.name,
      passwordHash: requirePasswordHash(user.password_hash),
    })),
    oidc: settleOidc(options, secrets),
    sessions: settleSessions(options),
    roles: options.roles.map((role) => ({ ...role, subject: subjectOf(role.subject), domain: domainOf(role.domain) })),
    baselines: options.baselines.map((baseline) => ({
      ...{ id: baseline.id, name: baseline.name },
      inputMicroUsdPerMillion: microUsd(baseline.input_per_million_usd),
      outputMicroUsdPerMillion: microUsd(baseline.output_per_million_usd),
      cachedInputMicroUsdPerMillion:
        baseline.cached_input_per_million_usd === undefined
          ? undefined
          : microUsd(baseline.cached_input_per_million_usd),
    })),
    defaultRangeMs: parseDuration(options.default_range) ?? 0, // checked by its option, as the next
    maxRangeMs: parseDuration(options.max_range) ?? 0,
    trustedProxies: options.trusted_proxies,
    logLevel: options.log_level,
  };
}

const microUsd = (usd: number): number => Math.round(usd * 1_000_000);

function settleOidc({ sign_in: { oidc } }: ReportsOptions, secrets: SecretReader): OidcSettings | undefined {
  if (oidc === undefined) return undefined;
  const path = ['sign_in', 'oidc', 'client_secret'];
  return {
    issuerUrl: oidc.issuer_url,
    clientId: oidc.client_id,
    clientSecret: oidc.client_secret && secrets.read(path, oidc.client_secret, secretForms.token),
    redirectUrl: oidc.redirect_url,
    scopes: oidc.scopes,
    allowedDomains: oidc.allowed_domains.map((domain) => domain.toLowerCase()),
    groupsClaim: oidc.groups_claim,
    emailClaim: oidc.email_claim,
    subjectClaim: oidc.subject_claim,
    button: oidc.button,
  };
}

function settleSessions({ sessions, public_url: publicUrl }: ReportsOptions): SessionSettings {
  const isPlain = publicUrl === undefined || publicUrl.startsWith('http:');
  return {
    ttlMs: parseDuration(sessions.ttl) ?? 0, // checked by their options
    idleMs: parseDuration(sessions.idle) ?? 0,
    cookieName: sessions.cookie_name,
    secureCookies: sessions.secure_cookies ?? !(isPlain && isOnThisMachine(publicUrl)),
  };
}

function isOnThisMachine(publicUrl: string | undefined): boolean {
  return publicUrl === undefined || isLoopback(new URL(publicUrl).hostname);
}

/** Addresses mean the same in large letters: a role that is written so is meant for somebody. */
function subjectOf(text: string): string {
  return text.startsWith('user:') ? smallLetters(text) : text;
}

/** `web/prod`, `web/*` or `*`, as its option checked. */
function domainOf(text: string): Domain | 'everything' {
  const [project, environment] = text.split('/');
  if (project === undefined || project === '*') return 'everything';
  return { project, environment: environment === '*' ? undefined : environment };
}
