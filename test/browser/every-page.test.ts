import { rm } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Place } from '../../dashboards/router.ts';
import type { Role } from '../../src/api/contract.ts';
import { describeInBrowser } from './chromium.ts';
import { deskPages } from './desk-pages.ts';
import type { Desk } from './fixture-server.ts';
import { HOSTILE } from './fixtures.ts';
import { buildPages } from './pages.ts';
import { shoot } from './screens.ts';

interface Visit {
  readonly path: string;
  readonly role?: Role;
  /** What is there once the page is drawn. */
  readonly ready: string;
  /** What it reads; broken on purpose in some tests. Absent where it reads nothing. */
  readonly reads?: string;
}

/** Every page there is; a new one does not compile before it stands here. Those of leads are walked through in `leads.test.ts`, over a server of the product. */
const PAGES: Readonly<Record<Exclude<Place['page'], 'overview' | 'report'>, Visit>> = {
  queue: { path: '/', ready: '.queue', reads: '/api/queue' },
  case: { path: '/cases/C-31', ready: 'svg.timeline', reads: '/api/cases/C-31' },
  person: { path: '/people/Avocet-047', ready: 'svg.timeline', reads: '/api/people/Avocet-047' },
  detectors: { path: '/detectors', ready: '.plain-table', reads: '/api/detectors' },
  devices: { path: '/devices', role: 'it', ready: '.devices', reads: '/api/devices' },
  waiting: { path: '/waiting', ready: '.waiting', reads: '/api/device-acts/waiting' },
  sources: { path: '/sources', ready: '.sources', reads: '/api/sources' },
  messages: { path: '/messages', ready: '.messages', reads: '/api/messages' },
  reveals: { path: '/reveals', ready: '.reveals', reads: '/api/reveals' },
  hires: { path: '/hires', ready: '.hires', reads: '/api/hires' },
  checks: { path: '/checks', ready: '.list.checks', reads: '/api/checks' },
  applications: { path: '/applications', role: 'hr', ready: '.share-group', reads: '/api/applications' },
  response: { path: '/response', ready: '.list.responses', reads: '/api/responses' },
  'response-plan': { path: '/response/plan', role: 'hr', ready: '.plan-steps', reads: '/api/response-plan' },
  begin: { path: '/begin', role: 'admin', ready: 'article.file', reads: '/api/begin' },
  audit: { path: '/audit', role: 'privacy', ready: '.audit', reads: '/api/audit' },
  approvals: { path: '/approvals', role: 'hr', ready: '.approvals', reads: '/api/approvals' },
  account: { path: '/account', ready: '.own-sessions', reads: '/api/account' },
  accounts: { path: '/accounts', role: 'admin', ready: '.accounts', reads: '/api/accounts' },
  holds: { path: '/holds', role: 'privacy', ready: '.holds', reads: '/api/holds' },
  rights: { path: '/rights', role: 'privacy', ready: '.asked-for', reads: '/api/rights' },
  'about-you': { path: '/about-you', ready: '.about-you .plain-table' },
  help: { path: '/help', ready: '.guide' },
  login: { path: '/login', ready: '.door-box' },
  nowhere: { path: '/nothing/here/at/all', ready: '.state-box' },
};
const ALL = Object.entries(PAGES).map(([name, visit]) => ({ name, ...visit }));
const READING = ALL.filter((visit): visit is (typeof ALL)[number] & { readonly reads: string } => visit.reads !== undefined);

