import { request as httpRequest } from 'node:http';
import { adaConfig, password, startSite, type TestSite } from './testing/start-site.js';
import { tokenIn, visitorOf } from './testing/visitor.js';

let site: TestSite;

beforeAll(async () => {
  site = await startSite(await adaConfig());
});
afterAll(() => site.close());

/** Sends a request as no browser would. */
function raw(options: { readonly path?: string; readonly headers: Readonly<Record<string, string>> }): Promise<{
  readonly status: number;
  readonly body: string;
}> {
  const { hostname, port } = new URL(site.url);
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { hostname, port, path: options.path ?? '/sign-in', headers: options.headers },
      (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString()));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      },
    );
    request.on('error', reject);
    request.end();
  });
}

describe('everybody', () => {
  test('is asked to sign in, and comes back to where they wanted to go', async () => {
    const ada = visitorOf(site.url);
    const asked = await ada.get('/sign-in?back=%2Fusage%3Fsince%3D7d');
    expect(asked.status).toBe(200);
    const signedIn = await ada.signIn('ada', password, '/usage?since=7d&group-by=project');
    expect(signedIn.status).toBe(303);
    expect(signedIn.headers.get('location')).toBe('/usage?since=7d&group-by=project');
    expect((await ada.get('/sign-in')).status).toBe(303);
  });

  test('gets strict headers with every answer, and no cookie that scripts could read', async () => {
    const visitor = visitorOf(site.url);
    for (const path of ['/sign-in', '/nowhere', '/api/v1/nowhere', '/livez', '/assets/none.js']) {
      const { headers } = await visitor.get(path);
      expect(headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; script-src 'self'; style-src 'self';/,
      );
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-powered-by')).toBeNull();
      for (const cookie of headers.getSetCookie()) expect(cookie).toMatch(/; HttpOnly; SameSite=Strict$/);
    }
  });

  test('gets files that may be kept for ever, by the names the pages use', async () => {
    const page = await (await visitorOf(site.url).get('/sign-in')).text();
    const path = /href="(\/assets\/[0-9a-f]{16}\.css)"/.exec(page)?.[1] ?? '';
    const style = await fetch(`${site.url}${path}`);
    expect([style.status, style.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    expect(await style.text()).toBe('main{}');
  });

  test('is told what went wrong as a page, and by the API as JSON, without a stack', async () => {
    const visitor = visitorOf(site.url);
    const page = await visitor.get('/nowhere');
    expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    const json = await visitor.get('/api/v1/nowhere');
    expect(await json.json()).toEqual({ error: { type: 'not-found', message: expect.any(String) } });
    const broken = await visitor.get('/%E0%A4%A');
    expect(broken.status).toBe(404);
    expect(await broken.text()).not.toMatch(/ at .*\.(js|ts)/);
  });

  test('finds the probes open', async () => {
    expect(await (await fetch(`${site.url}/livez`)).json()).toEqual({ status: 'alive' });
    expect(await (await fetch(`${site.url}/readyz`)).json()).toEqual({ status: 'ready' });
  });
});

describe('requests that should not be answered', () => {
  test('under a name that is not ours are refused, so that no foreign page reads along', async () => {
    const answer = await raw({ headers: { host: 'evil.example' } });
    expect(answer.status).toBe(421);
    expect(answer.body).not.toContain('password');
  });

  test('with a giant cookie are refused before anything is looked up', async () => {
    expect((await raw({ headers: { host: new URL(site.url).host, cookie: `a=${'x'.repeat(20_000)}` } })).status).toBe(
      431,
    );
    const long = await raw({ headers: { host: new URL(site.url).host, cookie: `a=${'x'.repeat(12_000)}` } });
    expect(long.status).toBe(200);
  });

  test('with a giant form are refused', async () => {
    const answer = await visitorOf(site.url).post('/sign-in', { name: 'x'.repeat(20_000) });
    expect(answer.status).toBe(413);
  });

  test.each([
    'smart-router-reports=',
    `smart-router-reports=${'A'.repeat(43)}`,
    "smart-router-reports='; drop table x",
  ])('with the cookie %s are those of a stranger', async (cookie) => {
    expect((await raw({ headers: { host: new URL(site.url).host, cookie } })).status).toBe(200);
  });
});

describe('a wrong name or password', () => {
  test('is refused in the same words, whoever exists', async () => {
    const answers = [];
    for (const [name, tried] of [
      ['ada', 'wrong password'],
      ['nobody', password],
      ['__proto__', 'x'],
    ] as const) {
      const answer = await visitorOf(site.url).signIn(name, tried);
      const text = (await answer.text()).replace(/value="[^"]*"/g, '');
      answers.push(`${answer.status} ${text}`);
    }
    expect(answers[0]).toMatch(/^401 .*The name or the password is wrong\./);
    expect(new Set(answers).size).toBe(1);
  });

  test('leaves an event, and what was typed as an unknown name stays unwritten', async () => {
    await visitorOf(site.url).signIn('hunter2-typed-here', 'x');
    const rows = await site.query(`select * from security_access_events where outcome = 'failed'`);
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows.map((row) => ({ ...row, event_count: 0 })))).not.toContain('hunter2');
    expect(JSON.stringify(await site.query('select bucket from admin_sign_ins'))).not.toContain('hunter2');
    expect(site.logged.join('')).not.toContain('hunter2');
  });
});

