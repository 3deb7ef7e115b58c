import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Role } from '../../src/api/roles.ts';
import { DAY, HOUR } from '../../src/core/time.ts';
import { hiddenJournal, plantedJournal } from '../../src/report/kept.ts';
import { noteSimulated } from '../../src/run/company-note.ts';
import { RUNS, judgedIn } from '../support/told-lines.ts';
import { describeInBrowser } from './chromium.ts';
import { servedPages } from './served-pages.ts';

/** Some hours after the last run of the small company. */
const NOW = RUNS.at(-1)! + 8 * HOUR;
const HOSTILE = '<img src=x onerror=alert(1)> =cmd() \u202egnp.exe';
/** Pictures go here where somebody asks for them. */
const SHOTS = process.env['FARMWATCH_SHOTS'];

describeInBrowser('the desk for leads in a browser', () => {
  const at = servedPages({
    now: () => NOW,
    async prepare(app) {
      await judgedIn(app);
      const opened = (await app.pipeline.cases()).cases.find(({ status }) => status === 'open')!;
      await app.pipeline.acts.append({ case: opened.id, event: { kind: 'assigned', at: Date.UTC(2026, 10, 15, 12), by: 'kim', to: HOSTILE } });
      await plantedJournal(app.store).append({ at: NOW - 4 * DAY, asOf: NOW - 4 * DAY, seed: '1', plantings: [1, 2, 3].map((nth) => ({ nth, style: 'kvm', laptops: 3, since: NOW - 6 * DAY, found: nth > 1, asOf: NOW - 4 * DAY })) });
      await hiddenJournal(app.store).append({ at: NOW - 3 * DAY, asOf: NOW - 3 * DAY, rows: [] });
      await noteSimulated(app.store);
    },
  });

  const open = (path: string, { role = 'lead', theme, width }: { role?: Role; theme?: 'light' | 'dark'; width?: number } = {}): Promise<Page> => at.open(path, '.scope, .state-box, .queue', { name: `${role}-one`, role }, { width, theme });
  const text = (): Promise<string> => at.page.locator('main').innerText();
  const sideways = (): Promise<number> => at.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  async function shot(name: string): Promise<void> {
    if (SHOTS !== undefined) await at.page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
  }

  it('is where a lead arrives: what was looked at, sentences, decisions, and nobody by name', async () => {
    await open('/');

    expect(await at.page.locator('h1').innerText()).toBe('Overview');
    await expect.poll(() => at.page.title()).toMatch(/^Overview, 2026-W\d\d · Farmwatch$/);
    expect(await at.page.locator('.side a[aria-current]').allInnerTexts()).toEqual(['Overview']);
    expect(await at.page.locator('.side').innerText()).not.toContain('Queue');
    const shown = await text();
    expect(shown).toContain('Simulated company');
    for (const head of ['Decisions needed', 'What was not watched', 'Twelve weeks', 'Would it have seen a farm?', 'What is allowed, and what it hid']) expect(shown).toContain(head);
    for (const hire of (await at.app.pipeline.cases()).cases.flatMap(({ hires }) => hires)) expect(shown).not.toMatch(new RegExp(`\\b${hire}\\b`));
    expect(shown).not.toMatch(/undefined|\bNaN\b|\[object|\bnull\b/);
    await shot('overview-light');
  });

  it('says simulated beside what was planted, and where each number comes from', async () => {
    await open('/report');

    expect(await at.page.locator('#proof').innerText()).toContain('Planted, simulated');
    expect(await at.page.locator('#proof').innerText()).toContain('2 of 3');
    const sections = await at.page.locator('section.block').evaluateAll((all) => all.filter((one) => [...one.querySelectorAll('td.num')].some(({ textContent }) => /\d/.test(textContent)) && one.querySelector('.queries code') === null).map(({ id }) => id));
    // Days by which somebody should decide are no counts.
    expect(sections).toEqual(['decisions']);
    await shot('report-light');
  });

  it('goes from week to week by keyboard alone, and says so', async () => {
    await open('/report');
    const first = await at.page.locator('h1').innerText();

    await at.page.keyboard.press('[');
    await expect.poll(() => at.page.locator('h1').innerText()).toContain('Week 45');
    expect(at.page.url()).toContain('?week=2026-W45');
    await at.page.keyboard.press(']');
    await expect.poll(() => at.page.locator('h1').innerText()).toBe(first);
    await at.page.keyboard.press('g');
    await at.page.keyboard.press('o');
    await expect.poll(() => at.page.locator('h1').innerText()).toBe('Overview');
    await at.page.keyboard.press('?');
    await at.page.waitForSelector('dialog[open]');
    await at.page.keyboard.press('Escape');
    expect(await at.page.locator('dialog[open]').count()).toBe(0);
  });

  it('tells of a week without runs, of one to come and of none at all in clear sentences', async () => {
    await open('/report?week=2026-W30');
    expect(await text()).toContain('Nothing was judged in this week: no run took place. That says nothing about anybody.');
    expect(await text()).not.toMatch(/undefined|\bNaN\b/);
    await at.page.goto(`${at.url}/report?week=2027-W10`);
    await at.page.waitForSelector('.state-box');
    expect(await text()).toContain('for it has not begun');
    await at.page.goto(`${at.url}/report?week=next`);
    await at.page.waitForSelector('.state-box');
    expect(await text()).toContain('This is no week. Write it like 2026-W47.');
  });

  it('gives the report as Markdown, JSON and a PDF of two pages', async () => {
    await open('/report');
    const download = async (name: string): Promise<{ readonly file: string; readonly body: Buffer }> => {
      const [file] = await Promise.all([at.page.waitForEvent('download'), at.page.click(`.downloads a:has-text("${name}")`)]);
      const { readFile } = await import('node:fs/promises');
      return { file: file.suggestedFilename(), body: await readFile((await file.path())!) };
    };

    const [md, json, pdf] = [await download('Markdown'), await download('JSON'), await download('PDF')];

    expect([md.file, json.file, pdf.file]).toEqual(['farmwatch-2026-W46.md', 'farmwatch-2026-W46.json', 'farmwatch-2026-W46.pdf']);
    expect(md.body.toString()).toMatch(/^# Farmwatch weekly report 2026-W46/);
    expect((JSON.parse(json.body.toString()) as { scope: { hires: { query: string } } }).scope.hires.query).toMatch(/^farmwatch risk --as-of /);
    expect(pdf.body.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(2);
  });

  it('begins with what has to be decided, and leads to cases whoever may open them', async () => {
    const { id } = (await at.app.pipeline.cases()).cases.find(({ status }) => status === 'open')!;
    const sections = (): Promise<readonly string[]> => at.page.locator('section.block').evaluateAll((all) => all.map((one) => one.id));
    await open('/report');
    const order = await sections();
    expect(order.indexOf('decisions')).toBeGreaterThanOrEqual(0);
    expect(order.indexOf('decisions')).toBeLessThan(order.indexOf('cases'));
    expect(await at.page.locator('#open tbody th').allInnerTexts()).toContain(id);
    expect(await at.page.locator('#open a').count()).toBe(0);
    expect(await at.page.locator('.crumb').innerText()).toBe('Company, weekly report');

    await open('/report', { role: 'admin' });
    await at.page.locator('#open').getByRole('link', { name: id, exact: true }).click();
    await at.page.waitForURL(`**/cases/${id}`);
  });

  it('shows text from outside as text', async () => {
    await open('/report');

    expect(await at.page.locator('img').count()).toBe(0);
    const shown = await text();
    expect(shown).toContain('<img src=x onerror=alert(1)> =cmd() gnp.exe');
    expect(shown).not.toContain('\u202e');
  });

  it.each(['analyst', 'it'] as const)('is not for %s, and says whose it is', async (role) => {
    await open('/report', { role });

    expect(await text()).toContain('The weekly report is for security leads.');
  });

  it('keeps what was read while the server fails, and says so', async () => {
    await open('/overview');
    await at.page.route('**/api/reports/**', (route) => route.fulfill({ status: 500, contentType: 'application/json', body: '{"code":"internal","message":"The server met an error of its own."}' }));

    await at.page.keyboard.press('[');
    await at.page.waitForSelector('.state-box');

    expect(await text()).toContain('The overview cannot be read.');
  });

  it.each(['light', 'dark'] as const)('has no accessibility fault in %s', async (theme) => {
    await open('/overview', { theme });

    const onOverview = await at.faults();
    await shot(`overview-${theme}`);
    await at.page.goto(`${at.url}/report`);
    await at.page.waitForSelector('.scope');
    const onReport = await at.faults();
    await shot(`report-${theme}`);
    await at.page.goto(`${at.url}/report?week=2027-W10`);
    await at.page.waitForSelector('.state-box');

    expect({ onOverview, onReport, onNone: await at.faults() }).toEqual({ onOverview: [], onReport: [], onNone: [] });
  });

  it.each([1440, 1280, 640])('never scrolls sideways at %i px', async (width) => {
    await open('/overview', { width });
    const onOverview = await sideways();
    await shot(`overview-${width}`);
    await at.page.goto(`${at.url}/report`);
    await at.page.waitForSelector('.scope');

    expect([onOverview, await sideways()]).toEqual([0, 0]);
  });

  it('breaks no word of the first column on a phone', async () => {
    await open('/overview', { width: 400 });

    const broken = await at.page.locator('.leads-table tbody th').evaluateAll((heads) => heads.flatMap((head) => {
      const text = document.createTreeWalker(head, NodeFilter.SHOW_TEXT).nextNode();
      return [...(text?.textContent ?? '').matchAll(/[a-z]+/gi)].filter(({ 0: word, index }) => {
        const range = document.createRange();
        range.setStart(text!, index);
        range.setEnd(text!, index + word.length);
        return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1;
      }).map(([word]) => word);
    }));

    expect(broken).toEqual([]);
    expect(await sideways()).toBe(0);
  });

  it('has every id once, every table with heads, and no style attribute', async () => {
    await open('/report');

    const faults = await at.page.evaluate(() => {
      const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
      return { twice: ids.filter((id, at) => ids.indexOf(id) !== at), unscoped: document.querySelectorAll('th:not([scope])').length, styled: document.querySelectorAll('[style]').length };
    });

    expect(faults).toEqual({ twice: [], unscoped: 0, styled: 0 });
  });

  it('loads no more than 120 kB of script', async () => {
    await open('/overview');
    const sources = await at.page.locator('script[src]').evaluateAll((all) => all.map((one) => (one as HTMLScriptElement).src));
    const sizes = await Promise.all(sources.map(async (source) => gzipSync(await (await fetch(source)).text()).length));

    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(120_000);
  });
});
