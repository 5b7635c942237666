import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { z } from 'zod';

const executable = process.env['DULY_CHROMIUM'] ?? '/usr/bin/chromium';

/** A foreign program: left out by name on a bare machine, and required where everything must be checked. */
export function hasChromium(): boolean {
  const isThere = fs.existsSync(executable);
  if (!isThere && process.env['CI'] === 'true') throw new Error(`Browser tests need Chromium at ${executable}.`);
  if (!isThere) process.stderr.write(`Browser tests are left out: no Chromium at ${executable}.\n`);
  return isThere;
}

/** Root has no sandbox of its own; nothing foreign is opened here. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function openChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: executable, args });
}

export const wide = { width: 1280, height: 900 };
export const narrow = { width: 360, height: 740 };

export interface Looking {
  readonly size?: { readonly width: number; readonly height: number };
  readonly dark?: boolean;
  readonly scripts?: boolean;
  readonly token?: string;
  readonly language?: string;
}

/** A page of a browser that has seen nothing before; every error of its scripts fails the test that closes it. */
export async function newPage(browser: Browser, base: URL, looking: Looking = {}): Promise<Page> {
  const { size = wide, dark = false, scripts = true, token, language = 'en' } = looking;
  const options: BrowserContextOptions = {
    baseURL: base.href,
    viewport: size,
    colorScheme: dark ? 'dark' : 'light',
    javaScriptEnabled: scripts,
    locale: language,
    reducedMotion: 'reduce',
  };
  const context = await browser.newContext(options);
  if (token !== undefined) await context.addCookies([{ name: 'duly', value: token, url: base.origin }]);
  return context.newPage();
}

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const found = z.array(
  z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string(), failureSummary: z.string().optional() })) }),
);

/** What WCAG 2.2 A and AA object to, by rule; run through the debugger, as the page's own policy stops foreign scripts. */
export async function violationsOn(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const result: unknown = await page.evaluate(
    `axe.run({ runOnly: ${JSON.stringify(tags)} }).then((r) => r.violations)`,
  );
  return found
    .parse(result)
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`));
}

/** No page is wider than its window, so nobody scrolls sideways to read. */
export async function overflowOf(page: Page): Promise<number> {
  const wider = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  return z.number().parse(wider);
}

/** For people who look at the pages: with DULY_SHOTS, each page is kept as a picture. */
export async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env['DULY_SHOTS'];
  if (folder === undefined) return;
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
}
