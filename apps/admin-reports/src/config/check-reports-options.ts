import { parseAddress, problem, type ConfigPath, type ConfigProblem } from '@smart-router/config';
import { isLoopback } from '../security/site.js';
import { parseDuration } from './duration.js';
import type { ReportsOptions } from './reports-options.js';

/** What values say of each other. */
export function checkReportsOptions(options: ReportsOptions): readonly ConfigProblem[] {
  return [...checkUrls(options), ...checkUsers(options), ...checkRanges(options), ...checkBaselines(options)];
}

function checkUrls(options: ReportsOptions): readonly ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const host = parseAddress(options.listen)?.host ?? '';
  const publicUrl = options.public_url === undefined ? undefined : new URL(options.public_url);
  if (publicUrl === undefined && !isLoopback(host.includes(':') ? `[${host}]` : host))
    problems.push(problem(['public_url'], `public_url should be set, since listen is not an address of this machine`));
  const isPlain = publicUrl?.protocol === 'http:' && !isLoopback(publicUrl.hostname);
  if (isPlain && options.sessions.secure_cookies !== false)
    problems.push(problem(['public_url'], plainHttp(publicUrl.origin)));
  return [...problems, ...checkOidcUrls(options, publicUrl)];
}

const plainHttp = (origin: string): string =>
  `public_url should be https, or sessions.secure_cookies false for whoever accepts that others on the way read along, got ${JSON.stringify(origin)}`;

function checkOidcUrls({ sign_in: { oidc } }: ReportsOptions, publicUrl: URL | undefined): readonly ConfigProblem[] {
  if (oidc === undefined) return [];
  const path: ConfigPath = ['sign_in', 'oidc'];
  const issuer = new URL(oidc.issuer_url);
  const problems: ConfigProblem[] = [];
  if (issuer.protocol === 'http:' && !isLoopback(issuer.hostname))
    problems.push(problem([...path, 'issuer_url'], `issuer_url should be https, got ${JSON.stringify(issuer.origin)}`));
  const redirect = oidc.redirect_url === undefined ? undefined : new URL(oidc.redirect_url);
  if (redirect === undefined) return problems;
  if (redirect.pathname !== '/sign-in/callback' || redirect.search !== '')
    problems.push(problem([...path, 'redirect_url'], 'redirect_url should end with /sign-in/callback'));
  if (publicUrl !== undefined && redirect.origin !== publicUrl.origin)
    problems.push(problem([...path, 'redirect_url'], `redirect_url should be at public_url, ${publicUrl.origin}`));
  return problems;
}

function checkUsers({ sign_in: { local }, roles }: ReportsOptions): readonly ConfigProblem[] {
  const names = (local?.users ?? []).map(({ name }) => name);
  const twice = names.flatMap((name, index) =>
    names.indexOf(name) < index
      ? [problem(['sign_in', 'local', 'users', index, 'name'], `name ${JSON.stringify(name)} is given twice`)]
      : [],
  );
  const unknown = roles.flatMap(({ subject }, index) =>
    subject.startsWith('local:') && !names.includes(subject.slice('local:'.length))
      ? [problem(['roles', index, 'subject'], `subject ${JSON.stringify(subject)} names no user of sign_in.local`)]
      : [],
  );
  return [...twice, ...unknown];
}

function checkRanges(options: ReportsOptions): readonly ConfigProblem[] {
  const isInside = (parseDuration(options.default_range) ?? 0) <= (parseDuration(options.max_range) ?? 0);
  if (isInside) return [];
  return [
    problem(
      ['default_range'],
      `default_range should be at most max_range, ${options.max_range}, got ${options.default_range}`,
    ),
  ];
}

function checkBaselines({ baselines }: ReportsOptions): readonly ConfigProblem[] {
  const ids = baselines.map(({ id }) => id);
  return ids.flatMap((id, index) =>
    ids.indexOf(id) < index ? [problem(['baselines', index, 'id'], `id ${JSON.stringify(id)} is given twice`)] : [],
  );
}
