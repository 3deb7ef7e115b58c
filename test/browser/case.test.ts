import { expect, it } from 'vitest';
import type { CaseView } from '../../src/api/contract.ts';
import { describeInBrowser } from './chromium.ts';
import { deskHands } from './desk-hands.ts';
import { deskPages } from './desk-pages.ts';
import { HOSTILE } from './fixtures.ts';

describeInBrowser('one case in a browser', () => {
  const at = deskPages();
  const { open, openCase, focusedRow } = deskHands(at);
  /** “−0.85” → −0.85 */
  const numberOf = (text: string): number => Number(text.replace('−', '-').replace('+', ''));

  it('is closed with a reason from the keyboard alone', async () => {
    await open('/');

    await at.page.keyboard.press('Enter');
    await at.page.waitForSelector('.waterfall');
    await at.page.keyboard.press('s');
    await at.page.keyboard.press('1');
    await at.page.keyboard.type('The controller was named by the tool’s own log.');
    await at.page.keyboard.press('Control+Enter');

    await at.page.waitForSelector('text=Closed as a laptop farm');
    expect(at.desk.acts).toEqual([{ id: 'C-31', csrf: 'token-1', body: { kind: 'close', reason: 'true', note: 'The controller was named by the tool’s own log.', revision: 'r7' } }]);
    expect(at.complaints).toEqual([]);
  });

  it('asks for the reason and the sentence before it closes', async () => {
    await openCase('C-31');

    await at.page.keyboard.press('s');
    await at.page.keyboard.press('Control+Enter');

    expect(await at.page.locator('#close-problem').innerText()).toContain('Choose what it was');
    expect(at.desk.acts).toEqual([]);

    await at.page.keyboard.press('2');

    await expect.poll(() => at.page.locator('#close-problem').innerText()).toBe('');
  });

  it('shows the weight of every line and the action beside every question on a phone', async () => {
    await openCase('C-31', { width: 390 });

    const right = (selector: string): Promise<readonly number[]> => at.page.locator(selector).evaluateAll((cells) => cells.map((cell) => Math.ceil(cell.getBoundingClientRect().right)));
    const weights = await right('.waterfall [data-weight]');
    const changes = await right('.asks tbody td.num');

    expect(weights.length).toBeGreaterThan(5);
    expect(changes.length).toBeGreaterThan(3);
    expect([...weights, ...changes, ...await right('.case-top .btns .btn')].filter((x) => x > 390)).toEqual([]);
  });

  it('has lines of the sum, keys and links at the foot of the side bar that are easy to hit', async () => {
    await openCase('C-31');

    const heights = async (selector: string): Promise<readonly number[]> => at.page.locator(selector).evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
    for (const [selector, least] of [['.waterfall .opens', 5], ['.key-all', 1], ['.side-foot p a', 3]] as const) {
      const found = await heights(selector);
      expect(found.length, selector).toBeGreaterThanOrEqual(least);
      expect(found.filter((height) => height < 24), selector).toEqual([]);
    }
  });

  it('does not overwrite what somebody else did meanwhile', async () => {
    await openCase('C-31');
    await at.page.keyboard.press('s');
    await at.page.keyboard.press('3');
    await at.page.keyboard.type('The geo data were wrong.');
    await at.page.evaluate(() => fetch('/api/cases/C-31/acts', { method: 'POST', headers: { 'x-csrf-token': 'token-1' }, body: JSON.stringify({ kind: 'take', revision: 'r7' }) }));

    await at.page.keyboard.press('Control+Enter');
    await at.page.waitForSelector('text=Someone else changed C-31 first');
    expect(await at.page.locator('#why').inputValue()).toBe('The geo data were wrong.');
    await at.page.click('button:has-text("Read it again")');
    await at.page.waitForSelector('text=If your answer still stands');
    await at.page.keyboard.press('Control+Enter');

    await at.page.waitForSelector('text=Closed as seen wrongly');
  });

  it('gives the focus back: Esc from a dialog, from the raw events, and to the row of the queue', async () => {
    await open('/');
    await at.page.keyboard.press('j');
    await at.page.keyboard.press('Enter');
    await at.page.waitForSelector('.waterfall');

    await at.page.locator('.opens').nth(1).focus();
    await at.page.keyboard.press('c');
    await at.page.keyboard.press('Escape');
    await at.page.keyboard.press('e');
    await at.page.waitForSelector('.events');
    await at.page.keyboard.press('ArrowDown');
    expect(await at.page.evaluate(() => document.activeElement?.textContent)).toContain('16 Nov 09:52:11');
    await at.page.keyboard.press('Escape');

    expect(await at.page.evaluate(() => document.activeElement?.className)).toContain('opens');
    await at.page.keyboard.press('Escape');
    await at.page.waitForSelector('.queue');
    expect(await focusedRow()).toBe('C-38');
  });

  it('says which laptop each raw event of several came from', async () => {
    await openCase('C-31');

    await at.page.keyboard.press('e');
    await at.page.waitForSelector('.events');

    const heads = await at.page.locator('.events thead th').allInnerTexts();
    expect(await at.page.locator(`.events tbody td:nth-child(${heads.indexOf('Laptop') + 1})`).allInnerTexts()).toEqual(['Beech-398', 'Fir-203', 'Beech-398', 'Fir-203', 'Beech-398']);
  });

  it('says in sight of everybody that laptops of a case stand at one place', async () => {
    await openCase('C-31');

    expect(await at.page.locator('.sums .verdict').allInnerTexts()).toEqual(Array(3).fill('Tulsa ± 16 km, shared place'));
    expect(await at.page.locator('.sums .verdict .unseen').count()).toBe(0);
  });

  it('adds up: every weight on the page sums to the sum on the page', async () => {
    await openCase('C-31');

    for (const name of ['Heron-417', 'Finch-208', 'Osprey-093']) {
      await at.page.click(`.sums button:has-text("${name}")`);
      await at.page.waitForSelector(`#sum-h:has-text("${name}")`);
      const weights = (await at.page.locator('[data-weight]').allInnerTexts()).map(numberOf);
      const sum = numberOf(await at.page.locator('[data-sum]').innerText());
      const row = (await at.page.locator('.sums tr.is-at td.num').allInnerTexts()).map(numberOf).filter((value) => !Number.isNaN(value));

      expect(weights.length).toBeGreaterThan(6);
      expect(Math.round(weights.reduce((a, b) => a + b, 0) * 100)).toBe(Math.round(sum * 100));
      // The row beside it: day first, sum last, start and families between.
      expect(Math.round(row.slice(1, -1).reduce((a, b) => a + b, 0) * 100)).toBe(Math.round((row.at(-1) ?? NaN) * 100));
    }
  });

  it('shows why, the heaviest first, and what would clear it without scrolling', async () => {
    await openCase('C-31');

    const weights = (await at.page.locator('[data-weight=family]').allInnerTexts()).map(numberOf);
    const first = await at.page.locator('.ask-first').innerText();
    const ends = await at.page.locator('.ask-first, .waterfall .step:nth-child(-n + 4)').evaluateAll((boxes) => boxes.map((box) => Math.round(box.getBoundingClientRect().bottom)));

    expect(weights).toEqual(weights.toSorted((a, b) => b - a));
    expect(first).toMatch(/^What would clear Heron-417\s+The three declare one household, or HR vouches for the place −4\.35 then\s+Watch/);
    expect(first).toMatch(/None alone is enough; the first two together would lead to\s+Quiet/);
    expect(Math.max(...ends)).toBeLessThan(900);
  });

  it('opens the findings of a family, with what its limits take off', async () => {
    await openCase('C-31');

    await at.page.locator('.opens:has-text("Company it keeps")').click();
    const company = at.page.locator('#inside-company');

    expect(await at.page.locator('.step:has-text("Company it keeps") small').last().innerText()).toBe('strong');
    expect(await company.locator('[data-rows]').allInnerTexts()).toEqual([expect.stringContaining('214 raw events'), expect.stringContaining('96 raw events')]);
    await at.page.locator('.opens:has-text("What the application said")').click();
    expect(await at.page.locator('#inside-application .inside-limit').innerText()).toBe('Limit −0.26 application: This family may add at most +0.20.');
  });

  it('says beside a question who asked it of whom, once that was noted', async () => {
    await openCase('C-31');
    const row = at.page.locator('.asks tr', { hasText: 'IT set up AnyDesk' });
    await row.getByRole('button', { name: /^Note that you asked/ }).click();
    await at.page.waitForSelector('dialog[open]');
    expect(await at.page.locator('dialog textarea').inputValue()).toBe('Heron-417: asked whether IT set up AnyDesk for remote support. ');
    await at.page.keyboard.press('Control+Enter');

    await row.locator('.ask-state').waitFor();
    expect(await row.locator('.ask-state').innerText()).toMatch(/^asked \d+ [A-Z][a-z]+ \d\d:\d\d \S+ by D\. Reyes$/);
    await at.page.click('.sums button:has-text("Finch-208")');
    await at.page.waitForSelector('#sum-h:has-text("Finch-208")');
    expect(await at.page.locator('.ask-state').count()).toBe(0);
  });

  it('leads to raw events also where nobody counted them before', async () => {
    await open('/help', { ready: '.guide' });
    await at.page.route('**/api/cases/C-31', async (route) => {
      const view = await (await route.fetch()).json() as CaseView;
      await route.fulfill({ json: { ...view, people: view.people.map((one) => ({ ...one, lines: one.lines.map(({ rows: _, ...line }) => line) })) } });
    });
    await at.page.goto(`${at.desk.url}/cases/C-31`);
    await at.page.waitForSelector('svg.timeline');
    await at.page.locator('.opens').first().click();
    await at.page.locator('.inside button:has-text("Raw events")').first().click();

    await at.page.waitForSelector('.events');
  });

  it('names beside the sum how many comments there are, and whose is the newest', async () => {
    await openCase('C-31');
    await at.page.keyboard.press('c');
    await at.page.keyboard.type('HR was asked for the household.');
    await at.page.keyboard.press('Control+Enter');

    await expect.poll(() => at.page.locator('.case-side .facts').innerText()).toMatch(/Comments\s+\d+, the newest by D\. Reyes/);
  });

  it('draws the bars on one log-odds scale, each beginning where the last one ended', async () => {
    await openCase('C-31');

    const bars = await at.page.locator('.waterfall .step .bar rect').evaluateAll((rects) => rects.map((rect) => ({ x: parseFloat(rect.getAttribute('x') ?? ''), width: parseFloat(rect.getAttribute('width') ?? ''), away: rect.classList.contains('f-away') })));
    const weights = (await at.page.locator('[data-weight]').allInnerTexts()).map(numberOf);

    const prior = bars[0];
    const perUnit = (prior?.width ?? 0) / 6.21;
    let end = prior?.x ?? 0;
    for (const [index, bar] of bars.entries()) {
      if (index === 0) continue;
      expect(bar.away ? bar.x + bar.width : bar.x).toBeCloseTo(end, 0);
      expect(bar.width).toBeCloseTo(Math.abs(weights[index] ?? 0) * perUnit, 0);
      end = bar.away ? bar.x : bar.x + bar.width;
    }
  });

  it('says dark, too little and 0 as three different things', async () => {
    await openCase('C-31');

    const osprey = await at.page.locator('.sums tr:has-text("Osprey-093")').innerText();

    expect(osprey).toContain('too little');
    expect(osprey).toContain('dark');
    expect(osprey).toMatch(/\t0\t/);
  });

  it('shows text from outside as text', async () => {
    await openCase('C-38');
    expect(await at.page.locator('.sums').innerText()).toContain(HOSTILE);
    await at.page.keyboard.press('e');
    await at.page.waitForSelector('.events');
    expect(await at.page.locator('.drawer').innerText()).toContain(HOSTILE);
    await at.page.goto(`${at.desk.url}/cases/C-39`);
    await at.page.waitForSelector('svg.timeline');
    expect(await at.page.locator('h1').innerText()).toContain(HOSTILE);

    expect(await at.page.locator('img').count()).toBe(0);
    expect(at.complaints).toEqual([]);
  });

  it('comes back to the row by the browser’s own way back as well', async () => {
    await open('/');
    await at.page.keyboard.press('j');
    await at.page.keyboard.press('Enter');
    await at.page.waitForSelector('.waterfall');

    await at.page.goBack();
    await at.page.waitForSelector('.queue');

    await expect.poll(focusedRow).toBe('C-38');
  });

  it('walks through the cases with [ and ] and lists its keys with ?', async () => {
    await openCase('C-31');

    await at.page.keyboard.press(']');
    await at.page.waitForSelector('h1:has-text("one phone")');
    await at.page.keyboard.press('?');
    await at.page.waitForSelector('dialog[open]');

    expect(await at.page.locator('dialog').innerText()).toContain('previous, next case');
  });

  it('shows a watched person like a case of one, without anything to close', async () => {
    await open('/people/Avocet-047', { ready: 'svg.timeline' });

    expect(await at.page.locator('.case-top').innerText()).toContain('watched, no case open');
    expect(await at.page.locator('.case-top button').allInnerTexts()).toEqual(expect.not.arrayContaining([expect.stringContaining('Close')]));
    await at.page.keyboard.press('s');
    expect(await at.page.locator('dialog').count()).toBe(0);
  });

  it('names the case that a watched person is in, or how it was closed', async () => {
    let inCase: object = { id: 'C-31' };
    await open('/people/Avocet-047', { ready: 'svg.timeline' });
    await at.page.route('**/api/people/Avocet-047', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ json: { ...await answer.json() as object, inCase } });
    });
    await at.page.reload();
    await at.page.locator('.case-top', { hasText: 'in case C-31' }).waitFor();
    const side = await at.page.locator('.case-side .facts').innerText();
    inCase = { id: 'C-31', closedAs: 'false' };
    await at.page.reload();
    await at.page.locator('.case-top', { hasText: 'C-31 was closed as seen wrongly' }).waitFor();

    await at.page.locator('.case-top p a[href="/cases/C-31"]').click();
    await at.page.waitForSelector('.crumb:has-text("C-31")');
    expect(side).toContain('in case C-31');
    expect(side).not.toContain('no case');
  });

  it('says so where there is no such case', async () => {
    await open('/cases/C-99');

    expect(await at.page.locator('.state-box').innerText()).toContain('There is nothing under this address.');
  });
});
