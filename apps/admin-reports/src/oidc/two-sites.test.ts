import { findChromium } from '@smart-router/dev-services';
import { chromium, type Browser, type Page } from 'playwright-core';
import { startSite, type TestSite } from '../testing/start-site.js';
import { client, oidcConfig, startOpenidProvider, type OpenidProvider } from '../testing/start-openid-provider.js';

let browser: Browser;
let provider: OpenidProvider;
let site: TestSite;

beforeAll(async () => {
  const { command, env } = await findChromium();
  const { PATH = '' } = process.env;
  browser = await chromium.launch({ executablePath: command, args: ['--no-sandbox'], env: { ...env, PATH } });
  provider = await startOpenidProvider({ ada: { email: 'ada@example.com', email_verified: true } });
  // 127.0.0.1 and localhost are two sites to a browser.
  const config = `listen: 127.0.0.1:0
sign_in:
  ${oidcConfig(provider)}
sessions: { secure_cookies: true }
roles:
  - { subject: 'user:ada@example.com', domain: '*', allow: [reports:read] }
`;
  site = await startSite(config, { env: { OIDC_SECRET: client.clientSecret } });
  await provider.serve(`${site.url}/sign-in/callback`);
});
afterAll(async () => {
  await browser.close();
  await site.close();
  await provider.stop();
});

/** A browser of its own; a starved machine gets there too. */
async function newPage(): Promise<Page> {
  const page = await browser.newPage();
  page.setDefaultTimeout(120_000);
  return page;
}

/** Through the provider's two forms, as a person goes. */
async function signInAtProvider(page: Page): Promise<void> {
  await page.getByPlaceholder('Enter any login').fill('ada');
  await page.getByPlaceholder('and password').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

test('the cookies survive the way over another site and back: the strict one is there after the landing page', async () => {
  const page = await newPage();
  await page.goto(`${site.url}/usage?since=7d`);
  expect(new URL(page.url()).pathname).toBe('/sign-in');
  await page.getByRole('link', { name: 'Sign in with your company account' }).click();
  await page.waitForURL(`${provider.issuerUrl}/**`);
  await signInAtProvider(page);
  await page.waitForURL(`${site.url}/usage?since=7d`);
  expect(await page.title()).not.toContain('Sign in');
  const cookies = await page.context().cookies(site.url);
  expect(cookies).toContainEqual(
    expect.objectContaining({
      name: '__Host-smart-router-reports',
      secure: true,
      httpOnly: true,
      sameSite: 'Strict',
      path: '/',
    }),
  );
  expect(cookies.map(({ name }) => name)).not.toContain('__Host-smart-router-reports-provider');
  await page.close();
});

test('a link from another site arrives without the session, and the page of that site cannot act for its owner', async () => {
  const page = await newPage();
  await page.goto(`${site.url}/sign-in/provider`);
  await signInAtProvider(page);
  await page.waitForURL(`${site.url}/`);
  // The provider's site stands for any other one.
  await page.goto(`${provider.issuerUrl}/.well-known/openid-configuration`);
  await page.evaluate((url) => {
    document.body.innerHTML = `<form method="post" action="${url}/sign-out"><button>Win a prize</button></form>`;
  }, site.url);
  const [answer] = await Promise.all([page.waitForResponse(`${site.url}/sign-out`), page.getByRole('button').click()]);
  expect(answer.status()).toBe(403);
  await page.goto(`${site.url}/`);
  expect(new URL(page.url()).pathname).toBe('/');
  await page.close();
});
