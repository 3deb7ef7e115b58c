import type { Page, Route } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeInBrowser } from './chromium.ts';
import { deskPages } from './desk-pages.ts';
import { checkView } from './human-fixtures.ts';

describeInBrowser('what is on its way to the server, in a browser', () => {
  const at = deskPages();

  /** Holds the requests to an address until the test lets each go, the first asked first. */
  async function held(page: Page, address: string): Promise<Route[]> {
    const waiting: Route[] = [];
    await page.route(`**${address}`, (route) => { waiting.push(route); });
    return waiting;
  }
  const table = (name: string): { readonly name: string; readonly mimeType: string; readonly buffer: Buffer } => ({ name, mimeType: 'text/csv', buffer: Buffer.from(`serial\n${name}\n`) });
  const bodyOf = (route: Route): { readonly name: string; readonly take: boolean } => route.request().postDataJSON() as { name: string; take: boolean };

  it('a file chosen while another is looked at is looked at itself, and only what was shown is taken', async () => {
    await at.open('/devices', 'it', '.devices');
    const asked = await held(at.page, '/api/devices/import');
    await at.page.getByRole('button', { name: 'Import CSV' }).click();

    await at.page.setInputFiles('#import-file', table('one.csv'));
    await expect.poll(() => asked.length).toBe(1);
    await at.page.setInputFiles('#import-file', table('two.csv'));
    await expect.poll(() => asked.length).toBe(2);
    await asked[1]!.continue();
    await at.page.waitForSelector('text=two.csv. Not taken yet.');
    await asked[0]!.continue();
    await at.page.getByRole('button', { name: 'Take 1 row' }).click();
    await expect.poll(() => asked.length).toBe(3);
    await asked[2]!.continue();
    await at.page.waitForSelector('text=two.csv. Taken.');

    expect(asked.map((route) => [bodyOf(route).name, bodyOf(route).take])).toEqual([['one.csv', false], ['two.csv', false], ['two.csv', true]]);
  });

  it('an answer about an order list goes when the list changes, and a late one is not shown', async () => {
    await at.open('/devices', 'it', '.devices');
    const asked = await held(at.page, '/api/shipments');
    await at.page.getByRole('button', { name: 'Ships today' }).click();
    await at.page.fill('#orders', 'hire_id,ship_street\nh-1,1 Elm Street');
    await at.page.keyboard.press('Control+Enter');
    await at.page.locator('dialog [role=status]', { hasText: 'Checking…' }).waitFor();
    await asked[0]!.continue();
    await at.page.waitForSelector('.parcels');

    await at.page.keyboard.type('!');
    expect(await at.page.locator('.parcels').count()).toBe(0);
    await at.page.keyboard.press('Control+Enter');
    await at.page.keyboard.press('Control+Enter');
    await expect.poll(() => asked.length).toBe(3);
    const parcel = (why: string): { readonly json: unknown } => ({ json: { lines: [{ line: 2, answer: 'hold', why }] } });
    await asked[2]!.fulfill(parcel('the later answer'));
    await at.page.waitForSelector('text=the later answer');
    await asked[1]!.fulfill(parcel('the earlier answer'));

    await at.page.waitForTimeout(100);
    expect(await at.page.locator('.parcels').innerText()).toContain('the later answer');
  });

  it('a second act on laptops says that the first is still under way, and keeps what was typed', async () => {
    await at.open('/devices', 'it', '.devices');
    const asked = await held(at.page, '/api/devices/acts');
    await at.page.keyboard.press('x');
    await at.page.getByRole('button', { name: 'Ask holder' }).click();
    await expect.poll(() => asked.length).toBe(1);
    await at.page.getByRole('button', { name: 'Record approved move' }).click();
    await at.page.fill('#move-until', '2026-12-24');
    await at.page.fill('#move-by', 'M. Ortiz');
    await at.page.keyboard.press('Control+Enter');

    await at.page.locator('dialog .problem', { hasText: 'Another act is still on its way.' }).waitFor();
    await asked[0]!.continue();
    await at.page.waitForSelector('.did');
    await at.page.keyboard.press('Control+Enter');
    await expect.poll(() => asked.length).toBe(2);
    await asked[1]!.continue();

    await expect.poll(() => at.page.locator('dialog').count()).toBe(0);
    expect(at.desk.deviceActs.map(({ kind }) => kind)).toEqual(['ask-holder', 'approved-move']);
  });

  it('a dialog stays where a mark is drawn out of it, and where somebody wrote in it', async () => {
    await at.open('/cases/C-31', 'analyst', '.waterfall');
    await at.page.keyboard.press('c');
    const box = (await at.page.locator('#note').boundingBox())!;
    await at.page.mouse.move(box.x + 20, box.y + 10);
    await at.page.mouse.down();
    await at.page.mouse.move(2, 2);
    await at.page.mouse.up();
    const afterDrag = await at.page.locator('dialog').count();

    await at.page.fill('#note', 'HR answers on Monday.');
    await at.page.mouse.click(2, 2);
    expect([afterDrag, await at.page.locator('#note').inputValue()]).toEqual([1, 'HR answers on Monday.']);

    await at.page.keyboard.press('Escape');
    await at.page.keyboard.press('c');
    await at.page.mouse.click(2, 2);
    await expect.poll(() => at.page.locator('dialog').count()).toBe(0);
  });

  it('every step that is quickly ticked is kept, each upon the state before', async () => {
    await at.open('/checks', 'hr', '.list.checks');
    const done = new Set<number>();
    const view = (): object => { const check = checkView('k-odd')!; return { ...check, revision: 3 + done.size, todo: check.todo.map((line, nth) => ({ ...line, isDone: done.has(nth) })) }; };
    const acts: { readonly step: number; readonly revision: number }[] = [];
    await at.page.route('**/api/checks/k-odd', (route) => route.fulfill({ json: view() }));
    await at.page.route('**/api/checks/k-odd/acts', async (route) => {
      const act = route.request().postDataJSON() as { step: number; revision: number };
      acts.push(act);
      await new Promise((later) => { setTimeout(later, 150); });
      if (act.revision !== 3 + done.size) return route.fulfill({ status: 409, json: { code: 'record.stale', message: 'Someone else changed it first.' } });
      done.add(act.step);
      return route.fulfill({ json: { check: view() } });
    });
    await at.page.locator('tr[data-row="k-odd"] button').click();
    await at.page.waitForSelector('.todo');

    for (const nth of [0, 1, 2]) await at.page.locator('.todo input').nth(nth).click();

    await expect.poll(() => acts.map(({ step, revision }) => [step, revision])).toEqual([[0, 3], [1, 4], [2, 5]]);
    await expect.poll(() => done.size).toBe(3);
    expect(await at.page.locator('.todo input:checked').count()).toBe(3);
  });

  it('who did what since one began to write is said after a conflict, though the page heard of it before', async () => {
    await at.open('/cases/C-31', 'analyst', '.waterfall');
    await at.page.keyboard.press('s');
    await at.page.keyboard.press('3');
    await at.page.keyboard.type('The geo data were wrong.');
    await at.page.evaluate(() => fetch('/api/cases/C-31/acts', { method: 'POST', headers: { 'x-csrf-token': 'token-1' }, body: JSON.stringify({ kind: 'take', revision: 'r7' }) }));
    await at.page.locator('.hist', { hasText: 'Taken' }).waitFor();

    await at.page.keyboard.press('Control+Enter');
    await at.page.click('button:has-text("Read it again")');

    await at.page.waitForSelector('text=Since you began: L. Osei: Taken.');
  });
});

