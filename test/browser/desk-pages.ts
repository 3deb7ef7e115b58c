import { rm } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { Role } from '../../src/api/contract.ts';
import { launch } from './chromium.ts';
import { startDesk, type Desk } from './fixture-server.ts';
import { buildPages } from './pages.ts';
import { watched } from './watched.ts';

/** The pages over made-up answers, one page for each test. */
export interface DeskPages {
  readonly desk: Desk;
  readonly context: BrowserContext;
  /** The page that was opened last. */
  readonly page: Page;
  /** What the browser said against it, and every address asked outside of the desk. */
  readonly complaints: readonly string[];
  /** Opens an address as a role, and waits until it is drawn. @param window its width in px, 1280 where none is said, and light or dark */
  open(path: string, role: Role, ready: string, window?: { readonly width?: number | undefined; readonly theme?: 'light' | 'dark' | undefined }): Promise<void>;
  /** What axe finds on the page, with the places. */
  faults(): Promise<readonly string[]>;
}

/** To be called inside `describe`: starts and ends what the tests in it share. A script that fails and a dialog of the browser fail the test. */
export function deskPages(): DeskPages {
  let [pages, desk, browser, context, page]: [string, Desk, Browser, BrowserContext, Page] = [undefined!, undefined!, undefined!, undefined!, undefined!];
  let complaints: string[] = [];
  beforeAll(async () => {
    pages = await buildPages();
    desk = await startDesk(pages);
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await desk?.close();
    if (pages !== undefined) await rm(pages, { recursive: true, force: true });
  });
  afterEach(async () => {
    await context?.close();
    desk.reset();
    expect(complaints).toEqual([]);
  });
  return {
    get desk() { return desk; },
    get context() { return context; },
    get page() { return page; },
    get complaints() { return complaints; },
    async open(path, role, ready, { width = 1280, theme = 'light' } = {}) {
      desk.role = role;
      context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: theme, timezoneId: 'America/Chicago', reducedMotion: 'reduce' });
      page = await context.newPage();
      complaints = await watched(page, desk.url);
      await page.goto(desk.url + path);
      await page.waitForSelector(ready);
    },
    faults: async () => (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`),
  };
}
