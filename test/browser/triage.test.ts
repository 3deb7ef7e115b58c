import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CaseView } from '../../src/api/contract.ts';
import { describeInBrowser } from './chromium.ts';
import { deskPages } from './desk-pages.ts';
import { AS_OF } from './fixtures.ts';
import type { Desk } from './fixture-server.ts';

describeInBrowser('an analyst in a browser', () => {
  const shared = deskPages();
  let desk: Desk;
  let page: Page;
  /** Keys pressed so far; what is typed into a field is a sentence and no key. */
  let keys: number;
  beforeAll(() => { ({ desk } = shared); });

  async function open(path: string, ready: string, window: { readonly theme?: 'light' | 'dark'; readonly width?: number } = {}): Promise<void> {
    keys = 0;
    await shared.open(path, desk.role, ready, window);
    ({ page } = shared);
  }
  const press = async (...names: readonly string[]): Promise<void> => {
    for (const name of names) {
      keys++;
      await page.keyboard.press(name);
    }
  };
  const rowIds = (): Promise<(string | null)[]> => page.locator('tr[data-row]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-row')));
  const focusedRow = (): Promise<string | null | undefined> => page.evaluate(() => document.activeElement?.closest('tr')?.getAttribute('data-row'));
  const { faults } = shared;
  const sidewaysScroll = (): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  const endSession = (): void => { desk.signedIn = false; };
  const signInAgain = async (): Promise<void> => {
    await page.waitForSelector('.door-box');
    await page.fill('#name', 'D. Reyes');
    await page.fill('#password', 'right');
    await page.keyboard.press('Enter');
  };

  describe('closing from the keyboard', () => {
    it('takes at most six keys and a sentence, from the queue to closed with a reason, by way of the case', async () => {
      await open('/', 'tr[data-row]');

      await press('Enter');
      await page.waitForSelector('.waterfall');
      await press('s', '1');
      await page.keyboard.type('The controller was named by the tool’s own log.');
      await press('Control+Enter');

      await page.waitForSelector('text=Closed as a laptop farm');
      expect(keys).toBeLessThanOrEqual(6);
      expect(desk.acts).toEqual([{ id: 'C-31', csrf: 'token-1', body: { kind: 'close', reason: 'true', note: 'The controller was named by the tool’s own log.', revision: 'r7' } }]);
      await press('Escape');
      await page.waitForSelector('.queue');
    });

    it('works on the row of the queue as well, and gives the focus back to it', async () => {
      await open('/', 'tr[data-row]');

      await press('j', 's');
      await page.waitForSelector('dialog[open]');
      await press('5');
      await page.keyboard.type('Nobody holds the phone any more.');
      await press('Control+Enter');

      await expect.poll(() => desk.acts.map(({ id, body }) => `${id} ${body.kind}`)).toEqual(['C-38 close']);
      expect(keys).toBeLessThanOrEqual(6);
      await expect.poll(() => page.locator('dialog').count()).toBe(0);
      await expect.poll(() => page.evaluate(() => document.activeElement?.closest('tr') !== null)).toBe(true);
    });

    it('lists the keys with ?, keeps letters off while a sentence is typed, and gives the focus back', async () => {
      await open('/cases/C-31', '.waterfall');
      await page.locator('.opens').nth(1).focus();

      await press('?');
      expect(await page.locator('dialog').innerText()).toContain('what waits for a word');
      await press('Escape', 's', '2');
      await page.keyboard.type('ask j and k? % [1] 5');

      expect(await page.locator('#why').inputValue()).toBe('ask j and k? % [1] 5');
      expect(await page.locator('dialog').count()).toBe(1);
      expect(await page.locator('input[name=reason]:checked').getAttribute('value')).toBe('benign-true');
      await press('Escape');
      expect(await page.evaluate(() => document.activeElement?.className)).toContain('opens');
    });

    it('takes the last digit before the sentence begins, and the button says which answer that is', async () => {
      await open('/cases/C-31', '.waterfall');

      await press('s', '1', '3');
      expect(await page.locator('dialog [type=submit]').innerText()).toContain('Close as seen wrongly');
      await page.keyboard.type('2 tools of 5 were ours');
      expect(await page.locator('input[name=reason]:checked').getAttribute('value')).toBe('benign-true');
      expect(await page.locator('#why').inputValue()).toBe('tools of 5 were ours');

      await page.locator('#why').press('Shift+Tab');
      await press('5');
      expect(await page.locator('dialog [type=submit]').innerText()).toContain('Close as cannot be decided');
      await press('Tab');
      await page.keyboard.press('End');
      await page.keyboard.type(', 1 was not');
      await press('Control+Enter');

      await page.waitForSelector('text=Closed as cannot be decided');
      expect(desk.acts.map(({ body }) => body)).toEqual([{ kind: 'close', reason: 'not-evaluable', note: 'tools of 5 were ours, 1 was not', revision: 'r7' }]);
    });

    it('as the same as another case wants that case, offers those that are like it first, and leads to it', async () => {
      await open('/cases/C-31', '.waterfall');
      await press('s', '4');
      await page.keyboard.type('One line, one story');
      await press('Control+Enter');
      expect(await page.locator('#close-problem').innerText()).toBe('Say which case it is the same as.');
      await expect.poll(() => page.locator('#same-cases option').evaluateAll((options) => options.map((one) => one.getAttribute('value')))).toEqual(['C-27', 'C-38', 'C-39']);

      await page.fill('#same', 'C-27');
      await press('Control+Enter');

      await page.waitForSelector('text=Closed as same as another case');
      expect(await page.locator('section[aria-label="How it was closed"] a').getAttribute('href')).toBe('/cases/C-27');
      expect(desk.acts.map(({ body }) => body)).toEqual([{ kind: 'close', reason: 'duplicate', note: 'One line, one story', revision: 'r7', same: 'C-27' }]);
    });

    it('is not disturbed by news: what is typed, the cursor in it and the row stay', async () => {
      await open('/', 'tr[data-row]');
      await press('j', 's');
      await page.waitForSelector('dialog[open]');
      await press('4');
      await page.keyboard.type('Same as C-31');

      desk.queue = (view) => ({ ...view, rows: [{ ...view.rows[0]!, id: 'C-40' }, ...view.rows] });
      desk.push('run', { asOf: AS_OF });
      await expect.poll(rowIds).toContain('C-40');
      await page.keyboard.type(', closed.');

      expect(await page.locator('#why').inputValue()).toBe('Same as C-31, closed.');
      await press('Escape');
      expect(await focusedRow()).toBe('C-38');
    });
  });

  describe('what is typed', () => {
    it('is sent once, however quickly somebody clicks', async () => {
      await open('/cases/C-31', '.waterfall');
      await press('s', '3');
      await page.keyboard.type('The geo data were wrong.');

      await page.evaluate(() => {
        const button = document.querySelector<HTMLElement>('dialog [type=submit]')!;
        button.click();
        button.click();
      });
      await page.waitForSelector('text=Closed as seen wrongly');

      expect(desk.acts).toHaveLength(1);
    });

    it('waits where it was after a sign-in that ended in between', async () => {
      await open('/cases/C-31', '.waterfall');
      await press('s', '3');
      await page.keyboard.type('The geo data were wrong.');

      endSession();
      await press('Control+Enter');
      await page.waitForSelector('.door-kept');
      expect(await page.locator('.door-kept').innerText()).toBe('Your sign-in has ended. What you typed is kept in this window: sign in as D. Reyes to go on where you were.');
      expect(await page.locator('body').innerText()).not.toContain('The geo data');
      await signInAgain();
      await page.waitForSelector('dialog[open]');

      expect(await page.locator('#why').inputValue()).toBe('The geo data were wrong.');
      expect(await page.locator('input[name=reason]:checked').getAttribute('value')).toBe('false');
      await press('Control+Enter');
      await page.waitForSelector('text=Closed as seen wrongly');
    });

    it('waits on the queue as well, for a comment', async () => {
      await open('/', 'tr[data-row]');
      await press('c');
      await page.waitForSelector('dialog[open]');
      await page.keyboard.type('HR answers on Monday.');

      endSession();
      desk.push('case', { id: 'C-38' });
      await signInAgain();
      await page.waitForSelector('dialog[open]');

      expect(await page.locator('#note').inputValue()).toBe('HR answers on Monday.');
    });

    it('is gone once somebody signs out', async () => {
      await open('/cases/C-31', '.waterfall');
      await press('c');
      await page.keyboard.type('HR answers on Monday.');
      await page.evaluate(() => [...document.querySelectorAll('button')].find((button) => button.textContent === 'Sign out')!.click());

      await page.waitForSelector('.door-box');
      expect(await page.locator('.door-kept').count()).toBe(0);
      await signInAgain();
      await page.waitForSelector('.waterfall');
      expect(await page.locator('dialog').count()).toBe(0);
    });

    it('stays where somebody else closed the case first, with what they wrote', async () => {
      await open('/cases/C-31', '.waterfall');
      await press('s', '3');
      await page.keyboard.type('The geo data were wrong.');
      await page.evaluate(() => fetch('/api/cases/C-31/acts', { method: 'POST', headers: { 'x-csrf-token': 'token-1' }, body: JSON.stringify({ kind: 'close', reason: 'duplicate', note: 'Same as C-27.', revision: 'r7' }) }));

      await press('Control+Enter');
      await page.click('button:has-text("Read it again")');

      await page.waitForSelector('text=D. Reyes has closed it as same as another case: Same as C-27.');
      expect(await page.locator('#why').inputValue()).toBe('The geo data were wrong.');
    });
  });

  describe('an entry for the allow-list', () => {
    it('is offered where something was harmless or seen wrongly, and not for a farm', async () => {
      await open('/cases/C-31', '.waterfall');
      await press('s', '1');
      expect(await page.locator('.allow').count()).toBe(0);

      await page.locator('input[value=benign-true]').check();

      await page.waitForSelector('#allow-what');
      expect(await page.locator('#allow-what option').allInnerTexts()).toEqual(['no entry', 'tool: AnyDesk', 'place 30F7', 'household: Finch-208 and Heron-417']);
    });

    it('shows what it would have hidden before it is asked for, with owner, reason and last day', async () => {
      await open('/cases/C-31', '.waterfall');
      await press('s', '2');
      await page.keyboard.type('Known to support.');
      await page.selectOption('#allow-what', 'tool anydesk');
      await page.fill('#allow-until', '2026-12-31');
      await press('Control+Enter');
      expect(await page.locator('#close-problem').innerText()).toBe('First see what the entry would have hidden.');

      await page.click('text=Show what it would have hidden');
      await page.waitForSelector('text=AnyDesk for Heron-417 would have hidden 3 findings about 1 person. Heron-417 would stand at review instead of act.');
      await press('Control+Enter');

      await page.waitForSelector('text=Closed as seen rightly, but harmless');
      expect(desk.acts.at(-1)!.body).toEqual({
        kind: 'close', reason: 'benign-true', note: 'Known to support.', revision: 'r7',
        allow: { what: { kind: 'permission', tool: 'anydesk', scope: 'hire:Heron-417' }, until: '2026-12-31', owner: 'D. Reyes', reason: 'Known to support.' },
      });
    });
  });

  describe('what waits for a word', () => {
    it('stands in the side bar with its count, and on one page, longest first', async () => {
      await open('/', 'tr[data-row]');
      expect(await page.locator('.side a[href="/waiting"]').innerText()).toMatch(/Waiting for a word\s+4/);

      await press('g', 'w');
      await page.waitForSelector('.waiting');

      expect(await rowIds()).toEqual(['a-1', 'a-2', 'a-3', 'e-1']);
      const [photo, manager, move, entry] = await page.locator('tr[data-row]').allInnerTexts();
      expect(photo).toContain('Ask for a photo of the serial number of laptop 30F7');
      expect(photo).toMatch(/Heron-417[\s\S]*C-31[\s\S]*14 Nov 09:12[\s\S]*S\. Whitlock/);
      expect(manager).toContain('J. Lind works on C-38 and decides.');
      expect(manager).toContain('HR asks first.');
      expect(move).toContain('2026-11-09 to 2026-12-31, near Tulsa; approved by M. Ortiz');
      expect(entry).toContain('Allow AnyDesk for Finch-208');
      expect(await page.locator('.waiting img').count()).toBe(0);
    });

    it('is let go from the keyboard, with a note; the cursor goes on to the next row', async () => {
      await open('/waiting', '.waiting');

      await press('Enter');
      await page.waitForSelector('dialog[open]');
      await page.keyboard.type('The manager knows.');
      await press('Control+Enter');

      await expect.poll(rowIds).toEqual(['a-2', 'a-3', 'e-1']);
      expect(desk.words).toEqual([{ path: '/api/device-acts/a-1/release', note: 'The manager knows.' }]);
      expect(keys).toBe(2);
      await expect.poll(focusedRow).toBe('a-2');
    });

    it('is left on hold with a note, and not without', async () => {
      await open('/waiting', '.waiting');
      await press('j', 'j', 'Enter');
      await page.waitForSelector('dialog[open]');
      await page.click('text=Leave it on hold with this note');
      expect(await page.locator('#word-problem').innerText()).toBe('Say in a sentence what it waits for.');

      await page.fill('#word', 'M. Ortiz does not answer yet.');
      await page.click('text=Leave it on hold with this note');

      await expect.poll(() => page.locator('tr[data-row="a-3"]').innerText()).toContain('D. Reyes: M. Ortiz does not answer yet.');
      expect(desk.words).toEqual([{ path: '/api/device-acts/a-3/hold', note: 'M. Ortiz does not answer yet.' }]);
      expect(await focusedRow()).toBe('a-3');
    });

    it('is not let go by whoever may not, and says why', async () => {
      await open('/waiting', '.waiting');
      await press('j', 'Enter');
      await page.waitForSelector('dialog[open]');

      await press('Control+Enter');

      expect(await page.locator('#word-problem').innerText()).toContain('J. Lind works on C-38 and decides.');
      expect(desk.words).toEqual([]);
    });

    it('stands on its case as a line', async () => {
      await open('/cases/C-31', '.waits');
      expect(await page.locator('.waits').innerText()).toContain('S. Whitlock wants to: Ask for a photo of the serial number of laptop 30F7 (Heron-417).');

      await page.click('.waits button');
      await page.waitForSelector('dialog[open]');
      await press('Control+Enter');

      await expect.poll(() => page.locator('.waits').count()).toBe(0);
      expect(desk.words).toEqual([{ path: '/api/device-acts/a-1/release', note: undefined }]);
    });

    it('says what was looked at where nothing waits, and is no page of IT staff', async () => {
      desk.waiting = () => ({ acts: [], allowances: [] });
      await open('/waiting', '.state-box');
      expect(await page.locator('.state-box').innerText()).toContain('Nothing waits for a word.');
      await shared.context.close();

      desk.role = 'it';
      await open('/waiting', '.state-box');
      expect(await page.locator('.state-box').innerText()).toContain('is for analysts');
      expect(await page.locator('.side').innerText()).not.toContain('Waiting for a word');
    });
  });

  describe('a case', () => {
    it('names similar and earlier cases with why, and what became of them', async () => {
      await open('/cases/C-31', '.similar');

      const [first, second] = await page.locator('.similar tbody tr').allInnerTexts();
      expect(first).toMatch(/C-27[\s\S]*the same line, place 30F7[\s\S]*the same tool, AnyDesk[\s\S]*a laptop farm, J\. Lind, 17 Oct/);
      expect(second).toContain('and 1 more thing');
      expect(await page.locator('#similar').innerText()).toContain('41 other cases looked at');
      expect(await page.locator('#similar').innerText()).toContain('3 of them, long ago, by their people alone');
      expect(await page.locator('#similar img').count()).toBe(0);
    });

    it('says of each innocent explanation what is seen, and why it is not enough or would be', async () => {
      await open('/cases/C-31', '.innocent');

      const rows = await page.locator('.innocent tbody tr').allInnerTexts();
      expect(rows.find((row) => row.startsWith('Couple'))).toMatch(/Hires’ laptops behind this line: 3[\s\S]*usual: 1 in 98\.7 % of homes/);
      for (const row of rows) expect(row).toMatch(/Open: it would settle it|Not enough alone: .* would keep the sum at (watch|review|act)/);
    });

    it('shows the explanations that explain most, the others on request, and all of them on paper', async () => {
      await open('/help', '.guide');
      await page.route('**/api/cases/C-31', async (route) => {
        const view = await (await route.fetch()).json() as CaseView;
        const people = view.people.map((person) => ({ ...person, innocent: Array.from({ length: 12 }, (_, at) => ({ ...person.innocent![0]!, says: `Explanation ${at}`, explains: at < 3 ? 4 : 4 - at / 10 })) }));
        await route.fulfill({ json: { ...view, people } });
      });
      await page.goto(`${desk.url}/cases/C-31`);
      await page.waitForSelector('.innocent');
      const shown = (): Promise<number> => page.locator('.innocent tbody tr:visible').count();

      // Three of which the same is seen, and which leave the same, share a row.
      expect(await page.locator('.innocent tbody tr').first().locator('th li').allInnerTexts()).toEqual(['Explanation 0', 'Explanation 1', 'Explanation 2']);
      expect(await shown()).toBe(6);
      await page.emulateMedia({ media: 'print' });
      expect(await shown()).toBe(10);
      await page.emulateMedia({ media: 'screen' });
      await page.getByRole('button', { name: 'Show 4 more' }).click();
      expect(await shown()).toBe(10);
      await page.getByRole('button', { name: 'Show the first only' }).click();
      expect(await shown()).toBe(6);
    });
  });

  describe('the new pages', () => {
    it.each(['light', 'dark'] as const)('have no accessibility fault in %s', async (theme) => {
      const found: string[] = [];
      const check = async (where: string): Promise<void> => { for (const fault of await faults()) found.push(`${where}: ${fault}`); };

      await open('/waiting', '.waiting', { theme });
      await check('waiting');
      await press('j', 'Enter');
      await page.waitForSelector('dialog[open]');
      await check('word');
      await page.goto(`${desk.url}/cases/C-31`);
      await page.waitForSelector('.similar');
      await check('case');
      await press('s', '2');
      await page.waitForSelector('#allow-what');
      await page.selectOption('#allow-what', 'place f-Heron-417-shared-place');
      await check('close');

      expect(found).toEqual([]);
    });

    it.each([1280, 640])('hold at %i px', async (width) => {
      await open('/waiting', '.waiting', { width });
      expect(await sidewaysScroll()).toBe(0);
      await press('Enter');
      await page.waitForSelector('dialog[open]');
      expect(await sidewaysScroll()).toBe(0);
      await page.goto(`${desk.url}/cases/C-31`);
      await page.waitForSelector('.similar');
      expect(await sidewaysScroll()).toBe(0);
    });
  });
});
