import { expect, it } from 'vitest';
import { accountBook } from '../../src/api/accounts.ts';
import { MINUTE, SECOND } from '../../src/core/time.ts';
import { codeOf } from '../support/authenticator.ts';
import { describeInBrowser } from './chromium.ts';
import { shoot } from './screens.ts';
import { servedPages } from './served-pages.ts';

const clock = { now: Date.UTC(2026, 10, 23, 15, 14) };
const CHOSEN = 'four words nobody knows';

describeInBrowser('a second factor, in a browser', () => {
  const at = servedPages({ now: () => clock.now });
  /** Looks at the page in light and dark, and at 200 %. */
  const looked = async (name: string): Promise<unknown> => {
    const found: unknown[] = [];
    for (const [colorScheme, zoom] of [['light', 1], ['dark', 1], ['light', 2]] as const) {
      await at.page.setViewportSize({ width: 1280 / zoom, height: 900 / zoom });
      await at.page.emulateMedia({ colorScheme });
      await shoot(at.page, `${name}-${colorScheme}-${zoom * 100}`);
      found.push(...await at.faults(), await at.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth));
    }
    await at.page.setViewportSize({ width: 1280, height: 900 });
    return found;
  };
  const FINE = [0, 0, 0];
  const focused = (): Promise<string> => at.page.evaluate(() => document.activeElement?.id ?? '');
  const type = (text: string): Promise<void> => at.page.keyboard.type(text);
  const press = async (...keys: readonly string[]): Promise<void> => { for (const key of keys) await at.page.keyboard.press(key); };
  async function openDoor(): Promise<void> {
    await at.open('/login?next=%2Faccount', '#name');
    await at.page.focus('#name');
  }
  async function signIn(password: string): Promise<void> {
    await type('kim');
    await press('Tab');
    await type(password);
    await press('Enter');
  }
  /** Sets it up by the key that the page tells. @returns the key */
  async function setUp(): Promise<string> {
    await at.page.waitForSelector('#factor-code');
    const secret = await at.page.locator('.factor-set-up .once').innerText();
    await type(codeOf(secret, clock.now));
    await press('Enter');
    await at.page.waitForSelector('.recovery');
    return secret;
  }

  it('is set up at the first sign-in, after the first password is replaced, and is asked for from then on, by keyboard alone', async () => {
    const first = await accountBook(at.app.store).add('kim', 'analyst', undefined, clock.now);
    await openDoor();
    await signIn(first);
    await at.page.waitForSelector('h1:has-text("A password of your own")');
    expect(await looked('first-password')).toEqual(FINE);
    expect([await at.page.locator('.side').count(), await at.page.evaluate(() => document.activeElement?.tagName)]).toEqual([0, 'H1']);
    await press('Tab');
    for (const text of [first, CHOSEN, CHOSEN]) {
      await type(text);
      await press('Tab');
    }
    await press('Enter');

    await at.page.waitForSelector('h1:has-text("A second factor")');
    await at.page.waitForSelector('.qr');
    expect(await looked('factor-set-up')).toEqual(FINE);
    expect([await focused(), await at.page.getAttribute('#factor-code', 'autocomplete')]).toEqual(['factor-code', 'one-time-code']);
    const secret = await at.page.locator('.factor-set-up .once').innerText();
    expect(await at.page.getByRole('link', { name: 'opened on this machine' }).getAttribute('href')).toBe(`otpauth://totp/Farmwatch:kim?issuer=Farmwatch&secret=${secret.replaceAll(' ', '')}&algorithm=SHA1&digits=6&period=30`);
    await type('000000');
    await press('Enter');
    await at.page.waitForSelector('text=That code is not right');
    expect([await focused(), await at.page.inputValue('#factor-code')]).toEqual(['factor-code', '']);
    await setUp();
    expect(await looked('recovery-codes')).toEqual(FINE);
    expect([await at.page.locator('.recovery li').count(), await focused()]).toEqual([8, 'recovery-h']);
    const recovery = await at.page.locator('.recovery li').first().innerText();
    await press('Tab', 'Enter');
    await at.page.waitForSelector('.own-sessions');
    expect(await at.page.locator('body').innerText()).not.toContain(recovery);

    await at.page.getByRole('button', { name: /^Sign out the session/ }).focus();
    await press('Enter');
    await at.page.waitForSelector('#name');
    await at.page.focus('#name');
    await signIn(CHOSEN);
    await at.page.waitForSelector('#code');
    expect(await looked('door-code')).toEqual(FINE);
    expect([await focused(), await at.page.getAttribute('#code', 'autocomplete')]).toEqual(['code', 'one-time-code']);
    // The code with which it was set up is used up.
    await type(codeOf(secret, clock.now));
    await press('Enter');
    await at.page.waitForSelector('text=was used already');
    expect([await focused(), await at.page.inputValue('#code')]).toEqual(['code', '']);
    clock.now += 30 * SECOND;
    await type(codeOf(secret, clock.now));
    await press('Enter');
    await at.page.waitForSelector('.side');
  });

  it('is replaced on the own page, and sessions are ended, by whoever shows anew that it is them', async () => {
    const book = accountBook(at.app.store);
    await book.remove('kim');
    await book.add('kim', 'analyst', CHOSEN, clock.now);
    await openDoor();
    await signIn(CHOSEN);
    await setUp();
    await press('Tab', 'Enter');
    await at.page.waitForSelector('.own-sessions');
    const { secret: elsewhere } = await book.open('kim', 'analyst', clock.now);
    await at.page.reload();
    clock.now += 10 * MINUTE;

    await at.page.getByRole('button', { name: 'End all others' }).focus();
    await press('Enter');
    await at.page.waitForSelector('dialog');
    expect([await at.faults(), await focused()]).toEqual([[], 'prove-password']);
    await shoot(at.page, 'prove-dialog');
    await type('not the one');
    await press('Enter');
    await at.page.waitForSelector('text=The password is not right.');
    await at.page.fill('#prove-password', CHOSEN);
    await press('Enter');
    await at.page.waitForSelector('text=All other sessions are ended.');
    expect(await book.find(elsewhere, clock.now)).toBeUndefined();

    await at.page.getByRole('button', { name: 'Replace it…' }).focus();
    await press('Enter');
    await at.page.waitForSelector('#factor-code');
    expect(await looked('factor-replace')).toEqual(FINE);
    const before = (await book.get('kim'))?.secondFactor?.since;
    await setUp();
    await at.page.getByRole('button', { name: 'I have kept them' }).click();
    await at.page.waitForSelector('text=Recovery codes left: 8.');
    expect((await book.get('kim'))?.secondFactor?.since).toBeGreaterThan(before!);
    expect(await looked('own-account')).toEqual(FINE);
  });
});
