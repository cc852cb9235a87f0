import { readFileSync } from 'node:fs';
import { fillMonth } from '@smart-router/month';
import type { AxeResults } from 'axe-core';
import type { Locator, Page } from 'playwright-core';
import type { ChartData } from './pages/chart-data.js';
import { allReports } from './reports/all-reports.js';
import { pathOf } from './reports/path-of.js';
import { builtIslands } from './testing/built-islands.js';
import { openBrowser, type TestBrowser } from './testing/open-browser.js';
import { adaConfig, password, startSite, type TestSite } from './testing/start-site.js';

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

let site: TestSite;
let browser: TestBrowser;

beforeAll(async () => {
  site = await startSite(await adaConfig(), { assets: builtIslands() });
  const now = Date.now();
  await fillMonth({ databaseUrl: site.databaseUrl, requests: 1500, seed: 7, end: now, onProgress: () => undefined });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

async function signIn(page: Page): Promise<void> {
  await page.goto(site.url);
  await page.getByLabel('Name').fill('ada');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
}

/** The highest bar of a chart, as the page tells it: on a weekend there may be none. */
async function clickHighestBar(page: Page, name: string): Promise<void> {
  const told = await page.locator(`[data-chart="${name}"] script`).textContent();
  const { series } = JSON.parse(told ?? '') as ChartData; // as the page wrote it
  const sums = (series[0]?.values ?? []).map((_, at) => series.reduce((sum, { values }) => sum + (values[at] ?? 0), 0));
  const share = (sums.indexOf(Math.max(...sums)) + 0.5) / sums.length;
  const plot = page.locator(`[data-chart="${name}"] .u-over`);
  const { width = 0, height = 0 } = (await plot.boundingBox()) ?? {};
  await plot.click({ position: { x: width * share, y: height / 2 } });
}

test('an operator goes from a chart to the story of one request, takes numbers out and leaves', async () => {
  const page = await browser.page({ acceptDownloads: true });
  await signIn(page);
  await page.getByRole('link', { name: '30 d', exact: true }).click();
  await page.waitForURL('**/?since=30d');
  expect(Number(await page.locator('[data-figure="requests"]').getAttribute('data-value'))).toBeGreaterThan(1000);

  await clickHighestBar(page, 'requests');
  await page.waitForURL('**/requests?from=*');
  const { searchParams } = new URL(page.url());
  const lengthMs = Date.parse(searchParams.get('to') ?? '') - Date.parse(searchParams.get('from') ?? '');
  expect(lengthMs).toBe(86_400_000);
  await page.locator('table[data-table="requests"] tbody a').first().click();
  await page.waitForURL('**/requests/req_*');
  await page.getByText('The request arrived').waitFor();
  expect(await page.locator('.phase-row').count()).toBeGreaterThan(0);

  await page.getByRole('link', { name: 'Usage', exact: true }).click();
  await page.getByRole('link', { name: 'By model' }).click();
  await page.waitForURL('**/usage?group-by=model');
  await page.getByRole('link', { name: '30 d', exact: true }).click();
  await page.waitForURL('**/usage?since=30d*');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Usage by model as CSV' }).click(),
  ]);
  const csv = readFileSync((await download.path()) ?? '', 'utf8');
  const rows = await page.locator('table[data-table="usage"] tbody tr').count();
  expect(csv.trimEnd().split('\r\n')).toHaveLength(rows + 1);

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByText('You are signed out').waitFor();
  await page.goto(`${site.url}/usage`);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});

test('a drag over a chart chooses its range', async () => {
  const page = await browser.page();
  await signIn(page);
  await page.goto(`${site.url}/usage?since=30d&group-by=model`);
  const plot = page.locator('[data-chart="cost"] .u-over');
  await plot.scrollIntoViewIfNeeded();
  const { x = 0, y = 0, width = 0, height = 0 } = (await plot.boundingBox()) ?? {};
  await page.mouse.move(x + width * 0.4, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.5, y + height / 2, { steps: 4 });
  await page.mouse.move(x + width * 0.6, y + height / 2, { steps: 4 });
  await page.mouse.up();
  await page.waitForURL('**/usage?group-by=model&from=*&to=*');
  expect(await page.locator('.popover summary').innerText()).toMatch(/00:00 – .* 00:00 UTC/);
});

