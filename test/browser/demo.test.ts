import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import pc from 'picocolors';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { makeDemo } from '../../src/cli/serve/demo.ts';
import type { CommandIo } from '../../src/cli/io.ts';
import { serveApp, type Started } from '../../src/cli/serve/serve.ts';
import { loadConfig } from '../../src/config.ts';
import { demoCompany, type Cast } from '../../src/simulate/demo.ts';
import { describeInBrowser, launch } from './chromium.ts';
import { buildPages } from './pages.ts';

/** A Monday morning in Chicago. */
const NOW = Date.UTC(2026, 10, 23, 15, 14);
/** The cast of the demo in a smaller company: what `npm start` makes takes a minute or two. */
const SMALL = { starters: 30, staff: 12 };

describeInBrowser('the demo in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'farmwatch-demo-'));
  let pages: string;
  let started: Started;
  let cast: Cast;
  /** The hire behind each pseudonym. */
  let hireOf: ReadonlyMap<string, string>;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  /** Everything the browser complained about, every refused answer, and every address asked outside of the demo. */
  const complaints: string[] = [];

  beforeAll(async () => {
    const io: CommandIo = { out: () => {}, err: () => {}, progress: () => {}, colour: pc.createColors(false), now: () => NOW, folder };
    pages = await buildPages();
    const app = await makeDemo(loadConfig(undefined), join(folder, 'demo'), io, (endsAt) => {
      const company = demoCompany(endsAt, SMALL);
      cast = company.cast;
      return company;
    });
    started = await serveApp(app, { host: '127.0.0.1', port: 0, demo: true, folder: join(folder, 'demo'), jobs: false, log: false, pages }, io);
    browser = await launch();
    context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: 'light', timezoneId: 'America/Chicago', reducedMotion: 'reduce' });
    await watched(started.link!);
    await page.waitForSelector('.queue');
    const names = new Map<string, string>();
    for await (const { value } of app.store.shelf<{ readonly id: string; readonly name: string }>('pseudonyms').list()) names.set(value.name, value.id);
    hireOf = names;
  });
  afterAll(async () => {
    await browser?.close();
    await started?.stop();
    if (pages !== undefined) await rm(pages, { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    await page.close();
    expect(complaints).toEqual([]);
  });

  /** Opens an address on a page of its own that notes every complaint. */
  async function watched(address: string, inside = context): Promise<Page> {
    page = await inside.newPage();
    page.on('console', (message) => { if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text()); });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => { complaints.push(`dialog ${dialog.message()}`); void dialog.dismiss(); });
    page.on('request', (request) => { if (!request.url().startsWith(`${started.url}/`)) complaints.push(`left the demo: ${request.url()}`); });
    page.on('response', (response) => { if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`); });
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
    });
    await page.goto(address);
    return page;
  }
  const rows = (): Promise<readonly { readonly id: string; readonly names: readonly string[] }[]> =>
    page.locator('tr[data-row]').evaluateAll((all) => all.map((row) => ({ id: row.getAttribute('data-row') ?? '', names: (row as HTMLElement).innerText.match(/(?<!\b(?:[Ll]aptop|[Hh]ost|[Aa]ddress|[Pp]lace|[Tt]oken) )\b[A-Z][a-z]+-\d{3}\b/g) ?? [] })));
  /** “−0.85” → −85, in hundredths */
  const hundredths = (text: string): number => Math.round(Number(text.replace('−', '-').replace('+', '')) * 100);
  const hires = (names: readonly string[]): readonly string[] => [...new Set(names)].map((name) => hireOf.get(name) ?? name).sort();

  it('shows the farm as the one case, on top, with its four people', async () => {
    await watched(`${started.url}/`);
    await page.waitForSelector('tr[data-row]');

    const all = await rows();
    const cases = all.filter(({ id }) => id.startsWith('c-'));
    const first = await page.locator('tr[data-row]').first().innerText();

    expect(cases).toHaveLength(1);
    expect(all[0]!.id).toBe(cases[0]!.id);
    // Names of others stand in the sentence as well; all of them are of the farm.
    expect(hires(cases[0]!.names)).toEqual([...cast.farm].sort());
    expect(first).toContain('Act');
    expect(first).toContain('4 laptops');
    expect(first).toContain('shared place');
    expect(await page.locator('.made-up').innerText()).toContain('Simulated company');
  });

  it('leaves the look-alikes out of every case', async () => {
    await watched(`${started.url}/`);
    await page.waitForSelector('tr[data-row]');
    const { farm: _farm, ...others } = cast;
    const lookAlikes = Object.values(others).flat();

    const inCases = (await rows()).filter(({ id }) => id.startsWith('c-')).flatMap(({ names }) => hires(names));

    expect(lookAlikes).toHaveLength(13);
    expect(inCases.filter((hire) => lookAlikes.includes(hire))).toEqual([]);
  });

  it('opens the case by keyboard, asks its question, and adds up for everybody', async () => {
    await watched(`${started.url}/`);
    await page.waitForSelector('tr[data-row]');

    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await page.waitForSelector('svg.timeline');

    expect(page.url()).toMatch(/\/cases\/c-[0-9a-f]+$/);
    expect(await page.locator('h1').innerText()).toBe('Do four people keep their laptops in one home?');
    const names = await page.locator('.sums tbody button').allInnerTexts();
    expect(hires(names)).toEqual([...cast.farm].sort());
    for (const name of names) {
      await page.click(`.sums button:has-text("${name}")`);
      await page.waitForSelector(`#sum-h:has-text("${name}")`);
      const weights = (await page.locator('[data-weight]').allInnerTexts()).map(hundredths);
      const row = (await page.locator('.sums tr.is-at td.num').allInnerTexts()).map(hundredths).filter((value) => !Number.isNaN(value));

      expect(weights.length).toBeGreaterThan(4);
      expect(weights.reduce((sum, weight) => sum + weight, 0), name).toBe(hundredths(await page.locator('[data-sum]').innerText()));
      // The row beside it: day first, sum last, start and families between.
      expect(row.slice(1, -1).reduce((sum, weight) => sum + weight, 0), name).toBe(row.at(-1));
    }
  });

  it('says of what was seen only what an analyst may know', async () => {
    await openCase();

    await page.keyboard.press('e');
    await page.waitForSelector('.events');

    const shown = await page.locator('body').innerText();
    expect(shown).toContain('hidden: personal');
    for (const hire of cast.farm) expect(shown).not.toContain(hire);
    expect(shown).not.toMatch(/undefined|\bNaN\b|\[object|@halcyon|\bnull\b/);
  });

  it('reads well to a screen reader, and at half the width', async () => {
    await openCase();
    const broken = async (): Promise<readonly string[]> => (await new AxeBuilder({ page }).analyze()).violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);

    const onCase = await broken();
    await page.goto(`${started.url}/`);
    await page.waitForSelector('tr[data-row]');
    const onQueue = await broken();
    await page.setViewportSize({ width: 720, height: 900 });
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

    expect({ onCase, onQueue, sideways }).toEqual({ onCase: [], onQueue: [], sideways: 0 });
  });

  it('does not sign in a second time with the link', async () => {
    const other = await browser.newContext();
    await watched(started.link!, other);
    await page.waitForSelector('.door-box');

    expect(new URL(page.url()).pathname).toBe('/login');
    expect(await page.locator('#door-problem').innerText()).toContain('Links sign in once');
    expect(complaints.filter((said) => !/401/.test(said))).toEqual([]);
    // Whoever is not signed in is told so; that is no complaint.
    complaints.length = 0;
    await other.close();
  });

  it('is closed with a reason from the keyboard alone, and does not come back', async () => {
    await watched(`${started.url}/`);
    await page.waitForSelector('tr[data-row]');

    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.waterfall');
    await page.keyboard.press('s');
    await page.keyboard.press('1');
    await page.keyboard.type('A camera at the desk showed four laptops and nobody.');
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('text=Closed as a laptop farm');
    await page.goto(`${started.url}/`);

    await expect.poll(() => page.locator('main').innerText()).toContain('No open case, out of 34 people looked at');
    expect((await rows()).filter(({ names }) => hires(names).some((hire) => cast.farm.includes(hire)))).toEqual([]);
  });

  async function openCase(): Promise<void> {
    await watched(`${started.url}/`);
    await page.waitForSelector('tr[data-row]');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForSelector('svg.timeline');
  }
});