describeInBrowser('every page', () => {
  const shared = deskPages();
  let desk: Desk;
  let page: Page;
  beforeAll(() => { ({ desk } = shared); });

  async function open({ path, role = 'analyst' }: Pick<Visit, 'path' | 'role'>, ready: string): Promise<void> {
    await shared.open(path, role, ready);
    ({ page } = shared);
  }
  const { faults } = shared;
  const sideways = (): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  const main = (): Promise<string> => page.locator('main').innerText();

  it.each(ALL)('$name has no fault that axe finds, light and dark, at 1280 px, at 200 % and on a phone, and never scrolls sideways', async (visit) => {
    const found: Record<string, unknown> = {};
    await open(visit, visit.ready);
    for (const zoom of [1, 2]) {
      // What a window of 1280 px has left at 200 %.
      await page.setViewportSize({ width: 1280 / zoom, height: 900 / zoom });
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await shoot(page, `page-${visit.name}-${colorScheme}-${zoom * 100}`);
        found[`${colorScheme} ${zoom}`] = { faults: await faults(), sideways: await sideways() };
      }
    }

    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 400, height: 800 });
    found['phone'] = { faults: await faults(), sideways: await sideways() };

    const fine = { faults: [], sideways: 0 };
    expect(found).toEqual({ 'light 1': fine, 'dark 1': fine, 'light 2': fine, 'dark 2': fine, phone: fine });
  }, 240_000);

  it.each(ALL)('$name has a title, one first heading and a skip link or nothing to skip', async (visit) => {
    await open(visit, visit.ready);

    expect(await page.title()).toMatch(/\S · Farmwatch$/);
    expect(await page.locator('h1').count()).toBe(1);
    expect(await page.locator('main').count()).toBe(1);
    expect(await page.locator('.side').count()).toBe(await page.locator('.skip').count());
  });

  it.each(READING)('$name lists its keys with ?', async (visit) => {
    await open(visit, visit.ready);
    await page.keyboard.press('?');

    await page.waitForSelector('dialog[open]:has-text("Keys of this page")');
    expect(await page.locator('.keys .key-all').count()).toBe(1);
  });

  it('says on a page without a company of its own that the company is made up', async () => {
    await open({ path: '/reveals' }, '.reveals');
    let more: object = { demo: false };
    await page.route('**/api/session', async (route) => route.fulfill({ json: { ...await (await route.fetch()).json() as object, ...more } }));
    await page.reload();
    await page.waitForSelector('.reveals');
    expect(await page.locator('.made-up').count()).toBe(0);
    more = { demo: false, simulated: true };
    await page.reload();

    await page.waitForSelector('.made-up');
  });

  it('leads from a hire to the case or the page that names them, and shows those of one verdict', async () => {
    await open({ path: '/hires' }, '.hires a');

    await page.getByRole('button', { name: 'No laptop on record 1' }).click();
    expect(await page.locator('.hires tbody tr').allInnerTexts()).toEqual([expect.stringContaining('Finch-208')]);
    await page.getByRole('button', { name: 'No laptop on record 1' }).click();
    await page.getByRole('link', { name: 'Heron-417' }).click();

    await page.waitForSelector('.waterfall');
    expect(new URL(page.url()).pathname).toBe('/cases/C-31');
  });

  it.each(READING)('$name says that the store is away, asks again on request, and accuses nobody', async (visit) => {
    desk.broken.set(visit.reads, { status: 503, code: 'store.away', message: 'The store /var/lib/farmwatch does not answer: connection refused.' });
    await open(visit, '.state-box');
    const said = await main();
    const found = await faults();
    await shoot(page, `away-${visit.name}`);

    desk.broken.clear();
    await page.getByRole('button', { name: 'Try now' }).click();
    await page.waitForSelector(visit.ready);

    expect(said).toContain('The server answers, and its store does not; what was recorded is kept.');
    expect(said).toContain('That says nothing about anybody. It is asked again by itself.');
    expect(said).not.toContain('/var/lib');
    expect(found).toEqual([]);
  });

  it.each(READING)('$name says so when the server fails or does not answer', async (visit) => {
    desk.broken.set(visit.reads, { status: 500, message: 'The server met an error of its own. Its log says more.' });
    await open(visit, '.state-box');
    expect(await main()).toContain('The server met an error of its own. Its log says more. That says nothing about anybody.');
    desk.broken.set(visit.reads, { status: 502, message: '' });
    await page.getByRole('button', { name: 'Try now' }).click();

    await page.waitForSelector('text=The server does not answer.');
  });

  it.each(READING)('$name tells whoever it is not for whose it is, and leads back', async (visit) => {
    desk.broken.set(visit.reads, { status: 403, message: 'Your role may not read this.' });
    await open({ ...visit, role: visit.name === 'devices' ? 'lead' : visit.role ?? 'analyst' }, '.state-box');

    expect(await main()).toMatch(/(is|are) (for|brought by) (analysts|IT staff|the privacy officer|HR and legal|administrators|whoever is signed in|HR and the privacy officer|HR)/);
    expect(await main()).toContain('Your role may not read this.');
    expect(await faults()).toEqual([]);
    await shoot(page, `forbidden-${visit.name}`);
  });

  it('waits with rows that keep their height while the first answer is on its way', async () => {
    const held = Promise.withResolvers<void>();
    await open({ path: '/help' }, '.guide');
    await page.route('**/api/hires', async (route) => {
      await held.promise;
      await route.continue();
    });
    await page.goto(`${desk.url}/hires`);

    // The page itself loads first, and says so the same way.
    await page.locator('[aria-busy=true]', { hasText: 'Loading hires' }).waitFor();
    expect(await page.locator('.skeleton').count()).toBeGreaterThan(0);
    expect(await faults()).toEqual([]);
    await shoot(page, 'loading-hires');
    held.resolve();
    await page.waitForSelector('.hires');
  });

  it('says before the first page that the server or its store is away, and goes on when it is back', async () => {
    desk.broken.set('/api/session', { status: 503, code: 'store.away', message: 'x' });
    await open({ path: '/' }, '.state-box');
    expect(await main()).toContain('Farmwatch cannot be read.');
    expect(await faults()).toEqual([]);
    await shoot(page, 'away-session');

    desk.broken.clear();
    await page.getByRole('button', { name: 'Try now' }).click();

    await page.waitForSelector('.queue');
  });

  it('leads to the door when a session has ended, says so, and leads back', async () => {
    await open({ path: '/hires' }, '.hires');
    desk.signedIn = false;
    desk.push('run', { asOf: 0 });

    await page.waitForSelector('.door-box');
    expect(await page.locator('#door-problem').innerText()).toBe('Your session has ended. Sign in again, and you are back where you were.');
    expect(await page.locator('body').innerText()).not.toContain('Heron-417');
    await shoot(page, 'session-ended');
    await page.fill('#name', 'reyes');
    await page.fill('#password', 'right');
    await page.keyboard.press('Enter');

    await page.waitForSelector('.hires');
    expect(new URL(page.url()).pathname).toBe('/hires');
  });

  it('keeps old rows and says how old they are when a page cannot be read again', async () => {
    await open({ path: '/hires' }, '.hires');
    desk.broken.set('/api/hires', { status: 503, code: 'store.away', message: 'x' });
    desk.push('run', { asOf: 0 });

    await page.waitForSelector('.note[role=status]');
    expect(await page.locator('.note[role=status]').innerText()).toMatch(/^◇\s+Showing the hires of .*The server answers, and its store does not/);
    expect(await page.locator('.hires').innerText()).toContain('Heron-417');
  });

  it('tells a list of hires that is empty from one that was never made', async () => {
    desk.hires = (view) => ({ ...view, rows: [] });
    await open({ path: '/hires' }, '.state-box');
    expect(await main()).toContain('Nobody is in their first months.');
    desk.hires = (view) => ({ ...view, rows: [], asOf: undefined });
    await page.reload();

    await page.waitForSelector('text=Nobody has been looked at yet.');
  });

  it('shows names and reasons of files as text', async () => {
    await open(PAGES.begin, PAGES.begin.ready);

    expect(await page.locator('article.file h3').first().innerText()).toBe(`${HOSTILE}.csv`);
    await page.getByText('1 column understood, 1 left out').click();
    expect(await page.locator('.columns').innerText()).toContain(HOSTILE);
    expect(await page.locator('img').count()).toBe(0);
  });

  it('is reached by keyboard alone from the side bar', async () => {
    await open({ path: '/', role: 'admin' }, '.queue');
    for (const [name, ready] of [['Hires', PAGES.hires.ready], ['Bring files', PAGES.begin.ready], ['Help', PAGES.help.ready]] as const) {
      await page.getByRole('link', { name, exact: true }).focus();
      await page.keyboard.press('Enter');
      await page.waitForSelector(ready);
    }
  });
});

describe('scripts', () => {
  it('of all pages together weigh no more than 120 kB packed', async () => {
    const { gzipSync } = await import('node:zlib');
    const { readdirSync, readFileSync } = await import('node:fs');
    const { join } = await import('node:path');
    const folder = await buildPages();
    const scripts = readdirSync(join(folder, 'assets')).filter((name) => name.endsWith('.js'));

    const packed = scripts.reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, 'assets', name))).length, 0);
    // Guides are texts, and come to whoever opens one.
    expect(packed).toBeLessThan(120_000);
    await rm(folder, { recursive: true, force: true });
  });
});
