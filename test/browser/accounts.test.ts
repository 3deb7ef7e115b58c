import { rm } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Role } from '../../src/api/contract.ts';
import { describeInBrowser, launch } from './chromium.ts';
import { startDesk, type Desk } from './fixture-server.ts';
import { HOSTILE } from './fixtures.ts';
import { buildPages } from './pages.ts';
import { shoot } from './screens.ts';

describeInBrowser('accounts and the door', () => {
  let pages: string;
  let desk: Desk;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;

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
  });
  async function open(path: string, role: Role, ready: string): Promise<void> {
    desk.role = role;
    context = await browser.newContext({ viewport: { width: 1280, height: 900 }, colorScheme: 'light', timezoneId: 'America/Chicago', reducedMotion: 'reduce' });
    page = await context.newPage();
    await page.goto(desk.url + path);
    await page.waitForSelector(ready);
  }
  const faults = async (): Promise<readonly string[]> => (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);

  it('are confirmed by keyboard alone, and the own one cannot be changed', async () => {
    await open('/accounts', 'admin', '.accounts');
    await page.getByRole('button', { name: 'Change… kim@acme.example' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog');
    expect(await faults()).toEqual([]);
    await shoot(page, 'account-dialog');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog', { state: 'detached' });

    expect(desk.accountActs).toEqual([{ path: '/api/accounts/kim%40acme.example/acts', body: { kind: 'confirm' } }]);
    await page.getByRole('button', { name: 'Change… D. Reyes' }).click();
    expect(await page.locator('dialog').innerText()).toContain('This is your own account. Another administrator has to change it.');
    expect(await page.locator('dialog button').allInnerTexts()).toEqual(['Leave it\nEsc']);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Change… lee' }).click();
    expect(await page.locator('dialog').innerText()).toContain('You made it yourself. Another administrator has to confirm it.');
    expect(await page.getByRole('button', { name: /^Confirm/ }).count()).toBe(0);
  });

  it('get a password that is shown once, and the use of the one for emergencies is told', async () => {
    await open('/accounts', 'admin', '.accounts');
    expect(await page.getByRole('region', { name: 'The account for emergencies was used' }).innerText()).toContain(HOSTILE);
    await page.keyboard.press('n');
    await page.keyboard.type('robin');
    expect(await faults()).toEqual([]);
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('.once');
    await shoot(page, 'account-password');
    expect(await page.locator('.once').innerText()).toBe('made-up-password-1');
    await page.keyboard.press('Escape');

    expect(await page.locator('body').innerText()).not.toContain('made-up-password-1');
  });

  it('ends the own sessions from the foot of the side bar', async () => {
    await open('/hires', 'analyst', '.hires');
    await page.getByRole('link', { name: /^D\. Reyes, analyst/ }).focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('.own-sessions');
    await page.getByRole('button', { name: 'End all others' }).click();

    await page.waitForSelector('text=All other sessions are ended.');
    await page.getByRole('button', { name: /^Sign out the session/ }).click();
    await page.waitForSelector('.door-box');
  });

  it('offers the sign-in of the company, keeps the way back, and says why it failed', async () => {
    desk.signedIn = false;
    desk.signIn = (refused) => ({ local: false, oidc: 'Acme', ...(refused === 'group' ? { refused: 'Your company let you in, and none of your groups has a role here.' } : {}) });
    await open('/login?next=%2Fcases%2FC-31&refused=group', 'analyst', 'text=none of your groups');

    expect(await page.getByRole('link', { name: 'Sign in with Acme' }).getAttribute('href')).toBe('/api/login/oidc?next=%2Fcases%2FC-31');
    expect(await page.locator('#password').isVisible()).toBe(false);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await faults()).toEqual([]);
      await shoot(page, `door-company-${colorScheme}`);
    }
    await page.getByText('The account for emergencies').click();
    expect(await page.locator('#password').isVisible()).toBe(true);
  });

  it('asks whoever uses the account for emergencies why', async () => {
    desk.signedIn = false;
    desk.broken.set('/api/login', { status: 401, code: 'sign-in.reason', message: 'This account is for emergencies. Say why it is needed; administrators will read it.' });
    await open('/login', 'admin', '.door-box');
    expect(await page.locator('#reason').count()).toBe(0);
    await page.fill('#name', 'glass');
    await page.fill('#password', 'right');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#reason');
    expect(await faults()).toEqual([]);
    await shoot(page, 'door-reason');
    const asked = page.waitForRequest('**/api/login');
    await page.fill('#reason', 'the provider is down');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();

    expect((await asked).postDataJSON()).toEqual({ name: 'glass', password: 'right', reason: 'the provider is down' });
  });

  it.each<[Role, string]>([['analyst', 'Queue'], ['it', 'Where laptops are'], ['admin', 'Queue']])('leads %s to a page of their own first', async (role, says) => {
    await open('/', role, '.side');

    await page.waitForSelector(`.side [aria-current=page]:has-text("${says}")`);
  });

  it.each<Role>(['hr', 'privacy', 'auditor'])('shows %s no page of others in the side bar', async (role) => {
    await open('/', role, '.side');

    const offered = await page.locator('.side nav[aria-label=Work] a').allInnerTexts();
    for (const says of ['Queue', 'Hires', 'Where laptops are', 'Messages', 'Overview', 'Accounts']) expect(offered.map((one) => one.trim())).not.toContain(says);
    expect(await page.locator('main h1').count()).toBe(1);
    expect(await faults()).toEqual([]);
    await shoot(page, `first-page-${role}`);
  });
});
