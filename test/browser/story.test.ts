import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Role } from '../../src/api/roles.ts';
import { loadConfig } from '../../src/config.ts';
import type { TableKind, TableRows, Versioned } from '../../src/core/person.ts';
import { DAY, HOUR, MINUTE, dayOf } from '../../src/core/time.ts';
import { historyOf } from '../../src/detect/people/history.ts';
import { noteSimulated } from '../../src/run/company-note.ts';
import { happenings, settleIn, SWIFT } from '../support/small-company.ts';
import { RUNS } from '../support/told-lines.ts';
import { aPerson } from '../support/window.ts';
import { describeInBrowser } from './chromium.ts';
import { shoot } from './screens.ts';
import { servedPages } from './served-pages.ts';

/** What the company of the story decided about checks. */
const RULES = { checks: { stages: { application: ['reference'], offer: ['hr-call'] }, documents: ['a government photo ID of their choice'] } };

describeInBrowser('a whole story, from an offer to the copy for a person', () => {
  const clock = { now: RUNS.at(-1)! + 8 * HOUR };
  const at = servedPages({
    now: () => clock.now,
    config(folder) {
      const file = join(folder, 'farmwatch.json');
      writeFileSync(file, JSON.stringify(RULES));
      return loadConfig(file);
    },
    async prepare(app) {
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
    },
  });

  const as = (name: string, role: Role, path: string, ready: string): Promise<Page> => at.open(path, ready, { name, role });
  const button = (says: string | RegExp): ReturnType<Page['locator']> => at.page.getByRole('button', { name: says });
  /** A picture, and what axe finds, light and dark. */
  async function look(name: string): Promise<void> {
    for (const colorScheme of ['light', 'dark'] as const) {
      await at.page.emulateMedia({ colorScheme });
      await shoot(at.page, `story-${name}-${colorScheme}`);
      expect(await at.faults(), name).toEqual([]);
    }
    await at.page.emulateMedia({ colorScheme: 'light' });
  }
  /** Enters what came of the check whose panel is open. */
  async function enter(outcome: string, note: string): Promise<void> {
    await at.page.locator('.one-check').getByText(outcome, { exact: true }).click();
    await at.page.fill('#result-note', note);
    await button('Enter the outcome').click();
  }

  /** The file behind a link, as it was written. */
  async function taken(link: ReturnType<Page['locator']>): Promise<{ readonly name: string; readonly bytes: Buffer }> {
    const [download] = await Promise.all([at.page.waitForEvent('download'), link.click()]);
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  }

  it('goes from an offer to a case, to checks by people, to a confirmed case, the response to it, what leaves, what is held and what the person is given', async () => {
    // The offer: HR begins where checks are due, and calls by the number that it has.
    await as('Ines', 'hr', '/', '.list.checks');
    expect(await at.page.locator('.list.checks').innerText()).toContain('Robin Vale');
    await at.page.locator('tr', { hasText: 'Robin Vale' }).getByRole('button').click();
    await at.page.waitForSelector('.todo');
    expect(await at.page.locator('.one-check').innerText()).not.toMatch(/SN-|Act|Review|per cent|c-[0-9a-f]{6}/);
    await at.page.locator('.todo input').first().click();
    await at.page.waitForFunction(() => document.querySelector<HTMLInputElement>('.todo input')?.checked === true);
    await look('offer-check');
    await enter('Confirmed', 'Robin answered and knew the offer.');
    await at.page.locator('.one-check .notes').waitFor();
    await at.page.keyboard.press('Escape');
    await at.page.keyboard.press('4');
    expect(await at.page.locator('.list.checks').innerText()).toContain('confirmed');

    // Applications: what two share, with no order of applicants.
    await at.page.getByRole('link', { name: 'Applications' }).first().click();
    await at.page.waitForSelector('.share-group');
    expect(await at.page.locator('.share-group').innerText()).toContain('One phone, 2 applicants');
    await at.page.locator('.share-group .linkish').first().click();
    await at.page.getByText('Alone this means nothing.', { exact: false }).last().waitFor();
    await at.page.locator('.drawer tfoot').waitFor();
    await look('application');

    // The case: an analyst takes it, and begins the check that would clear it.
    await as('Kim', 'analyst', '/', '.queue');
    const caseId = (await at.page.locator('tr[data-row^="c-"]').first().getAttribute('data-row'))!;
    await as('Kim', 'analyst', `/cases/${caseId}`, '#checks .btn');
    await at.page.keyboard.press('a');
    await button(/^Release/).waitFor();
    await at.page.locator('#questions').getByRole('button', { name: /^Check it… that on a call to the number/ }).first().click();
    await at.page.waitForSelector('dialog[open]');
    expect(await at.page.locator('#check-kind').inputValue()).toBe('hr-call');
    await look('begin-check');
    await at.page.keyboard.press('Control+Enter');
    await at.page.locator('#checks table').waitFor();
    expect(await at.page.locator('#checks').innerText()).toContain('to be done');

    // HR does it, and reads of no case.
    await as('Ines', 'hr', '/checks', '.list.checks');
    const asked = at.page.locator('tr', { hasText: 'asked for by Kim' });
    expect(await at.page.locator('main').innerText()).not.toContain(caseId);
    await asked.getByRole('button').click();
    await at.page.waitForSelector('.todo');
    await enter('Refuted', 'Somebody else answered, twice.');
    await at.page.locator('.one-check .notes').waitFor();

    // The next run weighs it, and the case says so.
    clock.now += HOUR;
    const before = await at.app.pipeline.cases();
    await at.app.pipeline.run(clock.now);
    clock.now += MINUTE;
    const chanceOf = ({ cases }: typeof before): number => cases.find(({ id }) => id === caseId)!.chance;
    expect(chanceOf(await at.app.pipeline.cases())).toBeGreaterThan(chanceOf(before));
    await as('Kim', 'analyst', `/cases/${caseId}`, '#checks table');
    expect(await at.page.locator('#checks').innerText()).toContain('refuted');

    // Closed as a farm: the response begins with it.
    await at.page.keyboard.press('s');
    await at.page.waitForSelector('dialog[open]');
    await at.page.keyboard.press('Escape');
    await button(/^Close…/).click();
    await at.page.locator('dialog input[type=radio]').first().click();
    await at.page.fill('#why', 'Two people read the rows, and the call was refuted.');
    await at.page.keyboard.press('Control+Enter');
    await at.page.locator('.response-steps').waitFor();
    await at.page.locator('.response-steps > li').first().getByRole('button', { name: /^Confirm…/ }).click();
    await at.page.fill('#step-note', 'Rows read.');
    await at.page.keyboard.press('Control+Enter');
    await at.page.getByText('You confirmed it already. Somebody else has to confirm it too.').waitFor();
    await look('response-on-case');

    // A second person confirms; nothing that the person would notice is open before all is preserved.
    await as('Ines', 'hr', '/response', '.list.responses');
    await at.page.keyboard.press('Enter');
    await at.page.waitForSelector('.response-steps');
    const step = (says: string): ReturnType<Page['locator']> => at.page.locator('.response-steps > li', { hasText: says }).first();
    await step('Two people confirm').getByRole('button', { name: /^Confirm…/ }).click();
    await at.page.fill('#step-note', 'Counsel read them too.');
    await at.page.keyboard.press('Control+Enter');
    await step('Two people confirm').getByRole('button', { name: /^Open again…/ }).waitFor();
    expect(await step('Recover the laptop').getByRole('button', { name: /^Done…/ }).count()).toBe(0);
    await step('Preserve before').getByRole('button', { name: /^Done…/ }).click();
    await at.page.fill('#step-note', 'Evidence pack, export 1.');
    await at.page.keyboard.press('Control+Enter');
    await step('Recover the laptop').getByRole('button', { name: /^Done…/ }).waitFor();
    await look('response-panel');
    expect(await at.page.locator('.drawer').innerText()).toContain('Farmwatch performs none of these steps.');

    // The sheet for law enforcement: asked for on the case, by whoever works on it, who cannot let it leave.
    await as('Kim', 'analyst', `/cases/${caseId}`, '#exports .btn');
    await button('Ask for an export…').click();
    expect(await at.page.locator('#export-what').inputValue()).toBe('sheet');
    await at.page.fill('#export-to', 'FBI field office');
    await at.page.fill('#export-why', 'Counsel decided to report it.');
    await look('ask-sheet');
    await at.page.keyboard.press('Control+Enter');
    await at.page.getByText('Waits for HR and legal.').waitFor();
    expect(await at.page.locator('#exports a[download]').count()).toBe(0);
    expect(await at.page.locator('#response a').count()).toBe(0);

    // HR comes to it from the step that reports, reads it word for word, and lets it leave.
    await as('Ines', 'hr', '/response', '.list.responses');
    await at.page.keyboard.press('Enter');
    await at.page.getByRole('link', { name: 'Read and approve the sheet' }).click();
    await button(/^Read and decide…/).click();
    await at.page.waitForSelector('.to-read');
    const read = await at.page.locator('.to-read').innerText();
    await look('approve-sheet');
    await at.page.fill('#approval-note', 'Counsel read it.');
    await at.page.keyboard.press('Control+Enter');
    await at.page.getByText('Nothing waits to leave.').waitFor();

    await as('Kim', 'analyst', `/cases/${caseId}`, '#exports a[download]');
    const sheet = await taken(at.page.locator('#exports a[download]'));
    expect(sheet.name).toBe(`${caseId}-sheet.md`);
    expect(sheet.bytes.toString()).toContain('h-03');
    expect(sheet.bytes.toString()).toContain('Approved to leave the company** by Ines');
    expect(read).toContain('DRAFT. Not approved');
    expect(factsOf(read)).toBe(factsOf(sheet.bytes.toString()));

    // A legal hold on the case, from the step that preserves: HR asks, the privacy officer confirms, and neither alone.
    await as('Ines', 'hr', '/response', '.list.responses');
    await at.page.keyboard.press('Enter');
    await step('Preserve before').getByRole('button', { name: /^Open again…/ }).click();
    await at.page.fill('#step-note', 'The hold lacks.');
    await at.page.keyboard.press('Control+Enter');
    await at.page.getByRole('link', { name: 'Ask for a legal hold on this case' }).click();
    await at.page.waitForSelector('dialog[open]');
    expect(await at.page.locator('#hold-cases').inputValue()).toBe(caseId);
    await at.page.fill('#hold-matter', 'Acme v. Doe');
    await at.page.fill('#hold-reason', 'Counsel asked for it.');
    await at.page.fill('#hold-review', dayOf(clock.now + 90 * DAY));
    await look('ask-hold');
    await at.page.press('#hold-review', 'Control+Enter');
    await at.page.getByText('Keeps already; waits for a second person').waitFor();
    expect(await at.page.locator('.holds button').count()).toBe(0);

    await as('Pia', 'privacy', '/holds', '.holds');
    await at.page.locator('.holds').getByRole('button', { name: /^Confirm/ }).click();
    await at.page.locator('.holds').getByText('In force').waitFor();
    expect(await at.page.locator('.holds').innerText()).toContain('confirmed by Pia');
    await look('hold');

    // The person asks for what is held: looked over, written, answered. Nobody else is in it.
    await at.page.getByRole('link', { name: 'What people ask for' }).click();
    await button('Note an ask').click();
    await at.page.fill('#ask-hire', 'h-03');
    await at.page.fill('#ask-note', 'What do you hold about me?');
    await at.page.press('#ask-note', 'Control+Enter');
    await button(/^Prepare…/).click();
    await at.page.locator('dialog button[type=submit]').click();
    await at.page.locator('.asked-for a.btn').waitFor();
    await look('copy');
    const copy = await taken(at.page.locator('.asked-for a.btn'));
    const files = Object.entries(unzipSync(copy.bytes)).map(([name, bytes]) => ({ name, text: strFromU8(bytes) }));
    expect(copy.name).toMatch(/^ask-[0-9a-f]+\.zip$/);
    expect(files.map(({ name }) => name)).toContain('SHA256SUMS');
    expect(files.some(({ text }) => text.includes('h-03'))).toBe(true);
    expect(files.filter(({ text }) => /h-07|h-11|Robin/.test(text)).map(({ name }) => name)).toEqual([]);
    await button(/^Answered…/).click();
    await at.page.fill('#act-text', 'Handed over in a sealed envelope.');
    await at.page.keyboard.press('Control+Enter');
    await at.page.getByText(/^Answered 2026-/).waitFor();

  }, 300_000);
});

/** What a sheet says below its heading, which tells whether it was approved; a page folds and trims its lines. */
const factsOf = (text: string): string => text.slice(text.indexOf('Simulated company')).replace(/\s+/g, ' ').trim();
