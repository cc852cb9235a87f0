import { findChromium } from '@smart-router/dev-services';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

/** A real browser, and everything that pages complained about in it. */
export interface TestBrowser {
  readonly complaints: readonly string[];
  /** A page that shares nothing with others. */
  page(options?: BrowserContextOptions): Promise<Page>;
  close(): Promise<void>;
}

/** Starts Chromium. Errors in scripts, on the console and against the content security policy are collected. */
export async function openBrowser(): Promise<TestBrowser> {
  const { command, env } = await findChromium();
  const browser: Browser = await chromium.launch({
    ...{ executablePath: command, args: ['--no-sandbox', '--disable-gpu'] },
    env: { ...definedOf(process.env), ...env },
  });
  const complaints: string[] = [];
  return {
    complaints,
    page: async (options = {}) => {
      const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })).newPage();
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning')
          complaints.push(`${page.url()}: ${message.text()}`);
      });
      page.on('pageerror', (error) => void complaints.push(`${page.url()}: ${error.message}`));
      return page;
    },
    close: () => browser.close(),
  };
}

function definedOf(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