describeInBrowser('a sign-in that ends while somebody writes, in a browser', () => {
  const at = deskPages();
  const signIn = async (): Promise<void> => {
    await at.page.fill('#name', 'reyes');
    await at.page.fill('#password', 'right');
    await at.page.keyboard.press('Enter');
  };

  it('leads from a refused dialog to the door, and back to what was typed', async () => {
    await at.open('/holds', 'privacy', '.holds');
    await at.page.getByRole('button', { name: 'Ask for a hold' }).click();
    await at.page.fill('#hold-matter', 'Acme v. Doe');
    at.desk.signedIn = false;
    await at.page.keyboard.press('Control+Enter');

    await at.page.waitForSelector('.door-kept');
    at.desk.role = 'privacy';
    await signIn();
    await at.page.waitForSelector('dialog #hold-matter');
    expect(await at.page.locator('#hold-matter').inputValue()).toBe('Acme v. Doe');
  });

  it('goes on with a sign-in of the same person elsewhere in this browser', async () => {
    await at.open('/cases/C-31', 'analyst', '.waterfall');
    await at.page.keyboard.press('c');
    await at.page.keyboard.type('HR answers on Monday.');
    at.desk.csrf = 'token-2';

    await at.page.keyboard.press('Control+Enter');

    await expect.poll(() => at.page.locator('dialog').count()).toBe(0);
    expect(at.desk.acts.map(({ csrf }) => csrf)).toEqual(['token-1', 'token-2']);
  });

  it('sends nothing under the name of somebody else who signed in since', async () => {
    await at.open('/cases/C-31', 'analyst', '.waterfall');
    await at.page.keyboard.press('c');
    await at.page.keyboard.type('HR answers on Monday.');
    [at.desk.csrf, at.desk.user] = ['token-2', 'L. Osei'];

    await at.page.keyboard.press('Control+Enter');

    await at.page.locator('dialog .problem', { hasText: 'L. Osei has signed in in this browser since' }).waitFor();
    expect(await at.page.locator('#note').inputValue()).toBe('HR answers on Monday.');
    expect(at.desk.acts).toHaveLength(1);
  });
});
