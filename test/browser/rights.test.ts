import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { accountBook } from '../../src/api/accounts.ts';
import { HOLDER_CONFIRMS_NOT } from '../../src/api/second-person.ts';
import { doorbook } from '../../src/api/sign-ins.ts';
import { MINUTE } from '../../src/core/time.ts';
import { askHold, readHolds } from '../../src/run/holds/hold-book.ts';
import { passwordAlone } from '../support/password-alone.ts';
import { aPerson } from '../support/window.ts';
import { readErasures } from '../../src/run/erasures/erasing.ts';
import { register } from '../../src/run/housekeeping.fixture.ts';
import { describeInBrowser } from './chromium.ts';
import { shoot } from './screens.ts';
import { servedPages } from './served-pages.ts';

const NOW = Date.UTC(2026, 10, 23, 15, 14);
const PASSWORD = 'correct horse battery';

describeInBrowser('what a company owes people, in a browser', () => {
  const at = servedPages({
    now: () => NOW, config: passwordAlone,
    async prepare(app) {
      for (const [name, role] of [['kim', 'admin'], ['hana', 'hr'], ['pia', 'privacy']] as const) await accountBook(app.store).add(name, role, PASSWORD, NOW);
    },
  });

  async function signedIn(name: string, path: string): Promise<Page> {
    await at.open(`/login?next=${encodeURIComponent(path)}`, '#name');
    await at.page.fill('#name', name);
    await at.page.fill('#password', PASSWORD);
    await at.page.press('#password', 'Enter');
    await at.page.waitForSelector('.side');
    return at.page;
  }

  it('is recorded on the page that begins, by the keyboard alone, before any file is taken', async () => {
    // The privacy officer, who brings no files, records it on their own first page.
    const privacy = await signedIn('pia', '/');
    await privacy.waitForSelector('.duties-form');
    const beside = await privacy.getByRole('heading', { name: 'What people ask for' }).count();
    await signedIn('kim', '/begin');
    await at.page.waitForSelector('.duties-form');
    await shoot(at.page, 'duties-form');
    const found = await at.faults();
    await at.page.setInputFiles('input[type=file]', { name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from('hire_id,email,start_date\nh-17,kim@acme.example,2026-11-02\n') });
    await at.page.waitForSelector('text=It was not taken in: something has to be recorded first.');
    expect(await at.page.locator('article.file').innerText()).not.toContain('farmwatch duties');
    await at.page.getByRole('link', { name: 'What that is stands above.' }).click();
    expect(await at.page.locator('.note:has(.duties-form)').evaluate((form) => form.matches(':target') && form.getBoundingClientRect().top < innerHeight)).toBe(true);

    await at.page.fill('#duty-day', '2026-11-02');
    await at.page.fill('#duty-purpose', 'To find laptops that stand in a farm');
    await at.page.fill('#duty-owner', 'Head of security');
    await at.page.press('#duty-owner', 'Enter');
    await at.page.waitForSelector('.duties-form', { state: 'detached' });

    expect([beside, found]).toEqual([1, []]);
    await at.page.goto(`${at.url}/about-you`);
    await at.page.waitForSelector('text=To find laptops that stand in a farm');
  });

  it('holds records by two people, and gives a copy that was looked over', async () => {
    await register(at.app.store, 'people', [aPerson({ hire_id: 'h-17' })]);
    await signedIn('hana', '/holds');
    await at.page.click('text=Ask for a hold');
    // Everything without which nobody may ask says so before it is refused; of hires and cases either is enough.
    for (const field of ['matter', 'reason', 'review']) expect(await at.page.locator(`label[for=hold-${field}]`).innerText()).toContain('required');
    for (const [field, text] of [['hires', 'h-17'], ['matter', 'Acme v. Doe'], ['reason', 'Counsel asked for it'], ['review', '2027-05-31']] as const) await at.page.fill(`#hold-${field}`, text);
    await shoot(at.page, 'hold-dialog');
    const found = await at.faults();
    await at.page.press('#hold-review', 'Control+Enter');
    await at.page.waitForSelector('text=Keeps already; waits for a second person');
    const own = await at.page.locator('tbody button').count();

    await signedIn('pia', '/holds');
    await at.page.click('tbody button');
    await at.page.waitForSelector('text=In force');

    await at.page.goto(`${at.url}/rights`);
    await at.page.click('text=Note an ask');
    await at.page.fill('#ask-hire', 'h-17');
    await at.page.press('#ask-hire', 'Control+Enter');
    await at.page.click('text=Prepare…');
    await at.page.click('dialog button[type=submit]');
    const [copy] = await Promise.all([at.page.waitForEvent('download'), at.page.click('tbody a.btn')]);

    expect([found, own]).toEqual([[], 0]);
    expect(copy.suggestedFilename()).toMatch(/^ask-[0-9a-f]+\.zip$/);
  });

  it('offers no confirmation to whoever asked with the account for emergencies, and says why beside the button', async () => {
    const { store, pipeline } = at.app;
    await accountBook(store).add('glass', 'hr', PASSWORD, NOW, { isBreakGlass: true });
    await register(store, 'people', [aPerson({ hire_id: 'h-19', email: 'lee@acme.example' })]);
    await doorbook(store).note({ at: NOW - MINUTE, did: 'came', way: 'local', user: 'glass', said: 'the provider is down', isBreakGlass: true, holder: 'hana' });
    const { id } = await askHold(store, pipeline, { hires: ['h-19'], cases: [], matter: 'Acme v. Lee', reason: 'Counsel asked for it', review: '2027-05-31' }, 'glass', NOW);
    const confirm = () => at.page.getByRole('button', { name: `Confirm ${id}` });

    await signedIn('hana', '/holds');
    await confirm().waitFor();
    const [disabled, why] = [await confirm().getAttribute('aria-disabled'), await at.page.locator(`#why-${id}`).innerText()];
    const described = await confirm().getAttribute('aria-describedby');
    await confirm().focus();
    await at.page.keyboard.press('Enter');
    const found = await at.faults();
    await shoot(at.page, 'hold-not-second');
    const state = (await readHolds(store)).find((hold) => hold.id === id)!.confirmed;
    await signedIn('pia', '/holds');
    await confirm().click();
    await at.page.waitForSelector(`tr:has-text("${id}") >> text=In force`);

    expect([disabled, described, why]).toEqual(['true', `why-${id}`, HOLDER_CONFIRMS_NOT]);
    expect([found, state]).toEqual([[], undefined]);
  });

  it('deletes what is held about somebody by the keyboard alone, once it is told what goes and what speaks against it', async () => {
    await register(at.app.store, 'people', [aPerson({ hire_id: 'h-18' })]);
    await signedIn('pia', '/rights');
    await at.page.click('text=Note an ask');
    await at.page.fill('#ask-hire', 'h-18');
    await at.page.selectOption('#ask-right', 'erasure');
    await at.page.press('#ask-hire', 'Control+Enter');
    await at.page.getByRole('button', { name: /^Delete…/ }).focus();
    await at.page.keyboard.press('Enter');
    await at.page.waitForSelector('#erase-reason');
    await shoot(at.page, 'erase-dialog');
    const [found, places, objections] = [await at.faults(), await at.page.locator('dialog tbody th').allTextContents(), await at.page.locator('dialog li').allTextContents()];

    await at.page.fill('#erase-reason', 'They object');
    await at.page.press('#erase-reason', 'Control+Enter');
    await at.page.waitForSelector('dialog [role=alert] >> text=Somebody else may decide');
    await at.page.fill('#erase-why', 'Counsel sees no claim');
    await at.page.fill('#erase-by', 'counsel');
    await at.page.press('#erase-by', 'Control+Enter');
    await at.page.waitForSelector('dialog', { state: 'detached' });
    await at.page.locator('tbody td:nth-child(2)', { hasText: 'h-18' }).waitFor({ state: 'detached' });

    expect(found).toEqual([]);
    expect(places).toEqual(['Rows of people, laptops, applications with their history', 'What people asked for about their data, and how they were answered']);
    expect(objections).toEqual([expect.stringContaining('they still work here')]);
    expect((await readErasures(at.app.store)).map(({ by, decision, done }) => [by, decision?.by, done?.counts.people])).toEqual([['pia', 'counsel', 1]]);
  });

  it('lets people change their own password, and asks for the one of before', async () => {
    await signedIn('hana', '/account');
    await at.page.waitForSelector('.own-password');
    const fill = async (before: string, chosen: string, again = chosen): Promise<void> => {
      for (const [field, text] of [['before', before], ['chosen', chosen], ['again', again]] as const) await at.page.fill(`#own-${field}`, text);
      await at.page.press('#own-again', 'Enter');
    };

    await fill(PASSWORD, 'four words nobody knows', 'four words nobody knew');
    await at.page.waitForSelector('text=The new one was typed in two ways.');
    await fill(PASSWORD, 'Summer2024!!');
    await at.page.waitForSelector('text=Many people have this password');
    await shoot(at.page, 'own-password');
    const found = await at.faults();
    await fill(PASSWORD, 'four words nobody knows');
    await at.page.waitForFunction(() => document.querySelector<HTMLInputElement>('#own-before')?.value === '');

    expect(found).toEqual([]);
    expect(await accountBook(at.app.store).check('hana', 'four words nobody knows')).toBe('hr');
  });
});
