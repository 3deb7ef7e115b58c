import { rm } from 'node:fs/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { BROKEN_CHAIN } from './audit-fixtures.ts';
import { describeInBrowser, launch } from './chromium.ts';
import { startDesk, type Desk } from './fixture-server.ts';
import { buildPages } from './pages.ts';
import { shoot } from './screens.ts';

describeInBrowser('the audit and what leaves', () => {
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
  async function open(path: string, role: Desk['role'], ready: string): Promise<void> {
    desk.role = role;
    complaints = [];
    context = await browser.newContext({ viewport: { width: 1280, height: 900 }, timezoneId: 'America/Chicago', reducedMotion: 'reduce' });
    page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => { complaints.push(`dialog ${dialog.message()}`); void dialog.dismiss(); });
    await page.goto(desk.url + path);
    await page.waitForSelector(ready);
  }
  const main = (): Promise<string> => page.locator('main').innerText();
  const faults = async (): Promise<readonly string[]> => (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 120)}`);

  it('says in words that the chain is whole, what the last anchor is, and what did not take place', async () => {
    await open('/audit', 'privacy', '.audit');
    const said = await main();

    expect(said).toMatch(/all 500 entries fit the hashes/);
    expect(said).toMatch(/The last anchor went to file, ledger-mail\..* the 88 entries since then wait for the next\. 12 anchors of the file were held against the chain/);
    expect(said).toContain('did not take place: somebody else was first (409)');
    expect(said).toContain('clock set back');
    expect(said).toContain('<img src=x onerror=alert(1)>');
    expect(await page.locator('nav[aria-label=Work]').innerText()).not.toMatch(/Queue|Bring files/);
  });
  it('shows what was asked for alone, by keyboard, and older entries', async () => {
    await open('/audit', 'auditor', '.audit');
    await page.getByRole('button', { name: '300 older entries' }).click();
    await page.getByRole('button', { name: 'Back to the newest' }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('h1').click();
    await page.keyboard.press('/');
    await page.keyboard.type('housekeeping');
    await page.keyboard.press('Enter');

    await page.waitForFunction(() => document.querySelectorAll('.audit tbody tr').length === 1);
    expect(await page.getByRole('link', { name: 'As CSV' }).getAttribute('href')).toBe('/api/audit.csv?what=housekeeping');
    await page.fill('#audit-what', 'nothing like it');
    await page.keyboard.press('Enter');
    await page.waitForSelector('text=Nothing like this was done.');
  });
  it('says which entry does not fit, and that the anchors cannot be read', async () => {
    desk.audit.view = (view) => ({ ...view, ...BROKEN_CHAIN });
    await open('/audit', 'privacy', '.audit');

    expect(await page.locator('.note[role=alert]').innerText()).toContain('Entry 38 does not fit: its hash does not fit what it says and the hash of the entry before. Entries up to 37 fit.');
    expect(await main()).toContain('The file of anchors cannot be read.');
    expect(await main()).toContain('Nothing was anchored yet. Until then, rows taken from the end would not show.');
    expect(await faults()).toEqual([]);
    await shoot(page, 'audit-broken');
  });
  it('asks on the case for a sheet, with a receiver and a reason', async () => {
    await open('/cases/C-31', 'analyst', '.exports');
    await page.locator('#exports').scrollIntoViewIfNeeded();
    await shoot(page, 'case-exports');
    expect(await page.locator('#exports').innerText()).toContain('Waits for HR and legal.');
    expect(await page.locator('#exports').getByRole('link', { name: 'Download the STIX bundle' }).getAttribute('href')).toBe('/api/exports/x-1/file');
    await page.getByRole('button', { name: 'Send it' }).click();
    await page.waitForSelector('text=isac took 12 objects.');

    await page.getByRole('button', { name: 'Ask for an export…' }).click();
    await page.keyboard.press('Control+Enter');
    expect(await page.locator('#export-problem').innerText()).toBe('Say whom it is for.');
    await page.fill('#export-to', 'FBI Oklahoma City');
    await page.fill('#export-why', 'They asked for it');
    expect(await faults()).toEqual([]);
    await shoot(page, 'ask-export');
    await page.keyboard.press('Control+Enter');

    await page.waitForSelector('text=for FBI Oklahoma City');
    expect(desk.audit.sent.at(-1)).toEqual({ path: '/api/cases/C-31/exports', body: { what: 'sheet', to: 'FBI Oklahoma City', why: 'They asked for it' } });
  });
  it('is read word for word by HR and legal, who let it leave or keep it with a note', async () => {
    await open('/approvals', 'hr', '.approvals');
    await page.getByRole('button', { name: /^Read and decide… the STIX bundle/ }).click();
    await page.waitForSelector('.to-read');
    expect(await page.locator('.to-read').innerText()).toContain('<img src=x onerror=alert(1)>');
    expect(await faults()).toEqual([]);
    await shoot(page, 'approval');
    await page.getByRole('button', { name: 'Leave it waiting' }).click();
    expect(await page.locator('#approval-problem').innerText()).toBe('Say in a sentence what it waits for.');
    await page.keyboard.press('Control+Enter');

    await page.waitForSelector('text=1 request waits');
    expect(desk.audit.sent.at(-1)).toEqual({ path: '/api/approvals/x-2/approve', body: { sum: 'sum of x-2' } });
    await page.getByRole('button', { name: /^Read… the sheet/ }).click();
    await page.waitForSelector('.to-read');
    expect(await page.getByRole('button', { name: /Let it leave/ }).count()).toBe(0);
  });
});
