import { mkdtempSync, writeFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { strFromU8, unzipSync } from 'fflate';
import pc from 'picocolors';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accountBook, type Role } from '../../src/api/accounts.ts';
import { openApp, type App } from '../../src/app.ts';
import type { CommandIo } from '../../src/cli/io.ts';
import { serveApp, type Started } from '../../src/cli/serve.ts';
import { loadConfig } from '../../src/config.ts';
import type { TableKind, TableRows, Versioned } from '../../src/core/person.ts';
import { DAY, HOUR, MINUTE, dayOf } from '../../src/core/time.ts';
import { historyOf } from '../../src/detect/history.ts';
import { noteSimulated } from '../../src/run/company-note.ts';
import { happenings, settleIn, SWIFT } from '../support/small-company.ts';
import { RUNS } from '../support/told-lines.ts';
import { aPerson } from '../support/window.ts';
import { describeInBrowser, launch } from './chromium.ts';
import { buildPages } from './pages.ts';
import { shoot } from './screens.ts';
import { watched } from './watched.ts';

/** What the company of the story decided about checks. */
const RULES = { checks: { stages: { application: ['reference'], offer: ['hr-call'] }, documents: ['a government photo ID of their choice'] } };

describeInBrowser('a whole story, from an offer to the copy for a person', () => {
  const folder = mkdtempSync(join(tmpdir(), 'farmwatch-story-'));
  const clock = { now: RUNS.at(-1)! + 8 * HOUR };
  let pages: string;
  let app: App;
  let started: Started;
  let browser: Browser;
  let context: BrowserContext | undefined;
  let page: Page;
  const complaints: string[][] = [];

  beforeAll(async () => {
    const io: CommandIo = { out: () => {}, err: () => {}, progress: () => {}, colour: pc.createColors(false), now: () => clock.now, folder };
    pages = await buildPages();
    const config = join(folder, 'farmwatch.json');
    writeFileSync(config, JSON.stringify(RULES));
    app = await openApp(loadConfig(config), join(folder, 'store'), () => clock.now);
    await settleIn(app.store);
    const { people, applications } = historyOf({
      people: [aPerson({ hire_id: 'h-new', display_name: 'Robin Vale', email: 'robin@acme.example', start_date: dayOf(clock.now + 12 * DAY) })],
      applications: ['A-1', 'A-2'].map((id, nth) => ({ application_id: id, applied_at: clock.now - (nth + 1) * DAY, phone_token: 'phone:ats:1', email: `${id.toLowerCase()}@mail.example` })),
    });
    await app.store.shelf<Versioned<TableRows[TableKind]>>('registry').putAll([...people.map((row) => ({ ...row, id: 'people/new' })), ...applications]);
    await app.store.events.append(happenings(SWIFT));
    await app.pipeline.replay([...RUNS, clock.now], () => {});
    // What people do comes after the run they look at.
    clock.now += MINUTE;
    await noteSimulated(app.store);
    started = await serveApp(app, { host: '127.0.0.1', port: 0, demo: false, folder: join(folder, 'store'), jobs: false, log: false, pages }, io);
    browser = await launch();
  }, 300_000);
  afterAll(async () => {
    await context?.close();
    await browser?.close();
    await started?.stop();
    if (pages !== undefined) await rm(pages, { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  });

  /** Somebody sits down at a browser of their own. */
  async function as(name: string, role: Role, path: string, ready: string): Promise<void> {
    await context?.close();
    const { secret } = await accountBook(app.store).open(name, role, clock.now);
    context = await browser.newContext({ viewport: { width: 1280, height: 900 }, colorScheme: 'light', timezoneId: 'America/Chicago', reducedMotion: 'reduce' });
    await context.addCookies([{ name: 'farmwatch_session', value: secret, url: started.url }]);
    page = await context.newPage();
    complaints.push(await watched(page, started.url));
    await page.goto(started.url + path);
    await page.waitForSelector(ready);
  }
  const button = (says: string | RegExp): ReturnType<Page['locator']> => page.getByRole('button', { name: says });
  /** A picture, and what axe finds, light and dark. */
  async function look(name: string): Promise<void> {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await shoot(page, `story-${name}-${colorScheme}`);
      expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${name} ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)).toEqual([]);
    }
    await page.emulateMedia({ colorScheme: 'light' });
  }
  /** Enters what came of the check whose panel is open. */
  async function enter(outcome: string, note: string): Promise<void> {
    await page.locator('.one-check').getByText(outcome, { exact: true }).click();
    await page.fill('#result-note', note);
    await button('Enter the outcome').click();
  }

  /** The file behind a link, as it was written. */
  async function taken(link: ReturnType<Page['locator']>): Promise<{ readonly name: string; readonly bytes: Buffer }> {
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  }

  it('goes from an offer to a case, to checks by people, to a confirmed case, the response to it, what leaves, what is held and what the person is given', async () => {
    // The offer: HR begins where checks are due, and calls by the number that it has.
    await as('Ines', 'hr', '/', '.list.checks');
    expect(await page.locator('.list.checks').innerText()).toContain('Robin Vale');
    await page.locator('tr', { hasText: 'Robin Vale' }).getByRole('button').click();
    await page.waitForSelector('.todo');
    expect(await page.locator('.one-check').innerText()).not.toMatch(/SN-|Act|Review|per cent|c-[0-9a-f]{6}/);
    await page.locator('.todo input').first().click();
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>('.todo input')?.checked === true);
    await look('offer-check');
    await enter('Confirmed', 'Robin answered and knew the offer.');
    await page.locator('.one-check .notes').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('4');
    expect(await page.locator('.list.checks').innerText()).toContain('confirmed');

    // Applications: what two share, with no order of applicants.
    await page.getByRole('link', { name: 'Applications' }).first().click();
    await page.waitForSelector('.share-group');
    expect(await page.locator('.share-group').innerText()).toContain('One phone, 2 applicants');
    await page.locator('.share-group .linkish').first().click();
    await page.getByText('Alone this means nothing.', { exact: false }).last().waitFor();
    await page.locator('.drawer tfoot').waitFor();
    await look('application');

    // The case: an analyst takes it, and begins the check that would clear it.
    await as('Kim', 'analyst', '/', '.queue');
    const caseId = (await page.locator('tr[data-row^="c-"]').first().getAttribute('data-row'))!;
    await as('Kim', 'analyst', `/cases/${caseId}`, '#checks .btn');
    await page.keyboard.press('a');
    await button(/^Release/).waitFor();
    await page.locator('#questions').getByRole('button', { name: /^Check it… that on a call to the number/ }).first().click();
    await page.waitForSelector('dialog[open]');
    expect(await page.locator('#check-kind').inputValue()).toBe('hr-call');
    await look('begin-check');
    await page.keyboard.press('Control+Enter');
    await page.locator('#checks table').waitFor();
    expect(await page.locator('#checks').innerText()).toContain('to be done');

    // HR does it, and reads of no case.
    await as('Ines', 'hr', '/checks', '.list.checks');
    const asked = page.locator('tr', { hasText: 'asked for by Kim' });
    expect(await page.locator('main').innerText()).not.toContain(caseId);
    await asked.getByRole('button').click();
    await page.waitForSelector('.todo');
    await enter('Refuted', 'Somebody else answered, twice.');
    await page.locator('.one-check .notes').waitFor();

    // The next run weighs it, and the case says so.
    clock.now += HOUR;
    const before = await app.pipeline.cases();
    await app.pipeline.run(clock.now);
    clock.now += MINUTE;
    const chanceOf = ({ cases }: typeof before): number => cases.find(({ id }) => id === caseId)!.chance;
    expect(chanceOf(await app.pipeline.cases())).toBeGreaterThan(chanceOf(before));
    await as('Kim', 'analyst', `/cases/${caseId}`, '#checks table');
    expect(await page.locator('#checks').innerText()).toContain('refuted');

    // Closed as a farm: the response begins with it.
    await page.keyboard.press('s');
    await page.waitForSelector('dialog[open]');
    await page.keyboard.press('Escape');
    await button(/^Close…/).click();
    await page.locator('dialog input[type=radio]').first().click();
    await page.fill('#why', 'Two people read the rows, and the call was refuted.');
    await page.keyboard.press('Control+Enter');
    await page.locator('.response-steps').waitFor();
    await page.locator('.response-steps > li').first().getByRole('button', { name: /^Confirm…/ }).click();
    await page.fill('#step-note', 'Rows read.');
    await page.keyboard.press('Control+Enter');
    await page.getByText('You confirmed it already. Somebody else has to confirm it too.').waitFor();
    await look('response-on-case');

    // A second person confirms; nothing that the person would notice is open before all is preserved.
    await as('Ines', 'hr', '/response', '.list.responses');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.response-steps');
    const step = (says: string): ReturnType<Page['locator']> => page.locator('.response-steps > li', { hasText: says }).first();
    await step('Two people confirm').getByRole('button', { name: /^Confirm…/ }).click();
    await page.fill('#step-note', 'Counsel read them too.');
    await page.keyboard.press('Control+Enter');
    await step('Two people confirm').getByRole('button', { name: /^Open again…/ }).waitFor();
    expect(await step('Recover the laptop').getByRole('button', { name: /^Done…/ }).count()).toBe(0);
    await step('Preserve before').getByRole('button', { name: /^Done…/ }).click();
    await page.fill('#step-note', 'Evidence pack, export 1.');
    await page.keyboard.press('Control+Enter');
    await step('Recover the laptop').getByRole('button', { name: /^Done…/ }).waitFor();
    await look('response-panel');
    expect(await page.locator('.drawer').innerText()).toContain('Farmwatch performs none of these steps.');

    // The sheet for law enforcement: asked for on the case, by whoever works on it, who cannot let it leave.
    await as('Kim', 'analyst', `/cases/${caseId}`, '#exports .btn');
    await button('Ask for an export…').click();
    expect(await page.locator('#export-what').inputValue()).toBe('sheet');
    await page.fill('#export-to', 'FBI field office');
    await page.fill('#export-why', 'Counsel decided to report it.');
    await look('ask-sheet');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Waits for HR and legal.').waitFor();
    expect(await page.locator('#exports a[download]').count()).toBe(0);
    expect(await page.locator('#response a').count()).toBe(0);

    // HR comes to it from the step that reports, reads it word for word, and lets it leave.
    await as('Ines', 'hr', '/response', '.list.responses');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Read and approve the sheet' }).click();
    await button(/^Read and decide…/).click();
    await page.waitForSelector('.to-read');
    const read = await page.locator('.to-read').innerText();
    await look('approve-sheet');
    await page.fill('#approval-note', 'Counsel read it.');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Nothing waits to leave.').waitFor();

    await as('Kim', 'analyst', `/cases/${caseId}`, '#exports a[download]');
    const sheet = await taken(page.locator('#exports a[download]'));
    expect(sheet.name).toBe(`${caseId}-sheet.md`);
    expect(sheet.bytes.toString()).toContain('h-03');
    expect(sheet.bytes.toString()).toContain('Approved to leave the company** by Ines');
    expect(read).toContain('DRAFT. Not approved');
    expect(factsOf(read)).toBe(factsOf(sheet.bytes.toString()));

    // A legal hold on the case, from the step that preserves: HR asks, the privacy officer confirms, and neither alone.
    await as('Ines', 'hr', '/response', '.list.responses');
    await page.keyboard.press('Enter');
    await step('Preserve before').getByRole('button', { name: /^Open again…/ }).click();
    await page.fill('#step-note', 'The hold lacks.');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('link', { name: 'Ask for a legal hold on this case' }).click();
    await page.waitForSelector('dialog[open]');
    expect(await page.locator('#hold-cases').inputValue()).toBe(caseId);
    await page.fill('#hold-matter', 'Acme v. Doe');
    await page.fill('#hold-reason', 'Counsel asked for it.');
    await page.fill('#hold-review', dayOf(clock.now + 90 * DAY));
    await look('ask-hold');
    await page.press('#hold-review', 'Control+Enter');
    await page.getByText('Keeps already; waits for a second person').waitFor();
    expect(await page.locator('.holds button').count()).toBe(0);

    await as('Pia', 'privacy', '/holds', '.holds');
    await page.locator('.holds').getByRole('button', { name: /^Confirm/ }).click();
    await page.locator('.holds').getByText('In force').waitFor();
    expect(await page.locator('.holds').innerText()).toContain('confirmed by Pia');
    await look('hold');

    // The person asks for what is held: looked over, written, answered. Nobody else is in it.
    await page.getByRole('link', { name: 'What people ask for' }).click();
    await button('Note an ask').click();
    await page.fill('#ask-hire', 'h-03');
    await page.fill('#ask-note', 'What do you hold about me?');
    await page.press('#ask-note', 'Control+Enter');
    await button(/^Prepare…/).click();
    await page.locator('dialog button[type=submit]').click();
    await page.locator('.asked-for a.btn').waitFor();
    await look('copy');
    const copy = await taken(page.locator('.asked-for a.btn'));
    const files = Object.entries(unzipSync(copy.bytes)).map(([name, bytes]) => ({ name, text: strFromU8(bytes) }));
    expect(copy.name).toMatch(/^ask-[0-9a-f]+\.zip$/);
    expect(files.map(({ name }) => name)).toContain('SHA256SUMS');
    expect(files.some(({ text }) => text.includes('h-03'))).toBe(true);
    expect(files.filter(({ text }) => /h-07|h-11|Robin/.test(text)).map(({ name }) => name)).toEqual([]);
    await button(/^Answered…/).click();
    await page.fill('#act-text', 'Handed over in a sealed envelope.');
    await page.keyboard.press('Control+Enter');
    await page.getByText(/^Answered 2026-/).waitFor();

    expect(complaints.flat()).toEqual([]);
  }, 300_000);
});

/** What a sheet says below its heading, which tells whether it was approved; a page folds and trims its lines. */
const factsOf = (text: string): string => text.slice(text.indexOf('Simulated company')).replace(/\s+/g, ' ').trim();
