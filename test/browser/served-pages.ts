import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import pc from 'picocolors';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { accountBook } from '../../src/api/accounts.ts';
import type { Role } from '../../src/api/roles.ts';
import { openApp, type App } from '../../src/app.ts';
import type { CommandIo } from '../../src/cli/io.ts';
import { serveApp, type Started } from '../../src/cli/serve/serve.ts';
import { loadConfig, type Loaded } from '../../src/config.ts';
import type { Instant } from '../../src/core/time.ts';
import { launch } from './chromium.ts';
import { buildPages } from './pages.ts';
import { watched } from './watched.ts';

/** The pages over a server of the product with a store of its own. */
export interface ServedPages {
  readonly app: App;
  readonly url: string;
  /** Holds the store and what the test puts beside it. */
  readonly folder: string;
  /** The page that was opened last. */
  readonly page: Page;
  /** Somebody sits down at a browser of their own, signed in or at the door, and waits until an address is drawn. @param window its width in px, 1280 where none is said, and light or dark */
  open(path: string, ready: string, by?: { readonly name: string; readonly role: Role }, window?: { readonly width?: number | undefined; readonly theme?: 'light' | 'dark' | undefined }): Promise<Page>;
  /** What axe finds on the page, with the places. */
  faults(): Promise<readonly string[]>;
}

export interface Serving {
  now(): Instant;
  /** Rules of the company, which may lie in the folder; those that ship where none are told. */
  config?(folder: string): Loaded;
  /** Fills the store before anybody is served. */
  prepare?(app: App): Promise<void>;
}

/** Judging a small company takes a while on a busy machine. */
const READY_WITHIN_MS = 300_000;

/** To be called inside `describe`: starts and ends what the tests in it share. A script that fails, a dialog of the browser and an address outside of the server fail the test. */
export function servedPages({ now, config = () => loadConfig(undefined), prepare }: Serving): ServedPages {
  const folder = mkdtempSync(join(tmpdir(), 'farmwatch-served-'));
  let [pages, app, started, browser, page]: [string, App, Started, Browser, Page] = [undefined!, undefined!, undefined!, undefined!, undefined!];
  let context: BrowserContext | undefined;
  let complaints: string[][] = [];
  beforeAll(async () => {
    const io: CommandIo = { out: () => {}, err: () => {}, progress: () => {}, colour: pc.createColors(false), now, folder };
    pages = await buildPages();
    app = await openApp(config(folder), join(folder, 'store'), now);
    await prepare?.(app);
    started = await serveApp(app, { host: '127.0.0.1', port: 0, demo: false, folder: join(folder, 'store'), jobs: false, log: false, pages }, io);
    browser = await launch();
  }, READY_WITHIN_MS);
  afterAll(async () => {
    await browser?.close();
    await started?.stop();
    if (pages !== undefined) await rm(pages, { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    await context?.close();
    const found = complaints.flat();
    complaints = [];
    expect(found).toEqual([]);
  });
  return {
    folder,
    get app() { return app; },
    get url() { return started.url; },
    get page() { return page; },
    async open(path, ready, by, { width = 1280, theme = 'light' } = {}) {
      await context?.close();
      context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: theme, timezoneId: 'America/Chicago', reducedMotion: 'reduce' });
      if (by !== undefined) await context.addCookies([{ name: 'farmwatch_session', value: (await accountBook(app.store).open(by.name, by.role, now())).secret, url: started.url }]);
      page = await context.newPage();
      complaints.push(await watched(page, started.url));
      await page.goto(started.url + path);
      await page.waitForSelector(ready);
      return page;
    },
    faults: async () => (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`),
  };
}
