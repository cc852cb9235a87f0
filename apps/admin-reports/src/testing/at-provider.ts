import { visitorOf, type Visitor } from './visitor.js';

/** Somebody at their OpenID provider. */
export interface ProviderGuest {
  /** Signs in where the site has sent them; yields the address the provider sends them back to. */
  signIn(authorizationUrl: string, login: string): Promise<string>;
}

/** A guest of a provider, with a browser of their own. */
export function providerGuest(issuerUrl: string): ProviderGuest {
  const browser: Visitor = visitorOf(issuerUrl);
  return {
    signIn: async (authorizationUrl, login) => {
      let response = await browser.get(authorizationUrl);
      for (let steps = 0; steps < 20; steps += 1) {
        const location = response.headers.get('location');
        if (location !== null) {
          const url = new URL(location, issuerUrl);
          if (url.origin !== new URL(issuerUrl).origin) return url.href;
          response = await browser.get(url.href);
        } else response = await fillIn(browser, await response.text(), login);
      }
      throw new Error('the provider leads nowhere');
    },
  };
}

/** The forms of the provider: one asks who it is, one whether that is all right. */
function fillIn(browser: Visitor, page: string, login: string): Promise<Response> {
  const action = /action="([^"]+)"/.exec(page)?.[1];
  const prompt = /name="prompt" value="([^"]+)"/.exec(page)?.[1];
  if (action === undefined || prompt === undefined) throw new Error(`no form of the provider: ${page.slice(0, 300)}`);
  return browser.post(action, prompt === 'login' ? { prompt, login, password: 'any' } : { prompt });
}