describe('a form', () => {
  test.each([
    ['without its token', { csrf: '' }, {}],
    ['with a token of somebody else', { csrf: 'A'.repeat(43) }, {}],
    ['from another site', {}, { origin: 'https://evil.example' }],
    ['from a frame without an origin', {}, { origin: 'null' }],
  ])('%s signs nobody in', async (_what, fields, headers) => {
    const visitor = visitorOf(site.url);
    const page = await (await visitor.get('/sign-in')).text();
    const form = { csrf: tokenIn(page), back: '/', name: 'ada', password, ...fields };
    const answer = await visitor.post('/sign-in', form, headers);
    expect(answer.status).toBe(403);
    expect([...visitor.cookies.keys()]).not.toContain('smart-router-reports');
  });

  test('of one browser is worth nothing in another', async () => {
    const [one, other] = [visitorOf(site.url), visitorOf(site.url)];
    const page = await (await one.get('/sign-in')).text();
    await other.get('/sign-in');
    const answer = await other.post('/sign-in', { csrf: tokenIn(page), name: 'ada', password });
    expect(answer.status).toBe(403);
  });

  test.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/x\r\nset-cookie: a=b',
    'javascript:alert(1)',
    '/sign-in',
  ])('leads to no other site by going back to %j', async (back) => {
    const visitor = visitorOf(site.url);
    const page = await (await visitor.get('/sign-in')).text();
    const answer = await visitor.post('/sign-in', { csrf: tokenIn(page), back, name: 'ada', password });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
  });
});

describe('a session', () => {
  const session = 'smart-router-reports';

  test('gets a new id at every sign-in, whatever id the browser brought', async () => {
    const ada = visitorOf(site.url);
    ada.cookies.set(session, 'F'.repeat(43));
    await ada.signIn('ada', password);
    const first = ada.cookies.get(session);
    expect(first).not.toBe('F'.repeat(43));
    const again = visitorOf(site.url);
    again.cookies.set(session, first ?? '');
    const page = await (await visitorOf(site.url).get('/sign-in')).text();
    expect(tokenIn(page)).toHaveLength(43);
    expect((await again.get('/sign-in')).status).toBe(303);
  });

  test('is ended by signing out, also for a copy of its cookie', async () => {
    const ada = visitorOf(site.url);
    await ada.signIn('ada', password);
    const copy = visitorOf(site.url);
    copy.cookies.set(session, ada.cookies.get(session) ?? '');
    expect((await copy.get('/sign-in')).status).toBe(303);
    const refused = await ada.post('/sign-out', { csrf: 'A'.repeat(43) });
    expect(refused.status).toBe(403);
    expect((await copy.get('/sign-in')).status).toBe(303);
    const { derivedFrom } = await import('./sign-in/secret-id.js');
    const answer = await ada.post('/sign-out', { csrf: derivedFrom(ada.cookies.get(session) ?? '', 'csrf') });
    expect(answer.status).toBe(200);
    expect(ada.cookies.has(session)).toBe(false);
    expect((await copy.get('/sign-in')).status).toBe(200);
  });

  test('stands in no table and no log by its id', async () => {
    const ada = visitorOf(site.url);
    await ada.signIn('ada', password);
    const id = ada.cookies.get(session) ?? 'none';
    expect(JSON.stringify(await site.query('select * from admin_sessions'))).not.toContain(id);
    expect(site.logged.join('')).not.toContain(id);
    expect(site.logged.join('')).not.toContain(password);
  });

  test('ends when the user is taken out of the configuration, or given another password', async () => {
    const ada = visitorOf(site.url);
    await ada.signIn('ada', password);
    const elsewhere = async (config: string): Promise<number> => {
      const visitor = visitorOf(await site.another(config));
      visitor.cookies.set(session, ada.cookies.get(session) ?? '');
      return (await visitor.get('/sign-in')).status;
    };
    expect(await elsewhere(await adaConfig())).toBe(200); // another salt is another hash
    const [ended] = await site.query(`select reason_code from security_access_events where event_type = 'session'`);
    expect(ended).toEqual({ reason_code: 'password-changed' });
  });
});

test('hundreds of tries at once leave a bounded number of rows, and most are not even looked at', async () => {
  const flooded = await startSite(await adaConfig());
  try {
    const attacker = visitorOf(flooded.url);
    const page = await (await attacker.get('/sign-in')).text();
    const statuses = new Map<number, number>();
    for (let round = 0; round < 20; round += 1) {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          attacker.post('/sign-in', { csrf: tokenIn(page), name: `guess-${round}-${index}`, password: 'x' }),
        ),
      );
      for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect((statuses.get(401) ?? 0) + (statuses.get(503) ?? 0)).toBeLessThan(60);
    expect(statuses.get(429)).toBeGreaterThan(320);
    const [events] = await flooded.query('select count(*)::int as rows from security_access_events');
    expect(events?.['rows']).toBeLessThan(200);
    const [counts] = await flooded.query('select count(*)::int as rows from admin_sign_ins');
    expect(counts?.['rows']).toBeLessThan(120);
  } finally {
    await flooded.close();
  }
});
