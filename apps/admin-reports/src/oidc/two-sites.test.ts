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

/** A page of another site, as the provider's stands for any. */
async function elsewhere(page: Page, html: string): Promise<void> {
  await page.goto(`${provider.issuerUrl}/.well-known/openid-configuration`);
  await page.evaluate((text) => {
    document.body.innerHTML = text;
  }, html);
}

async function newPageOfAda(): Promise<Page> {
  const page = await newPage();
  await page.goto(`${site.url}/sign-in/provider`);
  await signInAtProvider(page);
  await page.waitForURL(`${site.url}/`);
  return page;
}

test('a link on another site finds whoever has signed in, and asks everybody else to', async () => {
  const link = `<a href="${site.url}/usage?since=7d">Our costs</a>`;
  const ada = await newPageOfAda();
  await elsewhere(ada, link);
  await ada.getByRole('link').click();
  await ada.waitForURL(`${site.url}/usage?since=7d`);
  await ada.getByRole('heading', { level: 1, name: 'Usage' }).waitFor();
  expect(await ada.getByText('Sign out').count()).toBe(1);
  const stranger = await newPage();
  await elsewhere(stranger, link);
  await stranger.getByRole('link').click();
  await stranger.waitForURL(`${site.url}/sign-in?back=%2Fusage%3Fsince%3D7d`);
  expect(await stranger.getByText('Sign out').count()).toBe(0);
  await Promise.all([ada.close(), stranger.close()]);
});

test('a page of another site cannot act for whoever has signed in', async () => {
  const ada = await newPageOfAda();
  await elsewhere(ada, `<form method="post" action="${site.url}/sign-out"><button>Win a prize</button></form>`);
  const [answer] = await Promise.all([ada.waitForResponse(`${site.url}/sign-out`), ada.getByRole('button').click()]);
  expect(answer.status()).toBe(403);
  await ada.goto(`${site.url}/`);
  expect(new URL(ada.url()).pathname).toBe('/');
  await ada.close();
});
