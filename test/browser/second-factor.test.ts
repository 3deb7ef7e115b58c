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
import { loadConfig } from '../../src/config.ts';
import { MINUTE, SECOND } from '../../src/core/time.ts';
import { codeOf } from '../support/authenticator.ts';
import { describeInBrowser, launch } from './chromium.ts';
import { buildPages } from './pages.ts';
import { shoot } from './screens.ts';
import { watched } from './watched.ts';

const clock = { now: Date.UTC(2026, 10, 23, 15, 14) };
const CHOSEN = 'four words nobody knows';

describeInBrowser('a second factor, in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'farmwatch-factor-'));
  let pages: string;
  let app: App;
  let started: Started;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let complaints: readonly string[];

  beforeAll(async () => {
    const io: CommandIo = { out: () => {}, err: () => {}, progress: () => {}, colour: pc.createColors(false), now: () => clock.now, folder };
    pages = await buildPages();
    app = await openApp(loadConfig(undefined), join(folder, 'store'), () => clock.now);
    started = await serveApp(app, { host: '127.0.0.1', port: 0, demo: false, folder: join(folder, 'store'), jobs: false, log: false, pages }, io);
    browser = await launch();
  });
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

  const faults = async (): Promise<readonly string[]> => (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  /** Looks at the page in light and dark, and at 200 %. */
  const looked = async (name: string): Promise<unknown> => {
    const found: unknown[] = [];
    for (const [colorScheme, zoom] of [['light', 1], ['dark', 1], ['light', 2]] as const) {
      await page.setViewportSize({ width: 1280 / zoom, height: 900 / zoom });
      await page.emulateMedia({ colorScheme });
      await shoot(page, `${name}-${colorScheme}-${zoom * 100}`);
      found.push(...await faults(), await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth));
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    return found;
  };
  const FINE = [0, 0, 0];
  const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.id ?? '');
  const type = (text: string): Promise<void> => page.keyboard.type(text);
  const press = async (...keys: readonly string[]): Promise<void> => { for (const key of keys) await page.keyboard.press(key); };
  async function openDoor(): Promise<void> {
    context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
    page = await context.newPage();
    complaints = await watched(page, started.url);
    await page.goto(`${started.url}/login?next=%2Faccount`);
    await page.focus('#name');
  }
  async function signIn(password: string): Promise<void> {
    await type('kim');
    await press('Tab');
    await type(password);
    await press('Enter');
  }
  /** Sets it up by the key that the page tells. @returns the key */
  async function setUp(): Promise<string> {
    await page.waitForSelector('#factor-code');
    const secret = await page.locator('.factor-set-up .once').innerText();
    await type(codeOf(secret, clock.now));
    await press('Enter');
    await page.waitForSelector('.recovery');
    return secret;
  }

  it('is set up at the first sign-in, after the first password is replaced, and is asked for from then on, by keyboard alone', async () => {
    const first = await accountBook(app.store).add('kim', 'analyst', undefined, clock.now);
    await openDoor();
    await signIn(first);
    await page.waitForSelector('h1:has-text("A password of your own")');
    expect(await looked('first-password')).toEqual(FINE);
    expect([await page.locator('.side').count(), await page.evaluate(() => document.activeElement?.tagName)]).toEqual([0, 'H1']);
    await press('Tab');
    for (const text of [first, CHOSEN, CHOSEN]) {
      await type(text);
      await press('Tab');
    }
    await press('Enter');

    await page.waitForSelector('h1:has-text("A second factor")');
    await page.waitForSelector('.qr');
    expect(await looked('factor-set-up')).toEqual(FINE);
    expect([await focused(), await page.getAttribute('#factor-code', 'autocomplete')]).toEqual(['factor-code', 'one-time-code']);
    const secret = await page.locator('.factor-set-up .once').innerText();
    expect(await page.getByRole('link', { name: 'opened on this machine' }).getAttribute('href')).toBe(`otpauth://totp/Farmwatch:kim?issuer=Farmwatch&secret=${secret.replaceAll(' ', '')}&algorithm=SHA1&digits=6&period=30`);
    await type('000000');
    await press('Enter');
    await page.waitForSelector('text=That code is not right');
    expect([await focused(), await page.inputValue('#factor-code')]).toEqual(['factor-code', '']);
    await setUp();
    expect(await looked('recovery-codes')).toEqual(FINE);
    expect([await page.locator('.recovery li').count(), await focused()]).toEqual([8, 'recovery-h']);
    const recovery = await page.locator('.recovery li').first().innerText();
    await press('Tab', 'Enter');
    await page.waitForSelector('.own-sessions');
    expect(await page.locator('body').innerText()).not.toContain(recovery);

    await page.getByRole('button', { name: /^Sign out the session/ }).focus();
    await press('Enter');
    await page.waitForSelector('#name');
    await page.focus('#name');
    await signIn(CHOSEN);
    await page.waitForSelector('#code');
    expect(await looked('door-code')).toEqual(FINE);
    expect([await focused(), await page.getAttribute('#code', 'autocomplete')]).toEqual(['code', 'one-time-code']);
    // The code with which it was set up is used up.
    await type(codeOf(secret, clock.now));
    await press('Enter');
    await page.waitForSelector('text=was used already');
    expect([await focused(), await page.inputValue('#code')]).toEqual(['code', '']);
    clock.now += 30 * SECOND;
    await type(codeOf(secret, clock.now));
    await press('Enter');
    await page.waitForSelector('.side');
  });

  it('is replaced on the own page, and sessions are ended, by whoever shows anew that it is them', async () => {
    const book = accountBook(app.store);
    await book.remove('kim');
    await book.add('kim', 'analyst', CHOSEN, clock.now);
    await openDoor();
    await signIn(CHOSEN);
    await setUp();
    await press('Tab', 'Enter');
    await page.waitForSelector('.own-sessions');
    const { secret: elsewhere } = await book.open('kim', 'analyst', clock.now);
    await page.reload();
    clock.now += 10 * MINUTE;

    await page.getByRole('button', { name: 'End all others' }).focus();
    await press('Enter');
    await page.waitForSelector('dialog');
    expect([await faults(), await focused()]).toEqual([[], 'prove-password']);
    await shoot(page, 'prove-dialog');
    await type('not the one');
    await press('Enter');
    await page.waitForSelector('text=The password is not right.');
    await page.fill('#prove-password', CHOSEN);
    await press('Enter');
    await page.waitForSelector('text=All other sessions are ended.');
    expect(await book.find(elsewhere, clock.now)).toBeUndefined();

    await page.getByRole('button', { name: 'Replace it…' }).focus();
    await press('Enter');
    await page.waitForSelector('#factor-code');
    expect(await looked('factor-replace')).toEqual(FINE);
    const before = (await book.get('kim'))?.secondFactor?.since;
    await setUp();
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.waitForSelector('text=Recovery codes left: 8.');
    expect((await book.get('kim'))?.secondFactor?.since).toBeGreaterThan(before!);
    expect(await looked('own-account')).toEqual(FINE);
  });
});
