import { hashPassword, openLog, readReportsConfig, startReports } from '@smart-router/admin-reports';
import { planted } from './planted.js';

/** What the reports said to somebody who may see everything, by path. */
export interface ReportsRead {
  readonly answers: ReadonlyMap<string, string>;
  readonly log: string;
}

const everything = 'reports:read, reports:export, reports:drilldown, security:read, keys:read, metrics:read';

/** Pages that are alike but for their parameters are read so often. */
const maxAlike = 6;

/** Starts reports over a ledger, signs in and follows every link of every page, exports and the API included. */
export async function readReports(databaseUrl: string): Promise<ReportsRead> {
  const hash = await hashPassword(planted.password, { cost: 2 ** 14 });
  const config = `listen: 127.0.0.1:0
sign_in: { local: { users: [{ name: ada, password_hash: ${hash} }] } }
roles: [{ subject: 'local:ada', domain: '*', allow: [${everything}] }]
`;
  const reading = readReportsConfig(config, { env: { DATABASE_URL: databaseUrl }, readFile: () => '' });
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  let log = '';
  const reports = await startReports({
    settings: reading.settings,
    log: openLog('info', { write: (line) => void (log += line) }),
    assets: { script: 'void 0;', style: 'main{}' },
  });
  try {
    const answers = await crawl(reports.url, await signIn(reports.url));
    return { answers, log };
  } finally {
    await reports.close();
  }
}

/** The cookie of a session. */
async function signIn(url: string): Promise<string> {
  const form = await fetch(`${url}/sign-in`);
  const csrf = /name="csrf" value="([^"]*)"/.exec(await form.text())?.[1] ?? '';
  const answer = await fetch(`${url}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: url, cookie: cookiesOf(form) },
    body: new URLSearchParams({ csrf, back: '/', name: 'ada', password: planted.password }).toString(),
  });
  return cookiesOf(answer);
}

function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((line) => line.slice(0, line.indexOf(';')))
    .join('; ');
}

async function crawl(url: string, cookie: string): Promise<ReadonlyMap<string, string>> {
  const answers = new Map<string, string>();
  const waiting = ['/'];
  const seen = new Map<string, number>();
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    if (answers.has(path)) continue;
    const answer = await fetch(`${url}${path}`, { headers: { cookie } });
    const text = await answer.text();
    answers.set(path, text);
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text.slice(0, 300)}`);
    for (const link of linksIn(text)) {
      const kind = link.replace(/\?.*|req_\w+/, '');
      const alike = seen.get(kind) ?? 0;
      if (alike >= maxAlike) continue;
      seen.set(kind, alike + 1);
      waiting.push(link);
    }
  }
  return answers;
}

/** Pages of our own, and the JSON of each report beside its CSV. */
function linksIn(page: string): readonly string[] {
  const links = [...page.matchAll(/href="(\/[^"#]*)"/g)].map(([, link = '']) => link.replaceAll('&amp;', '&'));
  const own = links.filter((link) => !link.startsWith('//') && !link.startsWith('/assets/'));
  return [...own, ...own.filter((link) => link.startsWith('/export/')).map(apiOf)];
}

const apiOf = (link: string): string => link.replace(/^\/export\/([\w-]+)\.\w+/, '/api/v1/$1');
