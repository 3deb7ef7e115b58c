import { expect, it } from 'vitest';
import { describeInBrowser } from './chromium.ts';
import { deskPages } from './desk-pages.ts';
import { HOSTILE } from './fixtures.ts';

describeInBrowser('checks, applications and responses in a browser', () => {
  const at = deskPages();
  const press = async (...keys: readonly string[]): Promise<void> => { for (const key of keys) await at.page.keyboard.press(key); };
  const focused = (): Promise<string | null | undefined> => at.page.evaluate(() => document.activeElement?.closest('tr')?.getAttribute('data-row'));

  it('a check is reached, opened and left by keyboard, and focus returns to its row', async () => {
    await at.open('/checks', 'hr', '.list.checks');
    await press('j', 'j', 'Enter');
    await at.page.waitForSelector('.todo');
    expect(await at.page.locator('#check-h').innerText()).toBe('Call by the number that HR has');

    await press('Escape');

    expect(await at.page.locator('.one-check').count()).toBe(0);
    expect(await focused()).toBe('k-odd');
  });

  it('a view is chosen by its number', async () => {
    await at.open('/checks', 'hr', '.list.checks');
    const shown = async (key: string, title: string): Promise<readonly (string | null)[]> => {
      await press(key);
      await at.page.getByRole('button', { name: title, pressed: true }).waitFor();
      return at.page.locator('tr[data-row]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-row')));
    };

    expect(await shown('2', 'Mine')).toEqual(['k-late']);
    expect(await shown('4', 'Over')).toEqual(['k-done']);
    expect(await shown('3', 'Cohorts and stages')).toEqual(['k-held', 'k-odd', 'k-done']);
    expect(await shown('1', 'To be done')).toEqual(['k-late', 'k-held', 'k-odd']);
  });

  it('a cohort that is too small cannot be chosen, and a check that wants a document says why it cannot begin', async () => {
    await at.open('/checks', 'hr', '.list.checks');
    await press('n');
    await at.page.waitForSelector('dialog[open]');
    await at.page.selectOption('#check-kind', 'video-document');

    expect(await at.page.locator('#check-kind-more').innerText()).toContain('checks.documents of the configuration names none');
    expect(await at.page.locator('#check-cohort option[disabled]').innerText()).toContain('too small');
    expect(await at.faults()).toEqual([]);
  });

  it('a check on hold has no outcome to enter and no step to tick', async () => {
    await at.open('/checks', 'hr', '.list.checks');
    await at.page.locator('tr[data-row="k-held"] button').click();
    await at.page.waitForSelector('.todo');

    expect(await at.page.locator('.one-check').innerText()).toContain('please do not write or call');
    expect(await at.page.locator('#result-note, .todo input:enabled').count()).toBe(0);
    expect(await at.faults()).toEqual([]);
  });

  it('HR sees its own pages, and nothing of cases in the side bar', async () => {
    await at.open('/', 'hr', '.list.checks');

    expect(await at.page.locator('.side nav').first().innerText()).toBe('Reveals\nChecks\nApplications\nResponse\nApprovals\nLegal holds');
  });

  it('HR writes a correction where it works, in its own name first', async () => {
    await at.open('/checks', 'hr', '.list.checks');
    let sent: unknown;
    await at.page.route('**/api/corrections', (route) => {
      sent = route.request().postDataJSON();
      return route.fulfill({ json: {} });
    });
    await at.page.getByRole('button', { name: 'Write a correction…' }).click();
    await at.page.fill('#cor-hire', 'h-100');
    await at.page.fill('#cor-about', 'Home');
    await at.page.fill('#cor-says', 'They moved to Tulsa in May.');
    const faults = await at.faults();
    await press('Control+Enter');

    await expect.poll(() => at.page.locator('dialog').count()).toBe(0);
    expect(sent).toEqual({ hire: 'h-100', from: 'hr', about: 'Home', says: 'They moved to Tulsa in May.' });
    expect(faults).toEqual([]);
  });

  it('hostile text stays text, wherever it stands', async () => {
    for (const [path, role, row, ready] of [['/checks', 'hr', 'k-odd', '.todo'], ['/applications', 'hr', 'applicant 1f09c2d4e5', '.drawer tfoot'], ['/response', 'hr', 'C-31', '.response-steps']] as const) {
      await at.open(path, role, `[data-row="${row}"]`);
      await at.page.locator(`tr[data-row="${row}"] button`).click();
      await at.page.waitForSelector(ready);

      expect(await at.page.locator('.drawer').innerText()).toContain(HOSTILE);
      expect(await at.page.locator('img').count()).toBe(0);
      expect(await at.faults()).toEqual([]);
      await at.context.close();
    }
  });

  it('a step that comes later names what comes first, and has no way to be done', async () => {
    await at.open('/response', 'hr', '.list.responses');
    await press('Enter');
    await at.page.waitForSelector('.response-steps');
    const locked = at.page.locator('.response-steps .step-locked');

    expect(await locked.innerText()).toContain('After: Two people confirm the facts. The person would notice it.');
    expect(await locked.getByRole('button', { name: /^Done/ }).count()).toBe(0);
    expect(await locked.innerText()).toContain('the plan has it for IT staff');
    expect(await locked.innerText()).toContain('Late. Due');
    expect(await at.page.locator('.drawer').innerText()).toContain('It leaves out “Decide with counsel”');
    expect(await at.page.locator('.drawer').innerText()).toContain('Farmwatch performs none of these steps.');
  });
});
