import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import pc from 'picocolors';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { accountBook } from '../../src/api/accounts.ts';
import { openApp, type App } from '../../src/app.ts';
import type { CommandIo } from '../../src/cli/io.ts';
import { serveApp, type Started } from '../../src/cli/serve.ts';
import { passwordAlone } from '../support/password-alone.ts';
import { aPerson } from '../support/window.ts';
import { readErasures } from '../../src/run/erasures/erasing.ts';
import { register } from '../../src/run/housekeeping.fixture.ts';
import { describeInBrowser, launch } from './chromium.ts';
import { buildPages } from './pages.ts';
import { shoot } from './screens.ts';

const NOW = Date.UTC(2026, 10, 23, 15, 14);
const PASSWORD = 'correct horse battery';

describeInBrowser('what a company owes people, in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'farmwatch-rights-'));
  let pages: string;
  let app: App;
  let started: Started;
  let browser: Browser;
  let context: BrowserContext;

  beforeAll(async () => {
    const io: CommandIo = { out: () => {}, err: () => {}, progress: () => {}, colour: pc.createColors(false), now: () => NOW, folder };
    pages = await buildPages();
    app = await openApp(passwordAlone(), join(folder, 'store'), () => NOW);
    for (const [name, role] of [['kim', 'admin'], ['hana', 'hr'], ['pia', 'privacy']] as const) await accountBook(app.store).add(name, role, PASSWORD, NOW);
    started = await serveApp(app, { host: '127.0.0.1', port: 0, demo: false, folder: join(folder, 'store'), jobs: false, log: false, pages }, io);
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await started?.stop();
    if (pages !== undefined) await rm(pages, { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(async () => { await context?.close(); });

  async function signedIn(name: string, path: string): Promise<Page> {
    await context?.close();
    context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto(`${started.url}/login?next=${encodeURIComponent(path)}`);
    await page.fill('#name', name);
    await page.fill('#password', PASSWORD);
    await page.press('#password', 'Enter');
    await page.waitForSelector('.side');
    return page;
  }
  const faults = async (page: Page): Promise<readonly string[]> => (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);

  it('is recorded on the page that begins, by the keyboard alone, before any file is taken', async () => {
    // The privacy officer, who brings no files, records it on their own first page.
    const privacy = await signedIn('pia', '/');
    await privacy.waitForSelector('.duties-form');
    const beside = await privacy.getByRole('heading', { name: 'What people ask for' }).count();
    const page = await signedIn('kim', '/begin');
    await page.waitForSelector('.duties-form');
    await shoot(page, 'duties-form');
    const found = await faults(page);
    await page.setInputFiles('input[type=file]', { name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from('hire_id,email,start_date\nh-17,kim@acme.example,2026-11-02\n') });
    await page.waitForSelector('text=Real people are not watched before it is recorded');

    await page.fill('#duty-day', '2026-11-02');
    await page.fill('#duty-purpose', 'To find laptops that stand in a farm');
    await page.fill('#duty-owner', 'Head of security');
    await page.press('#duty-owner', 'Enter');
    await page.waitForSelector('.duties-form', { state: 'detached' });

    expect([beside, found]).toEqual([1, []]);
    await page.goto(`${started.url}/about-you`);
    await page.waitForSelector('text=To find laptops that stand in a farm');
  });

  it('holds records by two people, and gives a copy that was looked over', async () => {
    await register(app.store, 'people', [aPerson({ hire_id: 'h-17' })]);
    let page = await signedIn('hana', '/holds');
    await page.click('text=Ask for a hold');
    for (const [field, text] of [['hires', 'h-17'], ['matter', 'Acme v. Doe'], ['reason', 'Counsel asked for it'], ['review', '2027-05-31']] as const) await page.fill(`#hold-${field}`, text);
    await shoot(page, 'hold-dialog');
    const found = await faults(page);
    await page.press('#hold-review', 'Control+Enter');
    await page.waitForSelector('text=Keeps already; waits for a second person');
    const own = await page.locator('tbody button').count();

    page = await signedIn('pia', '/holds');
    await page.click('tbody button');
    await page.waitForSelector('text=In force');

    await page.goto(`${started.url}/rights`);
    await page.click('text=Note an ask');
    await page.fill('#ask-hire', 'h-17');
    await page.press('#ask-hire', 'Control+Enter');
    await page.click('text=Prepare…');
    await page.click('dialog button[type=submit]');
    const [copy] = await Promise.all([page.waitForEvent('download'), page.click('tbody a.btn')]);

    expect([found, own]).toEqual([[], 0]);
    expect(copy.suggestedFilename()).toMatch(/^ask-[0-9a-f]+\.zip$/);
  });

  it('lets somebody go by the keyboard alone, once it is told what goes and what speaks against it', async () => {
    await register(app.store, 'people', [aPerson({ hire_id: 'h-18' })]);
    const page = await signedIn('pia', '/rights');
    await page.click('text=Note an ask');
    await page.fill('#ask-hire', 'h-18');
    await page.selectOption('#ask-right', 'erasure');
    await page.press('#ask-hire', 'Control+Enter');
    await page.getByRole('button', { name: /^Let go…/ }).focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('#erase-reason');
    await shoot(page, 'erase-dialog');
    const [found, places, objections] = [await faults(page), await page.locator('dialog tbody th').allTextContents(), await page.locator('dialog li').allTextContents()];

    await page.fill('#erase-reason', 'They object');
    await page.press('#erase-reason', 'Control+Enter');
    await page.waitForSelector('dialog [role=alert] >> text=Somebody else may decide');
    await page.fill('#erase-why', 'Counsel sees no claim');
    await page.fill('#erase-by', 'counsel');
    await page.press('#erase-by', 'Control+Enter');
    await page.waitForSelector('dialog', { state: 'detached' });
    await page.getByRole('rowheader').first().waitFor();

    expect(found).toEqual([]);
    expect(places).toEqual(['shelf registry', 'journal rights']);
    expect(objections).toEqual([expect.stringContaining('they still work here')]);
    expect(await page.locator('tbody td:nth-child(2)').allTextContents()).not.toContain('h-18');
    expect((await readErasures(app.store)).map(({ by, decision, done }) => [by, decision?.by, done?.counts.people])).toEqual([['pia', 'counsel', 1]]);
  });

  it('lets people change their own password, and asks for the one of before', async () => {
    const page = await signedIn('hana', '/account');
    await page.waitForSelector('.own-password');
    const fill = async (before: string, chosen: string, again = chosen): Promise<void> => {
      for (const [field, text] of [['before', before], ['chosen', chosen], ['again', again]] as const) await page.fill(`#own-${field}`, text);
      await page.press('#own-again', 'Enter');
    };

    await fill(PASSWORD, 'four words nobody knows', 'four words nobody knew');
    await page.waitForSelector('text=The new one was typed in two ways.');
    await fill(PASSWORD, 'Summer2024!!');
    await page.waitForSelector('text=Many people have this password');
    await shoot(page, 'own-password');
    const found = await faults(page);
    await fill(PASSWORD, 'four words nobody knows');
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>('#own-before')?.value === '');

    expect(found).toEqual([]);
    expect(await accountBook(app.store).check('hana', 'four words nobody knows')).toBe('hr');
  });
});
