/** A browser without a screen: keeps cookies, follows nothing by itself, and sends what a browser would of itself. */
export interface Visitor {
  readonly cookies: Map<string, string>;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** Sends a form as a page of the site would. */
  post(
    path: string,
    fields: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>;
  /** Fills in the sign-in form and sends it. */
  signIn(name: string, password: string, back?: string): Promise<Response>;
}

/** Somebody at a site; several of them share nothing. */
export function visitorOf(siteUrl: string): Visitor {
  const cookies = new Map<string, string>();
  const send = async (path: string, init: RequestInit): Promise<Response> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(cookie === '' ? {} : { cookie }), ...(init.headers as Record<string, string>) }; // as given below
    const response = await fetch(new URL(path, siteUrl), { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) keep(cookies, line);
    return response;
  };
  const visitor: Visitor = {
    cookies,
    get: (path, headers = {}) => send(path, { headers }),
    post: (path, fields, headers = {}) =>
      send(path, {
        method: 'POST',
        body: new URLSearchParams(fields).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: new URL(siteUrl).origin, ...headers },
      }),
    signIn: async (name, password, back = '/') => {
      const page = await (await visitor.get(`/sign-in?back=${encodeURIComponent(back)}`)).text();
      return visitor.post('/sign-in', { csrf: tokenIn(page), back: fieldIn(page, 'back'), name, password });
    },
  };
  return visitor;
}

/** The token of the first form of a page. */
export function tokenIn(page: string): string {
  return fieldIn(page, 'csrf');
}

function fieldIn(page: string, name: string): string {
  const value = new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1];
  if (value === undefined) throw new Error(`the page has no field ${name}: ${page.slice(0, 500)}`);
  return value.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&');
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = '', ...rules] = line.split(';').map((part) => part.trim());
  const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
  if (rules.some((rule) => /^max-age=0$/i.test(rule))) cookies.delete(name);
  else cookies.set(name, value);
}
