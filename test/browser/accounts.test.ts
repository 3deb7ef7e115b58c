import { expect, it } from 'vitest';
import type { Role } from '../../src/api/contract.ts';
import { describeInBrowser } from './chromium.ts';
import { deskPages } from './desk-pages.ts';
import { HOSTILE } from './fixtures.ts';
import { shoot } from './screens.ts';

describeInBrowser('accounts and the door', () => {
  const at = deskPages();

  it('are confirmed by keyboard alone, and the own one cannot be changed', async () => {
    await at.open('/accounts', 'admin', '.accounts');
    await at.page.getByRole('button', { name: 'Change… kim@acme.example' }).focus();
    await at.page.keyboard.press('Enter');
    await at.page.waitForSelector('dialog');
    expect(await at.faults()).toEqual([]);
    await shoot(at.page, 'account-dialog');
    await at.page.keyboard.press('Enter');
    await at.page.waitForSelector('dialog', { state: 'detached' });

    expect(at.desk.accountActs).toEqual([{ path: '/api/accounts/kim%40acme.example/acts', body: { kind: 'confirm' } }]);
    await at.page.getByRole('button', { name: 'Change… D. Reyes' }).click();
    expect(await at.page.locator('dialog').innerText()).toContain('This is your own account. Another administrator has to change it.');
    expect(await at.page.locator('dialog button').allInnerTexts()).toEqual(['Leave it\nEsc']);
    await at.page.keyboard.press('Escape');
    await at.page.getByRole('button', { name: 'Change… lee' }).click();
    expect(await at.page.locator('dialog').innerText()).toContain('You made it yourself. Another administrator has to confirm it.');
    expect(await at.page.getByRole('button', { name: /^Confirm/ }).count()).toBe(0);
  });

  it('get a password that is shown once, and the use of the one for emergencies is told', async () => {
    await at.open('/accounts', 'admin', '.accounts');
    expect(await at.page.getByRole('region', { name: 'The account for emergencies was used' }).innerText()).toContain(HOSTILE);
    await at.page.keyboard.press('n');
    await at.page.keyboard.type('robin');
    expect(await at.faults()).toEqual([]);
    await at.page.keyboard.press('Control+Enter');
    await at.page.waitForSelector('.once');
    await shoot(at.page, 'account-password');
    expect(await at.page.locator('.once').innerText()).toBe('made-up-password-1');
    // The second Esc as well: browsers close a dialog that refuses the first.
    await at.page.keyboard.press('Escape');
    await at.page.keyboard.press('Escape');
    await at.page.mouse.click(5, 5);
    expect(await at.page.locator('dialog .once').isVisible()).toBe(true);
    await at.page.getByRole('button', { name: 'I have noted it' }).click();

    expect(await at.page.locator('body').innerText()).not.toContain('made-up-password-1');
  });

  it('get a new first password by keyboard alone, after it was asked once more', async () => {
    await at.open('/accounts', 'admin', '.accounts');
    await at.page.getByRole('button', { name: 'Change… taylor' }).click();
    expect(await at.page.getByRole('button', { name: 'New first password…' }).count()).toBe(0);
    await at.page.keyboard.press('Escape');
    await at.page.getByRole('button', { name: 'Change… quinn' }).focus();
    await at.page.keyboard.press('Enter');
    await at.page.getByRole('button', { name: 'New first password…' }).focus();
    await at.page.keyboard.press('Enter');
    const yes = at.page.getByRole('button', { name: 'Yes, make a new first password' });
    await yes.waitFor();
    expect(at.desk.accountActs).toEqual([]);
    expect(await at.page.locator('dialog').innerText()).toMatch(/opens nothing any more.*The second factor stays\..*confirmed anew, by another administrator/s);
    expect(await at.faults()).toEqual([]);
    await shoot(at.page, 'account-renew');
    await yes.focus();
    await at.page.keyboard.press('Enter');
    await at.page.waitForSelector('.once');

    expect(await at.page.locator('.once').innerText()).toBe('made-up-password-2');
    expect(at.desk.accountActs).toEqual([{ path: '/api/accounts/quinn/password', body: {} }]);
    await at.page.keyboard.press('Enter');
    await at.page.waitForSelector('dialog', { state: 'detached' });
    expect(await at.page.locator('body').innerText()).not.toContain('made-up-password-2');
  });

  it('ends the own sessions from the foot of the side bar', async () => {
    await at.open('/hires', 'analyst', '.hires');
    await at.page.getByRole('link', { name: /^D\. Reyes, analyst/ }).focus();
    await at.page.keyboard.press('Enter');
    await at.page.waitForSelector('.own-sessions');
    await at.page.getByRole('button', { name: 'End all others' }).click();

    await at.page.waitForSelector('text=All other sessions are ended.');
    await at.page.getByRole('button', { name: /^Sign out the session/ }).click();
    await at.page.waitForSelector('.door-box');
  });

  it('offers the sign-in of the company, keeps the way back, and says why it failed', async () => {
    at.desk.signedIn = false;
    at.desk.signIn = (refused) => ({ local: false, oidc: 'Acme', ...(refused === 'group' ? { refused: 'Your company let you in, and none of your groups has a role here.' } : {}) });
    await at.open('/login?next=%2Fcases%2FC-31&refused=group', 'analyst', 'text=none of your groups');

    expect(await at.page.getByRole('link', { name: 'Sign in with Acme' }).getAttribute('href')).toBe('/api/login/oidc?next=%2Fcases%2FC-31');
    expect(await at.page.locator('#password').isVisible()).toBe(false);
    for (const colorScheme of ['light', 'dark'] as const) {
      await at.page.emulateMedia({ colorScheme });
      expect(await at.faults()).toEqual([]);
      await shoot(at.page, `door-company-${colorScheme}`);
    }
    await at.page.getByText('The account for emergencies').click();
    expect(await at.page.locator('#password').isVisible()).toBe(true);
    // Whoever is watched comes here too, and has no account.
    await at.page.getByRole('link', { name: 'What Farmwatch keeps about you' }).click();
    await at.page.waitForURL('**/about-you');
    expect(await at.page.locator('.door-box').count()).toBe(0);
  });

  it('says how the first account is made while there is none', async () => {
    at.desk.signedIn = false;
    at.desk.signIn = () => ({ local: true, isFirst: true });
    await at.open('/login', 'admin', '.door-kept');

    expect(await at.page.locator('.door-kept').innerText()).toMatch(/^Nobody has an account yet\..*farmwatch user add NAME --role admin$/);
    expect(await at.faults()).toEqual([]);
    await shoot(at.page, 'door-first');
  });

  it('asks whoever uses the account for emergencies why', async () => {
    at.desk.signedIn = false;
    at.desk.broken.set('/api/login', { status: 401, code: 'sign-in.reason', message: 'This account is for emergencies. Say why it is needed; administrators will read it.' });
    await at.open('/login', 'admin', '.door-box');
    expect(await at.page.locator('#reason').count()).toBe(0);
    await at.page.fill('#name', 'glass');
    await at.page.fill('#password', 'right');
    await at.page.keyboard.press('Enter');
    await at.page.waitForSelector('#reason');
    expect(await at.faults()).toEqual([]);
    await shoot(at.page, 'door-reason');
    const asked = at.page.waitForRequest('**/api/login');
    await at.page.fill('#reason', 'the provider is down');
    await at.page.fill('#holder', 'hana');
    await at.page.getByRole('button', { name: 'Sign in', exact: true }).click();

    expect((await asked).postDataJSON()).toEqual({ name: 'glass', password: 'right', reason: 'the provider is down', holder: 'hana' });
  });

  it.each<[Role, string]>([['analyst', 'Queue'], ['it', 'Where laptops are'], ['admin', 'Queue']])('leads %s to a page of their own first', async (role, says) => {
    await at.open('/', role, '.side');

    await at.page.waitForSelector(`.side [aria-current=page]:has-text("${says}")`);
  });

  it.each<Role>(['hr', 'privacy', 'auditor'])('shows %s no page of others in the side bar', async (role) => {
    await at.open('/', role, '.side');

    const offered = await at.page.locator('.side nav[aria-label=Work] a').allInnerTexts();
    for (const says of ['Queue', 'Hires', 'Where laptops are', 'Messages', 'Overview', 'Accounts']) expect(offered.map((one) => one.trim())).not.toContain(says);
    expect(await at.page.locator('main h1').count()).toBe(1);
    expect(await at.faults()).toEqual([]);
    await shoot(at.page, `first-page-${role}`);
  });
});
