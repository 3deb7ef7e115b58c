import { expect, it } from 'vitest';
import { describeInBrowser } from './chromium.ts';
import { deskHands } from './desk-hands.ts';
import { deskPages } from './desk-pages.ts';

describeInBrowser('the door in a browser', () => {
  const at = deskPages();
  const { open } = deskHands(at);

  it('asks who one is, says what was wrong, and leads back to where one wanted to go', async () => {
    at.desk.signedIn = false;
    await open('/cases/C-31?hire=h-17#innocent');
    expect(new URL(at.page.url()).pathname).toBe('/login');

    await at.page.fill('#name', 'reyes');
    await at.page.fill('#password', 'wrong');
    await at.page.keyboard.press('Enter');
    await at.page.waitForSelector('text=Name and password do not fit');
    await at.page.fill('#password', 'right');
    await at.page.keyboard.press('Enter');

    await at.page.waitForSelector('.waterfall');
    expect(at.page.url()).toBe(`${at.desk.url}/cases/C-31?hire=h-17#innocent`);
  });

  it('leads nowhere outside of this server', async () => {
    await open('/login?next=//example.org/');

    await at.page.fill('#name', 'reyes');
    await at.page.fill('#password', 'right');
    await at.page.keyboard.press('Enter');

    await at.page.waitForSelector('.queue');
    expect(at.page.url()).toBe(`${at.desk.url}/`);
  });

  it('forgets what was read when the session ends', async () => {
    await open('/');

    await at.page.click('text=Sign out');
    await at.page.waitForSelector('.door-box');

    expect(await at.page.locator('body').innerText()).not.toContain('Heron-417');
  });
});
