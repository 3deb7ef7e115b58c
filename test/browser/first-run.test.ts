import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { accountBook } from '../../src/api/accounts.ts';
import { passwordAlone } from '../support/password-alone.ts';
import { DAY, dayOf } from '../../src/core/time.ts';
import { describeInBrowser } from './chromium.ts';
import { HOSTILE } from './fixtures.ts';
import { toldStaff } from '../support/told-staff.ts';
import { shoot } from './screens.ts';
import { servedPages } from './served-pages.ts';

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
  const began = Date.now();
  const at = servedPages({
    now: () => NOW + Date.now() - began, config: passwordAlone,
    async prepare(app) {
      const accounts = accountBook(app.store);
      for (const [name, role] of [['kim', 'admin'], ['ines', 'it'], ['ana', 'analyst']] as const) await accounts.add(name, role, PASSWORD, NOW);
      await toldStaff(app.store);
    },
  });

  async function signIn(name: string, path = '/', theme: 'light' | 'dark' = 'light'): Promise<void> {
    await at.open(path, '#name', undefined, { theme });
    await at.page.fill('#name', name);
    await at.page.fill('#password', PASSWORD);
    await at.page.keyboard.press('Enter');
    await at.page.waitForSelector('.frame');
  }
  /** As soon as that is so; the machine may be busy. */
  const until = <T>(look: () => Promise<T>) => expect.poll(look, { timeout: 30_000 });
  const main = (): Promise<string> => at.page.locator('main').innerText();
  const card = (name: string) => at.page.locator('article.file', { has: at.page.getByRole('heading', { name }) });

  it('greets an empty store with three ways to begin', async () => {
    await signIn('ana');
    await at.page.waitForSelector('.three');

    expect(await at.page.locator('h1').innerText()).toBe('No data yet: three ways to begin');
    expect((await at.page.locator('.way h2').allInnerTexts()).map((text) => text.replace(/\s+/g, ' '))).toEqual(['1 Drop your files here', '2 Connect a system', '3 Look at the simulated company']);
    expect(await at.faults()).toEqual([]);
    await shoot(at.page, 'first-run-light');
  });

  it('shows what to write into the configuration for a system that can be asked', async () => {
    await signIn('ana');
    await at.page.waitForSelector('.three');

    await at.page.locator('#connect select').selectOption('entra-id');

    expect(JSON.parse(await at.page.locator('#connect pre').innerText())).toMatchObject({ sources: { 'entra-id': { pull: {} } } });
    expect(await at.page.locator('#connect').innerText()).toContain('farmwatch collect entra-id');
  });

  it('says of IT staff that files are not theirs to bring, and that nothing has run', async () => {
    await signIn('ines', '/begin');

    await at.page.waitForSelector('.state-box');
    expect(await main()).toContain('Files are brought by analysts and administrators.');
    expect(await at.page.locator('nav a').allInnerTexts()).toEqual(['Where laptops are', 'Sources']);
    await at.page.goto(at.url);
    await at.page.waitForSelector('text=Nothing has run yet.');
  });

  it('leads from two files to the first table: dropped, mapped, tried, imported, looked at', async () => {
    await signIn('kim', '/', 'dark');
    await at.page.waitForSelector('.three');

    // Dropped on the page, as from a folder.
    const transfer = await at.page.evaluateHandle(([people, devices]) => {
      const made = new DataTransfer();
      made.items.add(new File([people!], 'export.csv'));
      made.items.add(new File([devices!], 'laptops.csv'));
      return made;
    }, [peopleFile(), devicesFile()]);
    await at.page.dispatchEvent('.drop', 'dragover', { dataTransfer: transfer });
    expect(await at.page.locator('.drop').innerText()).toContain('Let go');
    await at.page.dispatchEvent('.drop', 'drop', { dataTransfer: transfer });

    // The one is understood; the other lacks what nobody can guess.
    await at.page.waitForSelector('article.file >> nth=1');
    await until(() => card('laptops.csv').innerText()).toContain('Not imported yet. 200 rows read: 200 new or changed, 0 known already, 0 cannot be used.');
    await until(() => card('export.csv').innerText()).toContain('What this file is cannot be told from its columns.');
    await card('export.csv').locator('header select').selectOption('people');
    await until(() => card('export.csv').innerText()).toContain('A people file needs start_date');
    await shoot(at.page, 'first-run-mapping-dark');
    await card('export.csv').getByLabel('Joined us means').selectOption('start_date');
    await until(() => card('export.csv').innerText()).toContain('200 rows read: 199 new or changed, 0 known already, 1 cannot be used.');
    await card('export.csv').getByText('1 row cannot be used').click();
    expect(await card('export.csv').innerText()).toMatch(/line 9: start_date is empty/);
    await card('export.csv').locator('summary', { hasText: 'missing, and what that costs' }).click();
    expect(await card('export.csv').innerText()).toContain('without time_zone');
    await card('export.csv').locator('summary', { hasText: 'understood' }).click();
    expect(await card('export.csv').locator('tbody tr').allInnerTexts()).toHaveLength(5);
    expect(await at.faults()).toEqual([]);
    await shoot(at.page, 'first-run-ready-dark');

    await at.page.getByRole('button', { name: 'Import 2 files and look at everybody' }).click();
    await at.page.waitForURL('**/hires', { timeout: 60_000 });
    await at.page.waitForSelector('.hires');

    expect(await at.page.locator('.top').innerText()).toMatch(/199 hires in their first months with 199 laptops/);
    expect(await at.page.locator('.hires tbody tr').count()).toBe(199);
    expect(await main()).toContain('Nothing has been seen of anybody yet.');
    expect(await main()).not.toMatch(/person\d|SN-1|Person \d/);
    expect(await at.page.locator('img').count()).toBe(0);
    expect(await at.faults()).toEqual([]);
    await shoot(at.page, 'first-run-hires-dark');

    const [name] = await at.page.locator('.hires tbody th').allInnerTexts();
    await at.page.keyboard.press('/');
    await at.page.keyboard.type(name!);
    await until(main).toMatch(/\d of 199 hires/);
    expect((await at.page.locator('.hires tbody th').allInnerTexts()).filter((one) => !one.includes(name!))).toEqual([]);
    await at.page.keyboard.type(' nowhere');
    await until(main).toContain('No hire in this list.');
    await at.page.keyboard.press('Escape');
    await until(() => at.page.locator('.hires tbody tr').count()).toBe(199);
    expect(readdirSync(join(at.folder, 'store', 'dropped'))).toEqual([]);
  }, 180_000);

  it('shows the same laptops to IT staff, by serial number and with a name that is text', async () => {
    await signIn('ines');

    await at.page.waitForSelector('.devices');
    expect(await at.page.locator('tr[data-row]').count()).toBeGreaterThan(100);
    await at.page.fill('input[type=search]', 'SN-1003');
    await until(() => at.page.locator('tr[data-row]').count()).toBe(1);
    expect(await at.page.locator('.devices').innerText()).toContain(HOSTILE);
    await shoot(at.page, 'first-run-laptops-light');
  });

  it('says that the same file again changes nothing, and lets it be taken back', async () => {
    await signIn('ana', '/begin');
    await at.page.waitForSelector('.drop');

    await at.page.setInputFiles('.drop input', { name: 'laptops.csv', mimeType: 'text/csv', buffer: Buffer.from(devicesFile()) });
    await until(() => card('laptops.csv').innerText()).toContain('0 new or changed, 200 known already');
    await at.page.getByRole('button', { name: 'Take back laptops.csv' }).click();

    await until(() => at.page.locator('article.file').count()).toBe(0);
    expect(readdirSync(join(at.folder, 'store', 'dropped'))).toEqual([]);
  });

  it('says why a file is refused, under its own name as text', async () => {
    await signIn('ana', '/begin');
    await at.page.waitForSelector('.drop');

    await at.page.setInputFiles('.drop input', { name: `${HOSTILE}.pdf`, mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') });

    await until(() => at.page.locator('article.file').innerText()).toContain('it is a PDF. Save the table behind it as CSV or XLSX.');
    expect(await at.page.locator('article.file h3').innerText()).toContain('.pdf');
    expect(await at.page.locator('img').count()).toBe(0);
    await at.page.getByRole('button', { name: 'Close' }).click();
    await until(() => at.page.locator('article.file').count()).toBe(0);
  });

  it('works by keyboard alone: choose, map, import', async () => {
    await signIn('ana', '/begin');
    await at.page.waitForSelector('.drop');

    await at.page.locator('.drop input').focus();
    await at.page.setInputFiles('.drop input', { name: 'more.csv', mimeType: 'text/csv', buffer: Buffer.from(`hire_id,email,start_date\nh-900,new@acme.example,${dayOf(NOW)}\n`) });
    await at.page.waitForSelector('article.file');
    await until(() => at.page.evaluate(() => document.activeElement?.id)).toBe('files-h');
    await until(() => card('more.csv').innerText()).toContain('1 new or changed');
    const tab = async (name: string): Promise<void> => {
      for (let tries = 0; tries < 20 && !(await at.page.evaluate(() => document.activeElement?.textContent ?? '')).startsWith(name); tries++) await at.page.keyboard.press('Tab');
    };
    await tab('Import 1 file');
    await at.page.keyboard.press('Enter');

    await at.page.waitForURL('**/hires', { timeout: 60_000 });
    await until(() => at.page.locator('.top').innerText()).toContain('200 hires');
  });
});