/** Presses Tab until what is focused says this. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 200; presses += 1) {
    await page.keyboard.press('Tab');
    const said = await page.evaluate(() => {
      const focused = document.activeElement;
      return focused?.getAttribute('aria-label') ?? focused?.textContent ?? '';
    });
    if (name.test(said.trim())) return;
  }
  throw new Error(`no key leads to ${name} on ${page.url()}`);
}

/** Whether the day that the keys have come to has requests. */
async function saysRequests(chart: Locator): Promise<boolean> {
  return /Served [1-9]/.test((await chart.getAttribute('aria-valuetext')) ?? '');
}

test('everything can be done with a keyboard alone', async () => {
  const page = await browser.page({ acceptDownloads: true });
  await page.goto(site.url);
  await page.keyboard.press('Tab');
  await page.keyboard.type('ada');
  await page.keyboard.press('Tab');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Overview' }).waitFor();

  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter'); // over the navigation
  expect(new URL(page.url()).hash).toBe('#content');
  await tabTo(page, /^30 d$/);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/?since=30d');
  await tabTo(page, /^Requests: arrow keys move over time, Enter opens the requests$/);
  const chart = page.locator('[data-chart="requests"] [role="slider"]');
  const before = await chart.getAttribute('aria-valuetext');
  for (let days = 0; days < 2 || !(await saysRequests(chart)); days += 1) await page.keyboard.press('ArrowLeft');
  expect(await chart.getAttribute('aria-valuetext')).not.toBe(before);
  expect(await chart.getAttribute('aria-valuetext')).toMatch(/^\d{4}-\d\d-\d\d, Served \d+, Left early \d+/);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/requests?from=*');
  await tabTo(page, /^Requests as CSV$/);
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  expect(download.suggestedFilename()).toMatch(/^smart-router-requests-.*\.csv$/);
  await tabTo(page, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  await page.keyboard.press('Enter');
  await page.getByText('The request arrived').waitFor();
  await tabTo(page, /^Sign out$/);
  await page.keyboard.press('Enter');
  await page.getByText('You are signed out').waitFor();
});

test('the theme is switched, and stays', async () => {
  const page = await browser.page({ colorScheme: 'light' });
  await signIn(page);
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await page.getByRole('button', { name: 'Theme: auto' }).click();
  await page.getByRole('button', { name: 'Theme: light' }).click();
  const dark = await ground();
  expect(dark).not.toBe(light);
  await page.goto(`${site.url}/usage`);
  expect(await ground()).toBe(dark);
  await page.getByRole('button', { name: 'Theme: dark' }).waitFor();
});

test('a filter offers the values that there are', async () => {
  const page = await browser.page();
  await signIn(page);
  await page.goto(`${site.url}/usage?since=30d`);
  await page.locator('.narrow > summary').click();
  await page.locator('input[name="provider"]').focus();
  await page.locator('datalist#values-provider option').first().waitFor({ state: 'attached' });
  const offered = await page.locator('datalist#values-provider option').evaluateAll(
    (options) => options.map((option) => (option as HTMLOptionElement).value), // a datalist holds options
  );
  expect(offered).toContain('openai');
  await page.locator('input[name="provider"]').fill('openai');
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByRole('link', { name: 'Remove the filter Provider: openai' }).click();
  await page.waitForURL((url) => !url.search.includes('provider=') && url.search.includes('since=30d'));
});

async function seriousIssues(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const results = await page.evaluate<AxeResults>("axe.run({ resultTypes: ['violations'] })");
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
    );
}

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  let page: Page;
  beforeAll(async () => {
    page = await browser.page({ colorScheme });
    await page.goto(`${site.url}/sign-in`);
  });

  test('the sign-in page has no serious barrier', async () => {
    expect(await seriousIssues(page)).toEqual([]);
    await signIn(page);
  });

  test.each(allReports.map((report) => [report.title, report] as const))(
    'the page %s has no serious barrier, and fits a narrow screen',
    async (_, report) => {
      await page.goto(`${site.url}${pathOf(report)}${report.controls.hasPeriod ? '?since=30d' : ''}`);
      expect(await seriousIssues(page)).toEqual([]);
      await page.setViewportSize({ width: 360, height: 780 });
      await page.waitForFunction(() => document.documentElement.scrollWidth === 360);
      await page.setViewportSize({ width: 1280, height: 900 });
    },
  );

  test('the page of a request has no serious barrier', async () => {
    await page.goto(`${site.url}/requests?since=30d&only=fallback`);
    await page.locator('table[data-table="requests"] tbody a').first().click();
    await page.getByText('The request arrived').waitFor();
    expect(await seriousIssues(page)).toEqual([]);
  });
});

test('no page complained on the console or broke the content security policy', () => {
  expect(browser.complaints).toEqual([]);
});
