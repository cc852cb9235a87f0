import { chromium } from 'playwright-core';
import { readEnvironment } from '../env.js';
import { findChromium } from './find-chromium.js';

test('a real Chromium starts, lays out text and runs scripts', async () => {
  const { command, env } = await findChromium();
  const browser = await chromium.launch({
    executablePath: command,
    args: ['--no-sandbox'],
    env: { ...env, PATH: readEnvironment().searchPath },
  });
  try {
    const page = await browser.newPage();
    await page.setContent('<p id="narrow">iiii</p><p id="wide">WWWW</p><style>p { width: max-content }</style>');
    const width = (id: string) => page.evaluate((name) => document.getElementById(name)?.clientWidth ?? 0, id);
    expect(await width('wide')).toBeGreaterThan(await width('narrow'));
  } finally {
    await browser.close();
  }
});
