import { rm } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Role } from '../../src/api/contract.ts';
import { describeInBrowser, launch } from './chromium.ts';
import { startDesk, type Desk } from './fixture-server.ts';
import { HOSTILE } from './fixtures.ts';
import { buildPages } from './pages.ts';

describeInBrowser('checks, applications and responses in a browser', () => {
  let pages: string;
  let desk: Desk;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
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

  async function open(path: string, role: Role, ready: string): Promise<void> {
    desk.role = role;
    complaints = [];
    context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', timezoneId: 'America/Chicago' });
    page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => { complaints.push(`dialog ${dialog.message()}`); void dialog.dismiss(); });
    await page.goto(desk.url + path);
    await page.waitForSelector(ready);
  }
  const faults = async (): Promise<readonly string[]> => (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
  const press = async (...keys: readonly string[]): Promise<void> => { for (const key of keys) await page.keyboard.press(key); };
  const focused = (): Promise<string | null | undefined> => page.evaluate(() => document.activeElement?.closest('tr')?.getAttribute('data-row'));

  it('a check is reached, opened and left by keyboard, and focus returns to its row', async () => {
    await open('/checks', 'hr', '.list.checks');
    await press('j', 'j', 'Enter');
    await page.waitForSelector('.todo');
    expect(await page.locator('#check-h').innerText()).toBe('Call by the number that HR has');

    await press('Escape');

    expect(await page.locator('.one-check').count()).toBe(0);
    expect(await focused()).toBe('k-odd');
  });

  it('a view is chosen by its number', async () => {
    await open('/checks', 'hr', '.list.checks');
    const shown = async (key: string, title: string): Promise<readonly (string | null)[]> => {
      await press(key);
      await page.getByRole('button', { name: title, pressed: true }).waitFor();
      return page.locator('tr[data-row]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-row')));
    };

    expect(await shown('2', 'Mine')).toEqual(['k-late']);
    expect(await shown('4', 'Over')).toEqual(['k-done']);
    expect(await shown('3', 'Cohorts and stages')).toEqual(['k-held', 'k-odd', 'k-done']);
    expect(await shown('1', 'To be done')).toEqual(['k-late', 'k-held', 'k-odd']);
  });

  it('a cohort that is too small cannot be chosen, and a check that wants a document says why it cannot begin', async () => {
    await open('/checks', 'hr', '.list.checks');
    await press('n');
    await page.waitForSelector('dialog[open]');
    await page.selectOption('#check-kind', 'video-document');

    expect(await page.locator('#check-kind-more').innerText()).toContain('checks.documents of the configuration names none');
    expect(await page.locator('#check-cohort option[disabled]').innerText()).toContain('too small');
    expect(await faults()).toEqual([]);
  });

  it('a check on hold has no outcome to enter and no step to tick', async () => {
    await open('/checks', 'hr', '.list.checks');
    await page.locator('tr[data-row="k-held"] button').click();
    await page.waitForSelector('.todo');

    expect(await page.locator('.one-check').innerText()).toContain('please do not write or call');
    expect(await page.locator('#result-note, .todo input:enabled').count()).toBe(0);
    expect(await faults()).toEqual([]);
  });

  it('HR sees its own pages, and nothing of cases in the side bar', async () => {
    await open('/', 'hr', '.list.checks');

    expect(await page.locator('.side nav').first().innerText()).toBe('Reveals\nChecks\nApplications\nResponse\nApprovals\nLegal holds');
  });

  it('hostile text stays text, wherever it stands', async () => {
    for (const [path, role, row, ready] of [['/checks', 'hr', 'k-odd', '.todo'], ['/applications', 'hr', 'applicant 1f09c2d4e5', '.drawer tfoot'], ['/response', 'hr', 'C-31', '.response-steps']] as const) {
      await open(path, role, `[data-row="${row}"]`);
      await page.locator(`tr[data-row="${row}"] button`).click();
      await page.waitForSelector(ready);

      expect(await page.locator('.drawer').innerText()).toContain(HOSTILE);
      expect(await page.locator('img').count()).toBe(0);
      expect(await faults()).toEqual([]);
      await context.close();
    }
  });

  it('a step that comes later names what comes first, and has no way to be done', async () => {
    await open('/response', 'hr', '.list.responses');
    await press('Enter');
    await page.waitForSelector('.response-steps');
    const locked = page.locator('.response-steps .step-locked');

    expect(await locked.innerText()).toContain('After: Two people confirm the facts. The person would notice it.');
    expect(await locked.getByRole('button', { name: /^Done/ }).count()).toBe(0);
    expect(await page.locator('.drawer').innerText()).toContain('Farmwatch performs none of these steps.');
  });
});
