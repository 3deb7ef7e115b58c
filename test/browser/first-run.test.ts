import { mkdtempSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import pc from 'picocolors';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { accountBook } from '../../src/api/accounts.ts';
import { openApp, type App } from '../../src/app.ts';
import type { CommandIo } from '../../src/cli/io.ts';
import { serveApp, type Started } from '../../src/cli/serve.ts';
import { passwordAlone } from '../support/password-alone.ts';
import { DAY, dayOf } from '../../src/core/time.ts';
import { describeInBrowser, launch } from './chromium.ts';
import { HOSTILE } from './fixtures.ts';
import { buildPages } from './pages.ts';
import { toldStaff } from '../support/told-staff.ts';
import { shoot } from './screens.ts';
import { watched } from './watched.ts';

/** A Monday morning in Chicago. */
const NOW = Date.UTC(2026, 10, 23, 15, 14);
const PASSWORD = 'correct horse battery';
/** Two hundred people as an HR system exports them, one without a start date, one with a name that is none. */
function peopleFile(): string {
  const rows = Array.from({ length: 200 }, (_, at) => [`h-${at}`, `person${at}@acme.example`, at === 7 ? '' : dayOf(NOW - (at % 60) * DAY), at === 3 ? `"${HOSTILE.replaceAll('"', '""')}"` : `Person ${at}`, 'Chicago'].join(','));
  return ['Employee ID,Work Email,Joined us,Full Name,Canteen', ...rows].join('\n');
}
/** A laptop for each of them, as IT keeps them. */
function devicesFile(): string {
  const rows = Array.from({ length: 200 }, (_, at) => `SN-${1000 + at};h-${at};${dayOf(NOW - (at % 60 + 5) * DAY)}`);
  return ['Serial Number;Employee ID;Shipped', ...rows].join('\n');
}

describeInBrowser('the first run in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'farmwatch-first-'));
  let pages: string;
  let app: App;
  let started: Started;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let complaints: string[] = [];

  beforeAll(async () => {
    const began = Date.now();
    const now = (): number => NOW + Date.now() - began;
    const io: CommandIo = { out: () => {}, err: () => {}, progress: () => {}, colour: pc.createColors(false), now, folder };
    pages = await buildPages();
    app = await openApp(passwordAlone(), join(folder, 'store'), now);
    const accounts = accountBook(app.store);
    for (const [name, role] of [['kim', 'admin'], ['ines', 'it'], ['ana', 'analyst']] as const) await accounts.add(name, role, PASSWORD, NOW);
    await toldStaff(app.store);
    started = await serveApp(app, { host: '127.0.0.1', port: 0, demo: false, folder: join(folder, 'store'), jobs: false, log: false, pages }, io);
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await started?.stop();
    if (pages !== undefined) await rm(pages, { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    await context.close();
    expect(complaints).toEqual([]);
  });

  async function signIn(name: string, path = '/', theme: 'light' | 'dark' = 'light'): Promise<void> {
    context = await browser.newContext({ viewport: { width: 1280, height: 900 }, colorScheme: theme, timezoneId: 'America/Chicago', reducedMotion: 'reduce' });
    page = await context.newPage();
    complaints = await watched(page, started.url);
    await page.goto(started.url + path);
    await page.fill('#name', name);
    await page.fill('#password', PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.frame');
  }
  /** As soon as that is so; the machine may be busy. */
  const until = <T>(look: () => Promise<T>) => expect.poll(look, { timeout: 30_000 });
  const main = (): Promise<string> => page.locator('main').innerText();
  const faults = async (): Promise<readonly string[]> => (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
  const card = (name: string) => page.locator('article.file', { has: page.getByRole('heading', { name }) });

  it('greets an empty store with three ways to begin', async () => {
    await signIn('ana');
    await page.waitForSelector('.three');

    expect(await page.locator('h1').innerText()).toBe('No data yet: three ways to begin');
    expect((await page.locator('.way h2').allInnerTexts()).map((text) => text.replace(/\s+/g, ' '))).toEqual(['1 Drop your files here', '2 Connect a system', '3 Look at the simulated company']);
    expect(await faults()).toEqual([]);
    await shoot(page, 'first-run-light');
  });

  it('shows what to write into the configuration for a system that can be asked', async () => {
    await signIn('ana');
    await page.waitForSelector('.three');

    await page.locator('#connect select').selectOption('entra-id');

    expect(JSON.parse(await page.locator('#connect pre').innerText())).toMatchObject({ sources: { 'entra-id': { pull: {} } } });
    expect(await page.locator('#connect').innerText()).toContain('farmwatch collect entra-id');
  });

  it('says of IT staff that files are not theirs to bring, and that nothing has run', async () => {
    await signIn('ines', '/begin');

    await page.waitForSelector('.state-box');
    expect(await main()).toContain('Files are brought by analysts and administrators.');
    expect(await page.locator('nav a').allInnerTexts()).toEqual(['Where laptops are', 'Sources']);
    await page.goto(started.url);
    await page.waitForSelector('text=Nothing has run yet.');
  });

  it('leads from two files to the first table: dropped, mapped, tried, imported, looked at', async () => {
    await signIn('kim', '/', 'dark');
    await page.waitForSelector('.three');

    // Dropped on the page, as from a folder.
    const transfer = await page.evaluateHandle(([people, devices]) => {
      const made = new DataTransfer();
      made.items.add(new File([people!], 'export.csv'));
      made.items.add(new File([devices!], 'laptops.csv'));
      return made;
    }, [peopleFile(), devicesFile()]);
    await page.dispatchEvent('.drop', 'dragover', { dataTransfer: transfer });
    expect(await page.locator('.drop').innerText()).toContain('Let go');
    await page.dispatchEvent('.drop', 'drop', { dataTransfer: transfer });

    // The one is understood; the other lacks what nobody can guess.
    await page.waitForSelector('article.file >> nth=1');
    await until(() => card('laptops.csv').innerText()).toContain('Not imported yet. 200 rows read: 200 new or changed, 0 known already, 0 cannot be used.');
    await until(() => card('export.csv').innerText()).toContain('What this file is cannot be told from its columns.');
    await card('export.csv').locator('header select').selectOption('people');
    await until(() => card('export.csv').innerText()).toContain('A people file needs start_date');
    await shoot(page, 'first-run-mapping-dark');
    await card('export.csv').getByLabel('Joined us means').selectOption('start_date');
    await until(() => card('export.csv').innerText()).toContain('200 rows read: 199 new or changed, 0 known already, 1 cannot be used.');
    await card('export.csv').getByText('1 row cannot be used').click();
    expect(await card('export.csv').innerText()).toMatch(/line 9: start_date is empty/);
    await card('export.csv').locator('summary', { hasText: 'missing, and what that costs' }).click();
    expect(await card('export.csv').innerText()).toContain('without time_zone');
    await card('export.csv').locator('summary', { hasText: 'understood' }).click();
    expect(await card('export.csv').locator('tbody tr').allInnerTexts()).toHaveLength(5);
    expect(await faults()).toEqual([]);
    await shoot(page, 'first-run-ready-dark');

    await page.getByRole('button', { name: 'Import 2 files and look at everybody' }).click();
    await page.waitForURL('**/hires', { timeout: 60_000 });
    await page.waitForSelector('.hires');

    expect(await page.locator('.top').innerText()).toMatch(/199 hires in their first months with 199 laptops/);
    expect(await page.locator('.hires tbody tr').count()).toBe(199);
    expect(await main()).toContain('Nothing has been seen of anybody yet.');
    expect(await main()).not.toMatch(/person\d|SN-1|Person \d/);
    expect(await page.locator('img').count()).toBe(0);
    expect(await faults()).toEqual([]);
    await shoot(page, 'first-run-hires-dark');
    expect(readdirSync(join(folder, 'store', 'dropped'))).toEqual([]);
  }, 180_000);

  it('shows the same laptops to IT staff, by serial number and with a name that is text', async () => {
    await signIn('ines');

    await page.waitForSelector('.devices');
    expect(await page.locator('tr[data-row]').count()).toBeGreaterThan(100);
    await page.fill('input[type=search]', 'SN-1003');
    await until(() => page.locator('tr[data-row]').count()).toBe(1);
    expect(await page.locator('.devices').innerText()).toContain(HOSTILE);
    await shoot(page, 'first-run-laptops-light');
  });

  it('says that the same file again changes nothing, and lets it be taken back', async () => {
    await signIn('ana', '/begin');
    await page.waitForSelector('.drop');

    await page.setInputFiles('.drop input', { name: 'laptops.csv', mimeType: 'text/csv', buffer: Buffer.from(devicesFile()) });
    await until(() => card('laptops.csv').innerText()).toContain('0 new or changed, 200 known already');
    await page.getByRole('button', { name: 'Take back laptops.csv' }).click();

    await until(() => page.locator('article.file').count()).toBe(0);
    expect(readdirSync(join(folder, 'store', 'dropped'))).toEqual([]);
  });

  it('says why a file is refused, under its own name as text', async () => {
    await signIn('ana', '/begin');
    await page.waitForSelector('.drop');

    await page.setInputFiles('.drop input', { name: `${HOSTILE}.pdf`, mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') });

    await until(() => page.locator('article.file').innerText()).toContain('it is a PDF. Save the table behind it as CSV or XLSX.');
    expect(await page.locator('article.file h3').innerText()).toContain('.pdf');
    expect(await page.locator('img').count()).toBe(0);
    await page.getByRole('button', { name: 'Good' }).click();
    await until(() => page.locator('article.file').count()).toBe(0);
  });

  it('works by keyboard alone: choose, map, import', async () => {
    await signIn('ana', '/begin');
    await page.waitForSelector('.drop');

    await page.locator('.drop input').focus();
    await page.setInputFiles('.drop input', { name: 'more.csv', mimeType: 'text/csv', buffer: Buffer.from(`hire_id,email,start_date\nh-900,new@acme.example,${dayOf(NOW)}\n`) });
    await page.waitForSelector('article.file');
    await until(() => page.evaluate(() => document.activeElement?.id)).toBe('files-h');
    await until(() => card('more.csv').innerText()).toContain('1 new or changed');
    const tab = async (name: string): Promise<void> => {
      for (let tries = 0; tries < 20 && !(await page.evaluate(() => document.activeElement?.textContent ?? '')).startsWith(name); tries++) await page.keyboard.press('Tab');
    };
    await tab('Import 1 file');
    await page.keyboard.press('Enter');

    await page.waitForURL('**/hires', { timeout: 60_000 });
    await until(() => page.locator('.top').innerText()).toContain('200 hires');
  });
});
