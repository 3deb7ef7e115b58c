import { expect, it } from 'vitest';
import { describeInBrowser } from './chromium.ts';
import { deskHands } from './desk-hands.ts';
import { deskPages } from './desk-pages.ts';

describeInBrowser('the queue in a browser', () => {
  const at = deskPages();
  const { open, focusedRow, cursorRow, rowIds, sidewaysScroll } = deskHands(at);

  it('shows on a phone whom a row is about and why', async () => {
    await open('/', { width: 390 });

    const right = await at.page.locator('.queue .why').evaluateAll((cells) => cells.map((cell) => Math.ceil(cell.getBoundingClientRect().right)));
    expect(right.length).toBeGreaterThan(3);
    expect(right.filter((x) => x > 390)).toEqual([]);
  });

  it('shows cases by band and chance, in words first', async () => {
    await open('/');

    expect((await rowIds()).slice(0, 4)).toEqual(['C-31', 'C-38', 'C-39', 'Avocet-047']);
    const first = await at.page.locator('tr[data-row="C-31"]').innerText();
    expect(first).toContain('Act');
    expect(first).toContain('shared place');
    expect(first).toContain('company: +3.40');
    expect(await at.page.locator('tr[data-row="C-39"]').innerText()).toContain('place: source dark');
    expect(await at.page.locator('.queue').innerText()).not.toMatch(/Act\s+87/);
    expect(await at.page.locator('.made-up').innerText()).toContain('Simulated company');
    expect(await at.page.locator('.note.dark-source').innerText()).toContain('Jamf has been dark since Fri 13 Nov, 22:10');
    expect(await at.page.locator('.side-foot').innerText()).toMatch(/2 of 4 sources fresh[\s\S]*report failed/);
    expect(at.complaints).toEqual([]);
  });

  it('shows the chance one step behind, with the % key', async () => {
    await open('/');

    await at.page.keyboard.press('%');

    await expect.poll(() => at.page.locator('tr[data-row="C-31"] .band').innerText()).toMatch(/Act\s+87 %/);
  });

  it('moves with j, k and arrows, and selects with x', async () => {
    await open('/');

    await at.page.keyboard.press('j');
    await at.page.keyboard.press('ArrowDown');
    expect(await focusedRow()).toBe('C-39');
    await at.page.keyboard.press('k');
    await at.page.keyboard.press('x');

    expect(await focusedRow()).toBe('C-38');
    expect(await at.page.locator('tr[data-row="C-38"] input').isChecked()).toBe(true);
    expect(await at.page.locator('.bulk').innerText()).toContain('1 row selected');
  });

  it('searches anew with /, in place of what was searched for before', async () => {
    await open('/?q=anydesk');

    await at.page.keyboard.press('/');
    await at.page.keyboard.type('tulsa');

    await expect.poll(rowIds).toEqual(['C-31']);
    expect(new URL(at.page.url()).searchParams.get('q')).toBe('tulsa');
  });

  it('takes what is seen, tells how many of the selected a filter hides, and keeps those selected', async () => {
    await open('/');
    for (const id of ['C-31', 'C-38']) await at.page.locator(`tr[data-row="${id}"] input`).check();
    await at.page.keyboard.press('/');
    await at.page.keyboard.type('tulsa');
    await expect.poll(rowIds).toEqual(['C-31']);
    const told = await at.page.locator('.bulk').innerText();

    await at.page.getByRole('button', { name: 'Take them' }).click();

    await expect.poll(() => at.desk.acts.map(({ id, body }) => `${body.kind} ${id}`)).toEqual(['take C-31']);
    expect(told).toContain('2 rows selected, 1 of them hidden and left alone');
    await at.page.locator('.bulk', { hasText: '1 row selected, 1 of them hidden and left alone' }).waitFor();
    expect(await at.page.getByRole('button', { name: 'Take them' }).isDisabled()).toBe(true);
    await at.page.fill('input[type=search]', '');
    expect(await at.page.locator('tr[data-row="C-38"] input').isChecked()).toBe(true);
  });

  it('stays as wide as its window, however long the search is', async () => {
    await open(`/?q=${'x'.repeat(900)}`);

    await at.page.waitForSelector('.state-box');
    expect(await sidewaysScroll()).toBe(0);
    expect(await at.page.locator('input[type=search]').getAttribute('maxlength')).toBe('200');
  });

  it('gives the focus to the heading of the page that a link in the side bar leads to', async () => {
    await open('/');
    for (const [link, ready] of [['Detectors', '.plain-table'], ['Messages', '.messages'], ['Hires', '.hires']] as const) {
      await at.page.getByRole('link', { name: link, exact: true }).click();
      await at.page.waitForSelector(ready);

      await expect.poll(() => at.page.evaluate(() => [document.activeElement?.tagName, document.activeElement?.isConnected])).toEqual(['H1', true]);
    }
  });

  it('keeps letters off while somebody types, and searches', async () => {
    await open('/');

    await at.page.keyboard.press('/');
    await at.page.keyboard.type('jjxas?');

    expect(await at.page.locator('input[type=search]').inputValue()).toBe('jjxas?');
    expect(await cursorRow()).toBe(undefined);
    expect(await at.page.locator('dialog').count()).toBe(0);
    expect(at.desk.acts).toEqual([]);
    await at.page.locator('input[type=search]').fill('tulsa');
    await expect.poll(rowIds).toEqual(['C-31']);
    await at.page.keyboard.press('Enter');
    expect(await focusedRow()).toBe('C-31');
  });

  it('takes the row under the cursor with a', async () => {
    await open('/');

    await at.page.keyboard.press('a');

    await expect.poll(() => at.page.locator('tr[data-row="C-31"] .own').innerText()).toContain('D. Reyes');
    expect(at.desk.acts).toEqual([{ id: 'C-31', csrf: 'token-1', body: { kind: 'take', revision: 'r7' } }]);
  });

  it('keeps the cursor, the focus and the height of the row through live updates', async () => {
    await open('/');
    await at.page.keyboard.press('j');
    await at.page.keyboard.press('j');
    expect(await focusedRow()).toBe('C-39');
    const top = (): Promise<number> => at.page.locator('tr[data-row="C-39"]').evaluate((row) => Math.round(row.getBoundingClientRect().top));
    await at.page.evaluate(() => scrollTo(0, 200));
    const before = await top();

    at.desk.queue = (view) => ({ ...view, rows: [
      ...view.rows.map((row) => (row.id === 'C-39' ? { ...row, band: 'act' as const, chance: 0.7 } : row)),
      ...view.rows.filter((row) => row.id === 'C-31').map((row) => ({ ...row, id: 'C-41', band: 'act' as const, chance: 0.99 })),
    ] });
    at.desk.push('run', { asOf: 0 });

    await expect.poll(rowIds).toContain('C-41');
    expect(await focusedRow()).toBe('C-39');
    expect(await cursorRow()).toBe('C-39');
    expect(Math.abs(await top() - before)).toBeLessThanOrEqual(2);
  });

  it('says what it looked at when nothing is open, and that dark sources say nothing', async () => {
    at.desk.queue = (view) => ({ ...view, rows: [] });

    await open('/');

    const said = await at.page.locator('.state-box').innerText();
    expect(said).toContain('No open cases among the hires we can see.');
    expect(said).toContain('1,070 hires looked at');
    expect(said).toContain('Jamf sent nothing');
  });

  it('leads who searches for somebody that is not in the queue to everybody', async () => {
    await open('/?q=nobody-here');

    const box = at.page.locator('.state-box');
    expect(await box.innerText()).toContain('everybody in their first months stands under Hires');
    expect(await box.getByRole('link', { name: 'All hires' }).getAttribute('href')).toBe('/hires');
  });

  it('does not call a place expected that speaks for a farm, and counts watched people apart', async () => {
    at.desk.queue = (view) => ({ ...view, rows: view.rows.filter(({ id }) => id === 'Avocet-047' || id === 'C-31').map((row) => (row.id === 'Avocet-047' ? { ...row, verdict: 'expected' as const } : row)) });

    await open('/');

    const row = await at.page.locator('tr[data-row="Avocet-047"]').innerText();
    expect(row).toContain('place: +4.00');
    expect(row).toContain('perhaps not at home');
    expect(row).not.toContain('where expected');
    expect(await at.page.locator('body').innerText()).toContain('1 case with 3 people, 1 person without a case; most pressing first');
  });

  it('says of an old run which day it was', async () => {
    at.desk.queue = (view) => ({ ...view, asOf: Date.UTC(2026, 2, 22, 6), nextRunAt: undefined });

    await open('/');

    expect(await at.page.locator('.live').first().innerText()).toMatch(/Last run Sun 22 Mar, 01:00 C[DS]T, \d+\u00a0d.* ago/);
  });

  it('names the filter that hides most', async () => {
    await open('/?family=application&band=watch');

    expect(await at.page.locator('.state-box').innerText()).toMatch(/None of the 16 rows in this view matches\.\s+Without Family: application there would be 13\./);
  });

  it('offers ways to begin before the first run', async () => {
    at.desk.queue = (view) => ({ ...view, asOf: undefined, rows: [] });
    await open('/', { ready: '.three' });
    const filled = await at.page.locator('h1').innerText();

    at.desk.begin = (view) => ({ ...view, held: { people: 0, devices: 0 } });
    await at.page.reload();
    await at.page.waitForSelector('.three');

    expect(filled).toBe('Files are in; nobody has been looked at yet');
    expect(await at.page.locator('h1').innerText()).toBe('No data yet: three ways to begin');
  });

  it('keeps the rows and says so when the server is gone', async () => {
    await open('/');
    at.desk.broken.set('/api/queue', { status: 503, message: '' });

    at.desk.push('run', { asOf: 0 });

    await at.page.waitForSelector('text=The server has not answered');
    expect(await rowIds()).toContain('C-31');
    at.desk.broken.clear();
    await at.page.click('text=Try now');
    await expect.poll(() => at.page.locator('text=The server has not answered').count()).toBe(0);
  });

  it('tells people of other roles whose page this is', async () => {
    at.desk.broken.set('/api/queue', { status: 403, message: 'The queue shows evidence about people.' });

    await open('/');

    expect(await at.page.locator('.state-box').innerText()).toContain('The queue is for analysts.');
  });
});
