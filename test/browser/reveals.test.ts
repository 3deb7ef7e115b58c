import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import pc from 'picocolors';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { accountBook, type Role } from '../../src/api/accounts.ts';
import { openApp, type App } from '../../src/app.ts';
import type { CommandIo } from '../../src/cli/io.ts';
import { serveApp, type Started } from '../../src/cli/serve.ts';
import { loadConfig } from '../../src/config.ts';
import { HOUR } from '../../src/core/time.ts';
import { happenings, settleIn, SWIFT } from '../support/small-company.ts';
import { RUNS } from '../support/told-lines.ts';
import { describeInBrowser, launch } from './chromium.ts';
import { buildPages } from './pages.ts';
import { shoot } from './screens.ts';
import { watched } from './watched.ts';

const NOW = RUNS.at(-1)! + 8 * HOUR;
const HOSTILE = '<img src=x onerror=alert(1)> \u202egnp.exe, HR will call.';

describeInBrowser('who somebody is, in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'farmwatch-reveals-'));
  let pages: string;
  let app: App;
  let started: Started;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let complaints: string[];
  let id: string;

  beforeAll(async () => {
    const io: CommandIo = { out: () => {}, err: () => {}, progress: () => {}, colour: pc.createColors(false), now: () => NOW, folder };
    pages = await buildPages();
    app = await openApp(loadConfig(undefined), join(folder, 'store'), () => NOW);
    await settleIn(app.store);
    await app.store.events.append(happenings(SWIFT));
    await app.pipeline.replay(RUNS, () => {});
    id = (await app.pipeline.cases()).cases.find(({ status }) => status === 'open')!.id;
    await accountBook(app.store).add('hr-one', 'hr', 'a long pass phrase', NOW);
    started = await serveApp(app, { host: '127.0.0.1', port: 0, demo: false, folder: join(folder, 'store'), jobs: false, log: false, pages }, io);
    browser = await launch();
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await started?.stop();
    if (pages !== undefined) await rm(pages, { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    await context?.close();
    expect(complaints).toEqual([]);
  });

  async function open(path: string, ready: string, role: Role = 'analyst', theme: 'light' | 'dark' = 'light'): Promise<Page> {
    const { secret } = await accountBook(app.store).open(`${role}-one`, role, NOW);
    context = await browser.newContext({ viewport: { width: 1280, height: 900 }, colorScheme: theme, timezoneId: 'America/Chicago', reducedMotion: 'reduce' });
    await context.addCookies([{ name: 'farmwatch_session', value: secret, url: started.url }]);
    page = await context.newPage();
    complaints = await watched(page, started.url);
    await page.goto(started.url + path);
    await page.waitForSelector(ready);
    return page;
  }
  const violations = async (): Promise<readonly string[]> => (await new AxeBuilder({ page }).analyze()).violations.map(({ id: rule, nodes }) => `${rule}: ${nodes[0]?.html ?? ''}`);

  it('is asked for by keyboard on a case, with a purpose and a sentence', async () => {
    await open(`/cases/${id}`, 'svg.timeline');

    await page.keyboard.press('r');
    await page.waitForSelector('#reveal-purpose');
    expect(await violations()).toEqual([]);
    await shoot(page, 'reveal-ask');
    await page.keyboard.press('Control+Enter');
    expect(await page.locator('#reveal-problem').innerText()).toBe('Choose what it is for.');
    await page.selectOption('#reveal-purpose', 'check');
    await page.fill('#reveal-reason', HOSTILE);
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('section[aria-label="Who is this?"]');

    expect(await page.locator('section[aria-label="Who is this?"]').innerText()).toContain('It waits for a second person.');
    await shoot(page, 'reveal-waits');
  });

  it('is granted by a second person, who sees pseudonyms alone', async () => {
    await open('/reveals', 'table.reveals', 'hr');

    const shown = await page.locator('main').innerText();
    expect(shown).toContain('gnp.exe, HR will call.');
    for (const hire of (await app.pipeline.cases()).cases.flatMap(({ hires }) => hires)) expect(shown).not.toMatch(new RegExp(`\\b${hire}\\b`));
    expect(await violations()).toEqual([]);
    await shoot(page, 'reveals-hr');
    await page.click('text=Answer…');
    await page.waitForSelector('#reveal-note');
    expect(await violations()).toEqual([]);
    await shoot(page, 'reveal-answer');
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('td:has-text("granted")');
  });

  it('is shown to whoever asked, and gone when it is closed', async () => {
    await open(`/cases/${id}`, 'section[aria-label="Who is this?"]');

    await page.click('text=Show who this is…');
    await page.waitForSelector('dialog dl.facts');
    const shown = await page.locator('dialog').innerText();
    const { hires } = (await app.pipeline.cases()).cases.find((one) => one.id === id)!;
    for (const hire of hires) expect(shown).toContain(hire);
    expect(shown).toContain('@');
    expect(await violations()).toEqual([]);
    await shoot(page, 'reveal-shown');
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog', { state: 'detached' });
    expect(await page.locator('body').innerText()).not.toContain('@acme');
  });

  it.each(['light', 'dark'] as const)('the list has no fault that axe finds, %s', async (theme) => {
    await open('/reveals', 'table.reveals', 'analyst', theme);

    expect(await page.locator('td:has-text("granted")').count()).toBe(1);
    expect(await violations()).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    await shoot(page, `reveals-${theme}`);
  });

  it('says that it is not for a lead', async () => {
    await open('/reveals', '.state-box', 'lead');

    expect(await page.locator('main').innerText()).toContain('your role may do neither');
  });
});
