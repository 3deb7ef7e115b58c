import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import pc from 'picocolors';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accountBook, type Role } from '../../src/api/accounts.ts';
import { openApp, type App } from '../../src/app.ts';
import type { CommandIo } from '../../src/cli/io.ts';
import { serveApp, type Started } from '../../src/cli/serve.ts';
import { loadConfig } from '../../src/config.ts';
import { noteSimulated } from '../../src/run/company-note.ts';
import { responsePlans } from '../../src/run/responses/plan-book.ts';
import { describeInBrowser, launch } from './chromium.ts';
import { buildPages } from './pages.ts';
import { shoot } from './screens.ts';
import { watched } from './watched.ts';

describeInBrowser('the plan of a response over a server of the product', () => {
  const folder = mkdtempSync(join(tmpdir(), 'farmwatch-plan-page-'));
  const NOW = Date.UTC(2026, 10, 16, 12);
  let [pages, app, started, browser, context, page]: [string, App, Started, Browser, BrowserContext | undefined, Page] = [undefined!, undefined!, undefined!, undefined!, undefined, undefined!];
  const complaints: string[][] = [];
  beforeAll(async () => {
    const io: CommandIo = { out: () => {}, err: () => {}, progress: () => {}, colour: pc.createColors(false), now: () => NOW, folder };
    pages = await buildPages();
    app = await openApp(loadConfig(undefined), join(folder, 'store'), () => NOW);
    await noteSimulated(app.store);
    started = await serveApp(app, { host: '127.0.0.1', port: 0, demo: false, folder: join(folder, 'store'), jobs: false, log: false, pages }, io);
    browser = await launch();
  }, 120_000);
  afterAll(async () => {
    await context?.close();
    await browser?.close();
    await started?.stop();
    if (pages !== undefined) await rm(pages, { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  });
  async function as(name: string, role: Role): Promise<void> {
    await context?.close();
    const { secret } = await accountBook(app.store).open(name, role, NOW);
    context = await browser.newContext({ viewport: { width: 1280, height: 900 }, colorScheme: 'light', timezoneId: 'America/Chicago', reducedMotion: 'reduce' });
    await context.addCookies([{ name: 'farmwatch_session', value: secret, url: started.url }]);
    page = await context.newPage();
    complaints.push(await watched(page, started.url));
    await page.goto(`${started.url}/response/plan`);
    await page.waitForSelector('.plan-steps');
  }
  const press = async (name: string | RegExp): Promise<void> => page.getByRole('button', { name, exact: typeof name === 'string' }).click();
  async function look(name: string): Promise<void> {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await shoot(page, `plan-${name}-${colorScheme}`);
      expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${name} ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)).toEqual([]);
    }
    await page.emulateMedia({ colorScheme: 'light' });
  }
  const plans = (): ReturnType<typeof responsePlans> => responsePlans(app.store);
  const ids = async (): Promise<readonly string[]> => (await plans().planOf())(NOW).map(({ id }) => id);

  it('is changed with a preview and a reason: order, words, for whom, until when, a step of one’s own', async () => {
    await as('Ines', 'hr');
    await press('Change the plan');
    await press('Add a step');
    await page.getByLabel('Step 12', { exact: true }).fill('Tell the works council <img src=x onerror=alert(1)>');
    await page.locator('[id="plan-step-1-owner"]').selectOption('hr');
    await page.locator('[id="plan-step-1-due"]').fill('24');
    for (let times = 0; times < 9; times++) await press(/^Up Tell the works council/);
    await press('Show what would change');
    await page.waitForSelector('#preview');
    expect(await page.locator('#preview > ul').innerText()).toContain('is new.');
    expect(await page.locator('#preview img').count()).toBe(0);
    expect(await page.getByRole('button', { name: /^Take out (Two people|Preserve)/ }).count()).toBe(0);
    await look('editor');
    await press('Let it hold');
    expect(await page.locator('.problem').allInnerTexts()).toContain('Say in a sentence why the plan changes.');
    await page.fill('#plan-why', 'The works council has to hear of it first');
    await press('Let it hold');
    await page.waitForSelector('.plan-history li');

    expect(await ids()).toEqual(['confirm', 'preserve', 'step-1', 'limit', 'decide', 'talk', 'recover', 'rotate', 'colleagues', 'sanctions', 'report', 'owner']);
    expect(await page.locator('.plan-history').innerText()).toContain('The works council has to hear of it first');
  });

  it('without counsel waits for somebody else, who sees what it takes away', async () => {
    await as('Ines', 'hr');
    await press('Change the plan');
    await press(/^Take out Decide with counsel/);
    await press('Show what would change');
    await page.fill('#plan-why', 'Counsel is asked before the response');
    await press('Ask a second person');
    await page.waitForSelector('#waits');
    expect(await page.locator('#waits').innerText()).toContain('You wrote it yourself.');
    expect(await ids()).toContain('decide');

    await as('Max', 'admin');
    await look('waits');
    await press('Turn it down…');
    await page.fill('#plan-note', 'Counsel comes first here');
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('#waits', { state: 'detached' });

    expect([await ids(), (await plans().read()).versions.at(-1)?.turnedDown]).toEqual([expect.arrayContaining(['decide']), { at: NOW, by: 'Max', note: 'Counsel comes first here' }]);
  });

  it('goes back to the plan that ships, and an analyst reads it and has nothing to press', async () => {
    await as('Max', 'admin');
    await press('Change the plan');
    await press('Back to the plan that ships');
    await press('Show what would change');
    await page.fill('#plan-why', 'The council agreed to hear of it later');
    await press('Let it hold');
    await page.waitForSelector('.plan-history .step-state:has-text("back to the plan that ships")');
    expect(await ids()).not.toContain('step-1');

    await as('Kim', 'analyst');
    expect(await page.locator('main').getByRole('button').count()).toBe(0);
    await look('read');
    expect(complaints.flat()).toEqual([]);
  });
});
