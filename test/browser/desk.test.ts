import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeInBrowser } from './chromium.ts';
import { deskPages } from './desk-pages.ts';
import { devicesView, HOSTILE } from './fixtures.ts';
import type { Desk } from './fixture-server.ts';

describeInBrowser('the desk in a browser', () => {
  const shared = deskPages();
  let desk: Desk;
  let page: Page;
  beforeAll(() => { ({ desk } = shared); });

  async function open(path: string, { theme, width = 1440, ready = '.queue, .devices, .waterfall, .state-box, .door-box, .three' }: { theme?: 'light' | 'dark'; width?: number; ready?: string } = {}): Promise<Page> {
    await shared.open(path, desk.role, ready, { width, theme });
    return ({ page } = shared).page;
  }

  /** Waits until a timeline and everything else of a case page is drawn. */
  const openCase = async (id: string, options: Parameters<typeof open>[1] = {}): Promise<Page> => open(`/cases/${id}`, { ...options, ready: 'svg.timeline' });
  const focusedRow = (): Promise<string | null | undefined> => page.evaluate(() => document.activeElement?.closest('tr')?.getAttribute('data-row'));
  const cursorRow = (): Promise<string | null | undefined> => page.evaluate(() => document.querySelector('tr.is-at')?.getAttribute('data-row'));
  const rowIds = (): Promise<(string | null)[]> => page.locator('tr[data-row]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-row')));
  const sidewaysScroll = (): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  /** “−0.85” → −0.85 */
  const numberOf = (text: string): number => Number(text.replace('−', '-').replace('+', ''));

  describe('the queue', () => {
    it('shows cases by band and chance, in words first', async () => {
      await open('/');

      expect((await rowIds()).slice(0, 4)).toEqual(['C-31', 'C-38', 'C-39', 'Avocet-047']);
      const first = await page.locator('tr[data-row="C-31"]').innerText();
      expect(first).toContain('Act');
      expect(first).toContain('shared place');
      expect(first).toContain('company: +3.40');
      expect(await page.locator('tr[data-row="C-39"]').innerText()).toContain('place: source dark');
      expect(await page.locator('.queue').innerText()).not.toMatch(/Act\s+87/);
      expect(await page.locator('.made-up').innerText()).toContain('Simulated company');
      expect(await page.locator('.note.dark-source').innerText()).toContain('Jamf has been dark since Fri 13 Nov, 22:10');
      expect(await page.locator('.side-foot').innerText()).toMatch(/2 of 4 sources fresh[\s\S]*report failed/);
      expect(shared.complaints).toEqual([]);
    });

    it('shows the chance one step behind, with the % key', async () => {
      await open('/');

      await page.keyboard.press('%');

      await expect.poll(() => page.locator('tr[data-row="C-31"] .band').innerText()).toMatch(/Act\s+87 %/);
    });

    it('moves with j, k and arrows, and selects with x', async () => {
      await open('/');

      await page.keyboard.press('j');
      await page.keyboard.press('ArrowDown');
      expect(await focusedRow()).toBe('C-39');
      await page.keyboard.press('k');
      await page.keyboard.press('x');

      expect(await focusedRow()).toBe('C-38');
      expect(await page.locator('tr[data-row="C-38"] input').isChecked()).toBe(true);
      expect(await page.locator('.bulk').innerText()).toContain('1 row selected');
    });

    it('keeps letters off while somebody types, and searches', async () => {
      await open('/');

      await page.keyboard.press('/');
      await page.keyboard.type('jjxas?');

      expect(await page.locator('input[type=search]').inputValue()).toBe('jjxas?');
      expect(await cursorRow()).toBe(undefined);
      expect(await page.locator('dialog').count()).toBe(0);
      expect(desk.acts).toEqual([]);
      await page.locator('input[type=search]').fill('tulsa');
      await expect.poll(rowIds).toEqual(['C-31']);
      await page.keyboard.press('Enter');
      expect(await focusedRow()).toBe('C-31');
    });

    it('takes the row under the cursor with a', async () => {
      await open('/');

      await page.keyboard.press('a');

      await expect.poll(() => page.locator('tr[data-row="C-31"] .own').innerText()).toContain('D. Reyes');
      expect(desk.acts).toEqual([{ id: 'C-31', csrf: 'token-1', body: { kind: 'take', revision: 'r7' } }]);
    });

    it('keeps the cursor, the focus and the height of the row through live updates', async () => {
      await open('/');
      await page.keyboard.press('j');
      await page.keyboard.press('j');
      expect(await focusedRow()).toBe('C-39');
      const top = (): Promise<number> => page.locator('tr[data-row="C-39"]').evaluate((row) => Math.round(row.getBoundingClientRect().top));
      await page.evaluate(() => scrollTo(0, 200));
      const before = await top();

      desk.queue = (view) => ({ ...view, rows: [
        ...view.rows.map((row) => (row.id === 'C-39' ? { ...row, band: 'act' as const, chance: 0.7 } : row)),
        ...view.rows.filter((row) => row.id === 'C-31').map((row) => ({ ...row, id: 'C-41', band: 'act' as const, chance: 0.99 })),
      ] });
      desk.push('run', { asOf: 0 });

      await expect.poll(rowIds).toContain('C-41');
      expect(await focusedRow()).toBe('C-39');
      expect(await cursorRow()).toBe('C-39');
      expect(Math.abs(await top() - before)).toBeLessThanOrEqual(2);
    });

    it('says what it looked at when nothing is open, and that dark sources say nothing', async () => {
      desk.queue = (view) => ({ ...view, rows: [] });

      await open('/');

      const said = await page.locator('.state-box').innerText();
      expect(said).toContain('No open cases among the hires we can see.');
      expect(said).toContain('1,070 hires looked at');
      expect(said).toContain('Jamf sent nothing');
    });

    it('names the filter that hides most', async () => {
      await open('/?family=application&band=watch');

      expect(await page.locator('.state-box').innerText()).toMatch(/None of the 16 rows in this view matches\.\s+Without Family: application there would be 13\./);
    });

    it('offers ways to begin before the first run', async () => {
      desk.queue = (view) => ({ ...view, asOf: undefined, rows: [] });
      await open('/', { ready: '.three' });
      const filled = await page.locator('h1').innerText();

      desk.begin = (view) => ({ ...view, held: { people: 0, devices: 0 } });
      await page.reload();
      await page.waitForSelector('.three');

      expect(filled).toBe('Files are in; nobody has been looked at yet');
      expect(await page.locator('h1').innerText()).toBe('No data yet: three ways to begin');
    });

    it('keeps the rows and says so when the server is gone', async () => {
      await open('/');
      desk.broken.set('/api/queue', { status: 503, message: '' });

      desk.push('run', { asOf: 0 });

      await page.waitForSelector('text=The server has not answered');
      expect(await rowIds()).toContain('C-31');
      desk.broken.clear();
      await page.click('text=Try now');
      await expect.poll(() => page.locator('text=The server has not answered').count()).toBe(0);
    });

    it('tells people of other roles whose page this is', async () => {
      desk.broken.set('/api/queue', { status: 403, message: 'The queue shows evidence about people.' });

      await open('/');

      expect(await page.locator('.state-box').innerText()).toContain('The queue is for analysts.');
    });
  });

  describe('one case', () => {
    it('is closed with a reason from the keyboard alone', async () => {
      await open('/');

      await page.keyboard.press('Enter');
      await page.waitForSelector('.waterfall');
      await page.keyboard.press('s');
      await page.keyboard.press('1');
      await page.keyboard.type('The controller was named by the tool’s own log.');
      await page.keyboard.press('Control+Enter');

      await page.waitForSelector('text=Closed as a laptop farm');
      expect(desk.acts).toEqual([{ id: 'C-31', csrf: 'token-1', body: { kind: 'close', reason: 'true', note: 'The controller was named by the tool’s own log.', revision: 'r7' } }]);
      expect(shared.complaints).toEqual([]);
    });

    it('asks for the reason and the sentence before it closes', async () => {
      await openCase('C-31');

      await page.keyboard.press('s');
      await page.keyboard.press('Control+Enter');

      expect(await page.locator('#close-problem').innerText()).toContain('Choose what it was');
      expect(desk.acts).toEqual([]);
    });

    it('does not overwrite what somebody else did meanwhile', async () => {
      await openCase('C-31');
      await page.keyboard.press('s');
      await page.keyboard.press('3');
      await page.keyboard.type('The geo data were wrong.');
      await page.evaluate(() => fetch('/api/cases/C-31/acts', { method: 'POST', headers: { 'x-csrf-token': 'token-1' }, body: JSON.stringify({ kind: 'take', revision: 'r7' }) }));

      await page.keyboard.press('Control+Enter');
      await page.waitForSelector('text=Someone else changed C-31 first');
      expect(await page.locator('#why').inputValue()).toBe('The geo data were wrong.');
      await page.click('button:has-text("Read it again")');
      await page.waitForSelector('text=If your answer still stands');
      await page.keyboard.press('Control+Enter');

      await page.waitForSelector('text=Closed as seen wrongly');
    });

    it('gives the focus back: Esc from a dialog, from the raw events, and to the row of the queue', async () => {
      await open('/');
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.waterfall');

      await page.locator('.opens').nth(1).focus();
      await page.keyboard.press('c');
      await page.keyboard.press('Escape');
      await page.keyboard.press('e');
      await page.waitForSelector('.events');
      await page.keyboard.press('ArrowDown');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('16 Nov 09:52:11');
      await page.keyboard.press('Escape');

      expect(await page.evaluate(() => document.activeElement?.className)).toContain('opens');
      await page.keyboard.press('Escape');
      await page.waitForSelector('.queue');
      expect(await focusedRow()).toBe('C-38');
    });

    it('adds up: every weight on the page sums to the sum on the page', async () => {
      await openCase('C-31');

      for (const name of ['Heron-417', 'Finch-208', 'Osprey-093']) {
        await page.click(`.sums button:has-text("${name}")`);
        await page.waitForSelector(`#sum-h:has-text("${name}")`);
        const weights = (await page.locator('[data-weight]').allInnerTexts()).map(numberOf);
        const sum = numberOf(await page.locator('[data-sum]').innerText());
        const row = (await page.locator('.sums tr.is-at td.num').allInnerTexts()).map(numberOf).filter((value) => !Number.isNaN(value));

        expect(weights.length).toBeGreaterThan(6);
        expect(Math.round(weights.reduce((a, b) => a + b, 0) * 100)).toBe(Math.round(sum * 100));
        // The row beside it: day first, sum last, start and families between.
        expect(Math.round(row.slice(1, -1).reduce((a, b) => a + b, 0) * 100)).toBe(Math.round((row.at(-1) ?? NaN) * 100));
      }
    });

    it('draws the bars on one log-odds scale, each beginning where the last one ended', async () => {
      await openCase('C-31');

      const bars = await page.locator('.waterfall .step .bar rect').evaluateAll((rects) => rects.map((rect) => ({ x: parseFloat(rect.getAttribute('x') ?? ''), width: parseFloat(rect.getAttribute('width') ?? ''), away: rect.classList.contains('f-away') })));
      const weights = (await page.locator('[data-weight]').allInnerTexts()).map(numberOf);

      const prior = bars[0];
      const perUnit = (prior?.width ?? 0) / 6.21;
      let at = prior?.x ?? 0;
      for (const [index, bar] of bars.entries()) {
        if (index === 0) continue;
        expect(bar.away ? bar.x + bar.width : bar.x).toBeCloseTo(at, 0);
        expect(bar.width).toBeCloseTo(Math.abs(weights[index] ?? 0) * perUnit, 0);
        at = bar.away ? bar.x : bar.x + bar.width;
      }
    });

    it('says dark, too little and 0 as three different things', async () => {
      await openCase('C-31');

      const osprey = await page.locator('.sums tr:has-text("Osprey-093")').innerText();

      expect(osprey).toContain('too little');
      expect(osprey).toContain('dark');
      expect(osprey).toMatch(/\t0\t/);
    });

    it('shows text from outside as text', async () => {
      await openCase('C-38');
      expect(await page.locator('.sums').innerText()).toContain(HOSTILE);
      await page.keyboard.press('e');
      await page.waitForSelector('.events');
      expect(await page.locator('.drawer').innerText()).toContain(HOSTILE);
      await page.goto(`${desk.url}/cases/C-39`);
      await page.waitForSelector('svg.timeline');
      expect(await page.locator('h1').innerText()).toContain(HOSTILE);

      expect(await page.locator('img').count()).toBe(0);
      expect(shared.complaints).toEqual([]);
    });

    it('comes back to the row by the browser’s own way back as well', async () => {
      await open('/');
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.waterfall');

      await page.goBack();
      await page.waitForSelector('.queue');

      await expect.poll(focusedRow).toBe('C-38');
    });

    it('walks through the cases with [ and ] and lists its keys with ?', async () => {
      await openCase('C-31');

      await page.keyboard.press(']');
      await page.waitForSelector('h1:has-text("one phone")');
      await page.keyboard.press('?');
      await page.waitForSelector('dialog[open]');

      expect(await page.locator('dialog').innerText()).toContain('previous, next case');
    });

    it('shows a watched person like a case of one, without anything to close', async () => {
      await open('/people/Avocet-047', { ready: 'svg.timeline' });

      expect(await page.locator('.case-top').innerText()).toContain('watched, no case open');
      expect(await page.locator('.case-top button').allInnerTexts()).toEqual(expect.not.arrayContaining([expect.stringContaining('Close')]));
      await page.keyboard.press('s');
      expect(await page.locator('dialog').count()).toBe(0);
    });

    it('says so where there is no such case', async () => {
      await open('/cases/C-99');

      expect(await page.locator('.state-box').innerText()).toContain('There is nothing under this address.');
    });
  });

  describe('the messages', () => {
    it('say what was sent to whom, and what failed', async () => {
      await open('/messages', { ready: '.messages' });

      const rows = await page.locator('tbody tr').evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));

      expect(rows[0]).toEqual(['soc-mail', 'email', 'Mon 16 Nov, 08:12', '0', 'none']);
      expect(rows[1]![4]).toContain('<img src=x onerror=alert(1)>');
      expect(rows[2]![2]).toBe('soc-mail: sentsoc-slack: waits (hooks.slack.example answers 500 (<img src=x onerror=alert(1)>))');
      expect(rows[3]![2]).toBe('soc-mail: may have arrived (Farmwatch ended while it was being sent)');
    });

    it('are reached from the side bar, and lead to the case', async () => {
      await open('/');

      await page.getByRole('link', { name: 'Messages' }).click();
      await page.waitForSelector('.messages');
      await page.getByRole('link', { name: /case C-31/ }).click();
      await page.waitForSelector('svg.timeline');

      expect(new URL(page.url()).pathname).toBe('/cases/C-31');
    });
  });

  describe('the detectors', () => {
    it('say what closed cases say of them, or that these are too few', async () => {
      await open('/detectors', { ready: '.plain-table' });

      const rows = await page.locator('tbody tr').evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));

      expect(rows[1]!.slice(3)).toEqual(['25', '22', '941 % (21–61)', '836 % (16–56)', '523 % (3–43)', '3']);
      expect(rows[2]![0]).toContain('muted for team support until 2026-12-31');
      expect(rows[2]![5]).toBe('4too few to judge, under 20');
      expect(rows[3]!.slice(3)).toEqual(['0', '0', '0', '0', '0', '0']);
    });

    it('are reached from the side bar, and lead back with g q', async () => {
      await open('/');

      await page.getByRole('link', { name: 'Detectors' }).click();
      await page.waitForSelector('.plain-table');
      const current = await page.locator('nav [aria-current=page]').allTextContents();
      await page.keyboard.press('g');
      await page.keyboard.press('q');
      await page.waitForSelector('.queue');

      expect(current).toEqual(['Detectors']);
    });
  });

  describe('where the laptops are', () => {
    const openDevices = async (path = '/devices'): Promise<Page> => {
      desk.role = 'it';
      return open(path);
    };
    const chosen = (): Promise<string[]> => page.locator('.one-laptop li').allInnerTexts();

    it('is where IT staff land, with the laptops that need a question and nothing of the queue', async () => {
      await openDevices('/');

      expect(await page.locator('h1').innerText()).toBe('Where the laptops are');
      expect(await rowIds()).toEqual(['LK-7Q2M41', 'LK-7Q1K08', 'LK-7R0B93', 'LK-7N4H15', 'LK-7P2V38', 'LK-M3A904', 'LK-7R2X71', 'LK-7L5J90']);
      expect(await page.locator('nav[aria-label=Work] a').allInnerTexts()).toEqual(['Where laptops are', 'Sources']);
      expect(await page.locator('.side').innerText()).toMatch(/Needs a question\s+8[\s\S]*Delivered, never seen\s+1[\s\S]*All laptops\s+10/);
      expect(await page.locator('.frame').innerHTML()).not.toMatch(/\b(?:chance|bands?|fam|famil\w+|risk|cases?|queue)\b/i);
    });

    it('says the way of a laptop in words beside the line', async () => {
      await openDevices();

      expect(await page.locator('tr[data-row="LK-7Q2M41"] .cust').innerText()).toBe('ordered: as planned; shipped: as planned; delivered: other place; first contact: other place; first sign-in: other place; settled: other place');
      expect(await page.locator('tr[data-row="LK-7P2V38"] .cust').innerText()).toContain('settled: no data');
      expect(await page.locator('tr[data-row="LK-7R2X71"] .cust').innerText()).toContain('first contact: not yet');
    });

    it('is triaged from the keyboard: move, select, ask; the row says who asked', async () => {
      await openDevices();

      await page.keyboard.press('j');
      await page.keyboard.press('x');
      await page.getByRole('button', { name: 'Ask holder' }).click();

      await page.waitForSelector('.did');
      expect(await page.locator('tr[data-row="LK-7Q1K08"] .did').innerText()).toBe('Holder to be asked, 16 Nov by S. Whitlock');
      expect(desk.deviceActs).toEqual([{ kind: 'ask-holder', devices: [{ serial: 'LK-7Q1K08', revision: 'r0' }] }]);
    });

    it('says contact on hold, and not why', async () => {
      await openDevices();

      await page.keyboard.press('x');
      await page.getByRole('button', { name: 'Request serial photo' }).click();

      await page.waitForSelector('.did');
      expect(await page.locator('[role=alert].note').innerText()).toContain('Contact on hold. It is recorded and waits until it is let go; please do not write or call.');
      expect(await page.locator('tr[data-row="LK-7Q2M41"] .did').innerText()).toMatch(/^Contact on hold: /);
    });

    it('opens one laptop with Enter, and gives the focus back with Esc', async () => {
      await openDevices();

      await page.keyboard.press('j');
      await page.keyboard.press('k');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.one-laptop');
      const stops = await chosen();
      await page.keyboard.press('Escape');

      expect(stops).toHaveLength(6);
      expect(stops[2]!.replace(/\s+/g, ' ')).toBe('Delivered Tue 27 Oct, 10:00 Tulsa, redirected on the way');
      await expect.poll(focusedRow).toBe('LK-7Q2M41');
      expect(await page.locator('.one-laptop').count()).toBe(0);
    });

    it('asks for the days of an approved move before it is sent', async () => {
      await openDevices();
      await page.keyboard.press('x');
      await page.getByRole('button', { name: 'Record approved move' }).click();
      await page.keyboard.press('Control+Enter');
      const problem = await page.locator('dialog .problem').innerText();

      await page.fill('#move-until', '2026-12-24');
      await page.fill('#move-by', 'M. Ortiz');
      await page.keyboard.press('Control+Enter');

      await page.waitForSelector('.did');
      expect(problem).toBe('Say from when, until when, and who approved it.');
      expect(desk.deviceActs).toEqual([{ kind: 'approved-move', move: { from: '2026-11-09', until: '2026-12-24', approvedBy: 'M. Ortiz' }, devices: [{ serial: 'LK-7Q2M41', revision: 'r0' }] }]);
    });

    it('searches serial, holder and place, and filters by verdict', async () => {
      await openDevices('/devices?view=all');

      await page.keyboard.press('/');
      await page.keyboard.type('sacra');
      await expect.poll(rowIds).toEqual(['LK-7N4H15']);
      await page.keyboard.press('Escape');
      await page.locator('.verdicts label', { hasText: 'shared place' }).click();

      await expect.poll(rowIds).toHaveLength(7);
    });

    it('draws discs and lists what lies outside of the map', async () => {
      await openDevices('/devices?view=all');

      await page.keyboard.press('m');

      expect(await page.locator('svg.map title').textContent()).toBe('Laptops as discs: Tulsa ± 16 km, 3; Sacramento ± 16 km, 1; Nashville ± 190 km, 1.');
      expect(await page.locator('section:has(svg.map) p').innerText()).toContain('Outside of this map: LK-7K3S44 at London ± 16 km.');
    });

    it('shows names from outside as text', async () => {
      await openDevices();

      expect(await page.locator('tr[data-row="LK-7R0B93"] .hold').innerText()).toContain(HOSTILE);
      expect(await page.locator('.devices img').count()).toBe(0);
    });

    it('shows a thousand laptops in parts, and all on request', async () => {
      const [one] = devicesView().rows;
      desk.devices = (view) => ({ ...view, rows: Array.from({ length: 1_100 }, (_, at) => ({ ...one!, serial: `SN-${at}` })) });
      await openDevices();
      const before = (await rowIds()).length;

      await page.getByRole('button', { name: 'Show 900 more' }).click();

      expect(before).toBe(200);
      await expect.poll(async () => (await rowIds()).length).toBe(1_100);
    });

    it('shows how a table is understood before it is taken', async () => {
      await openDevices();

      await page.getByRole('button', { name: 'Import CSV' }).click();
      await page.setInputFiles('#import-file', { name: 'new.csv', mimeType: 'text/csv', buffer: Buffer.from('Serial Number,Colour\nSN-1,grey\n') });
      await page.waitForSelector('text=Not taken yet.');
      const understood = await page.locator('dialog tbody tr').allInnerTexts();
      await page.getByRole('button', { name: 'Take 1 row' }).click();

      await page.waitForSelector('text=Taken.');
      expect(understood.map((text) => text.replace(/\s+/g, ' '))).toEqual(['Serial Number serial', 'Colour not known, left out']);
    });

    it('answers an order list row by row', async () => {
      await openDevices();

      await page.getByRole('button', { name: 'Ships today' }).click();
      await page.fill('#orders', 'hire_id,ship_street\nh-1,1 Elm Street');
      await page.keyboard.press('Control+Enter');

      await page.waitForSelector('.parcels');
      expect(await page.locator('dialog [role=status]').innerText()).toBe('3 parcels: 1 hold, 1 confirm, 1 ok.');
    });

    it('tells empty, not run, forbidden and failed apart', async () => {
      desk.devices = (view) => ({ ...view, rows: [] });
      await openDevices();
      const empty = await page.locator('.state-box').innerText();
      desk.devices = (view) => ({ ...view, rows: [], asOf: undefined });
      await page.reload();
      await page.waitForSelector('text=Nothing has run yet.');
      desk.broken.set('/api/devices', { status: 403, message: 'Your role lead may not read where laptops are.' });
      await page.reload();
      await page.waitForSelector('text=Where laptops are is for IT staff.');
      desk.broken.set('/api/devices', { status: 500, message: 'The server met an error of its own.' });
      await page.reload();
      await page.waitForSelector('text=The list cannot be read.');

      expect(empty).toContain('No laptops of starters are on record.');
    });

    it('is reached by administrators from the side bar', async () => {
      desk.role = 'admin';
      await open('/');

      await page.getByRole('link', { name: 'Where laptops are' }).click();

      await page.waitForSelector('.devices');
      expect(await page.locator('nav[aria-label=Work] [aria-current=page]').innerText()).toContain('Where laptops are');
    });
  });

  describe('the door', () => {
    it('asks who one is, says what was wrong, and leads back to where one wanted to go', async () => {
      desk.signedIn = false;
      await open('/cases/C-31');
      expect(new URL(page.url()).pathname).toBe('/login');

      await page.fill('#name', 'reyes');
      await page.fill('#password', 'wrong');
      await page.keyboard.press('Enter');
      await page.waitForSelector('text=Name and password do not fit');
      await page.fill('#password', 'right');
      await page.keyboard.press('Enter');

      await page.waitForSelector('.waterfall');
      expect(new URL(page.url()).pathname).toBe('/cases/C-31');
    });

    it('leads nowhere outside of this server', async () => {
      await open('/login?next=//example.org/');

      await page.fill('#name', 'reyes');
      await page.fill('#password', 'right');
      await page.keyboard.press('Enter');

      await page.waitForSelector('.queue');
      expect(page.url()).toBe(`${desk.url}/`);
    });

    it('forgets what was read when the session ends', async () => {
      await open('/');

      await page.click('text=Sign out');
      await page.waitForSelector('.door-box');

      expect(await page.locator('body').innerText()).not.toContain('Heron-417');
    });
  });

  describe('the sources', () => {
    const openSources = (): Promise<Page> => open('/sources', { ready: '.sources, .state-box' });

    it('say of each how it is doing, what is missing since when, and the cure', async () => {
      await openSources();

      const rows = await page.locator('.sources tbody tr').allInnerTexts();
      expect(rows.map((text) => text.split(/\s/)[0])).toEqual(['jamf', 'globalprotect', 'bamboohr', 'okta']);
      expect(rows[0]).toMatch(/dark[\s\S]+2.d.11.h ago[\s\S]+fails[\s\S]+12,400[\s\S]+since Fri 13 Nov[\s\S]+Renew its account or secret/);
      expect(rows[1]).toMatch(/late[\s\S]+sent, or read from files[\s\S]+9,310[\s\S]+10 %, 120 repeats/);
      expect(await page.locator('.sources .note').innerText()).toContain('12 accounts that began in the last 90 days');
    });

    it.each(['light', 'dark'] as const)('have no serious accessibility fault in %s', async (theme) => {
      await open('/sources', { ready: '.sources', theme });
      const { violations } = await new AxeBuilder({ page }).analyze();

      expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)).toEqual([]);
    });

    it('show text of vendors as text', async () => {
      await openSources();

      expect(await page.locator('.sources').innerText()).toContain('<img');
      expect(await page.locator('.sources img').count()).toBe(0);
    });

    it('are reached by IT staff from the side bar, and show no risk, case or person', async () => {
      desk.role = 'it';
      await open('/devices', { ready: '.devices' });
      await page.getByRole('link', { name: 'Sources' }).click();
      await page.waitForSelector('.sources');

      expect(await page.locator('main').innerText()).not.toMatch(/chance|case|band|Avocet/i);
      await page.keyboard.press('g');
      await page.keyboard.press('q');
      await page.waitForSelector('.devices');
    });

    it('tell empty, forbidden, failed and stale apart', async () => {
      desk.sources = (view) => ({ ...view, sources: [], troubles: [] });
      await openSources();
      expect(await page.locator('.state-box').innerText()).toContain('No source is connected.');
      desk.broken.set('/api/sources', { status: 500, message: 'The server met an error of its own.' });
      desk.push('run', { asOf: 0 });
      await page.waitForSelector('.note[role=status]');
      await page.reload();
      await page.waitForSelector('.state-box');
      expect(await page.locator('.state-box').innerText()).toContain('This page cannot be read.');
      desk.broken.set('/api/sources', { status: 403, message: 'Your role lead may not read how each source is doing.' });
      await page.reload();
      await page.waitForSelector('.state-box');
      expect(await page.locator('.state-box').innerText()).toContain('may not read how each source is doing');
    });
  });

  describe('for everybody', () => {
    it.each(['light', 'dark'] as const)('has no serious accessibility fault in %s', async (theme) => {
      const found: string[] = [];
      const check = async (where: string): Promise<void> => {
        const { violations } = await new AxeBuilder({ page }).analyze();
        for (const { id, impact, nodes } of violations) if (impact === 'serious' || impact === 'critical') found.push(`${where}: ${id} ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
      };

      await open('/', { theme });
      await check('queue');
      await page.keyboard.press('?');
      await page.waitForSelector('dialog[open]');
      await check('keys');
      await page.goto(`${desk.url}/cases/C-31`);
      await page.waitForSelector('svg.timeline');
      await page.keyboard.press('%');
      await check('case');
      await page.keyboard.press('s');
      await page.waitForSelector('dialog[open]');
      await check('close');
      await page.keyboard.press('Escape');
      await page.keyboard.press('e');
      await page.waitForSelector('.events');
      await check('raw events');
      desk.queue = (view) => ({ ...view, rows: [] });
      await page.goto(desk.url);
      await page.waitForSelector('.state-box');
      await check('empty queue');
      await page.goto(`${desk.url}/detectors`);
      await page.waitForSelector('.plain-table');
      await check('detectors');
      await page.goto(`${desk.url}/messages`);
      await page.waitForSelector('.messages');
      await check('messages');
      await page.goto(`${desk.url}/devices`);
      await page.waitForSelector('.devices');
      await check('laptops');
      await page.keyboard.press('m');
      await page.waitForSelector('svg.map');
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.one-laptop');
      await check('one laptop');
      await page.goto(`${desk.url}/login`);
      await page.waitForSelector('.door-box');
      await check('login');

      expect(found).toEqual([]);
      expect(shared.complaints).toEqual([]);
    });

    it.each([1440, 1280, 720])('never scrolls the page sideways at %i px', async (width) => {
      await open('/', { width });
      expect(await sidewaysScroll()).toBe(0);
      await page.keyboard.press('%');
      expect(await sidewaysScroll()).toBe(0);
      for (const path of ['/cases/C-31', '/cases/C-38', '/people/Avocet-047']) {
        await page.goto(desk.url + path);
        await page.waitForSelector('svg.timeline');
        expect(await sidewaysScroll()).toBe(0);
      }
      await page.goto(`${desk.url}/detectors`);
      await page.waitForSelector('.plain-table');
      expect(await sidewaysScroll()).toBe(0);
      await page.goto(`${desk.url}/sources`);
      await page.waitForSelector('.sources');
      expect(await sidewaysScroll()).toBe(0);
      await page.goto(`${desk.url}/messages`);
      await page.waitForSelector('.messages');
      expect(await sidewaysScroll()).toBe(0);
      await page.goto(`${desk.url}/devices`);
      await page.waitForSelector('.devices');
      await page.keyboard.press('m');
      expect(await sidewaysScroll()).toBe(0);
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.one-laptop');
      expect(await sidewaysScroll()).toBe(0);
      await page.goto(`${desk.url}/login`);
      await page.waitForSelector('.door-box');
      expect(await sidewaysScroll()).toBe(0);
    });

    it('has every id once, every table with heads, and no style attribute', async () => {
      await openCase('C-31');

      const faults = await page.evaluate(() => {
        const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
        return {
          twice: ids.filter((id, at) => ids.indexOf(id) !== at),
          unscoped: [...document.querySelectorAll('th:not([scope])')].length,
          styled: [...document.querySelectorAll('[style]')].length,
        };
      });

      expect(faults).toEqual({ twice: [], unscoped: 0, styled: 0 });
    });

    it('prints the case without buttons and side bar, in one column', async () => {
      await openCase('C-31');

      await page.emulateMedia({ media: 'print' });

      expect(await page.locator('.side').isVisible()).toBe(false);
      expect(await page.locator('.case-top .btns').isVisible()).toBe(false);
      expect(await page.locator('.waterfall').isVisible()).toBe(true);
    });
  });
});
