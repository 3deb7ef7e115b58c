import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Role } from '../../src/api/roles.ts';
import { noteSimulated } from '../../src/run/company-note.ts';
import { responsePlans } from '../../src/run/responses/plan-book.ts';
import { describeInBrowser } from './chromium.ts';
import { shoot } from './screens.ts';
import { servedPages } from './served-pages.ts';

describeInBrowser('the plan of a response over a server of the product', () => {
  const NOW = Date.UTC(2026, 10, 16, 12);
  const at = servedPages({ now: () => NOW, prepare: (app) => noteSimulated(app.store) });
  const as = (name: string, role: Role): Promise<Page> => at.open('/response/plan', '.plan-steps', { name, role });
  const press = async (name: string | RegExp): Promise<void> => at.page.getByRole('button', { name, exact: typeof name === 'string' }).click();
  async function look(name: string): Promise<void> {
    for (const colorScheme of ['light', 'dark'] as const) {
      await at.page.emulateMedia({ colorScheme });
      await shoot(at.page, `plan-${name}-${colorScheme}`);
      expect(await at.faults(), name).toEqual([]);
    }
    await at.page.emulateMedia({ colorScheme: 'light' });
  }
  const plans = (): ReturnType<typeof responsePlans> => responsePlans(at.app.store);
  const ids = async (): Promise<readonly string[]> => (await plans().planOf())(NOW).map(({ id }) => id);

  it('is changed with a preview and a reason: order, words, for whom, until when, a step of one’s own', async () => {
    await as('Ines', 'hr');
    await press('Change the plan');
    await press('Add a step');
    await at.page.getByLabel('Step 12', { exact: true }).fill('Tell the works council <img src=x onerror=alert(1)>');
    await at.page.locator('[id="plan-step-1-owner"]').selectOption('hr');
    await at.page.locator('[id="plan-step-1-due"]').fill('24');
    for (let times = 0; times < 9; times++) await press(/^Up Tell the works council/);
    await press('Show what would change');
    await at.page.waitForSelector('#preview');
    expect(await at.page.locator('#preview > ul').innerText()).toContain('is new.');
    expect(await at.page.locator('#preview img').count()).toBe(0);
    expect(await at.page.getByRole('button', { name: /^Take out (Two people|Preserve)/ }).count()).toBe(0);
    await look('editor');
    await press('Let it hold');
    expect(await at.page.locator('.problem').allInnerTexts()).toContain('Say in a sentence why the plan changes.');
    await at.page.fill('#plan-why', 'The works council has to hear of it first');
    await press('Let it hold');
    await at.page.waitForSelector('.plan-history li');

    expect(await ids()).toEqual(['confirm', 'preserve', 'step-1', 'limit', 'decide', 'talk', 'recover', 'rotate', 'colleagues', 'sanctions', 'report', 'owner']);
    expect(await at.page.locator('.plan-history').innerText()).toContain('The works council has to hear of it first');
  });

  it('without counsel waits for somebody else, who sees what it takes away', async () => {
    await as('Ines', 'hr');
    await press('Change the plan');
    await press(/^Take out Decide with counsel/);
    await press('Show what would change');
    await at.page.fill('#plan-why', 'Counsel is asked before the response');
    await press('Ask a second person');
    await at.page.waitForSelector('#waits');
    expect(await at.page.locator('#waits').innerText()).toContain('You wrote it yourself.');
    expect(await ids()).toContain('decide');

    await as('Max', 'admin');
    await look('waits');
    await press('Turn it down…');
    await at.page.fill('#plan-note', 'Counsel comes first here');
    await at.page.keyboard.press('Control+Enter');
    await at.page.waitForSelector('#waits', { state: 'detached' });

    expect([await ids(), (await plans().read()).versions.at(-1)?.turnedDown]).toEqual([expect.arrayContaining(['decide']), { at: NOW, by: 'Max', note: 'Counsel comes first here' }]);
  });

  it('goes back to the plan that ships, and an analyst reads it and has nothing to press', async () => {
    await as('Max', 'admin');
    await press('Change the plan');
    await press('Back to the plan that ships');
    await press('Show what would change');
    await at.page.fill('#plan-why', 'The council agreed to hear of it later');
    await press('Let it hold');
    await at.page.waitForSelector('.plan-history .step-state:has-text("back to the plan that ships")');
    expect(await ids()).not.toContain('step-1');

    await as('Kim', 'analyst');
    expect(await at.page.locator('main').getByRole('button').allInnerTexts()).toEqual(['? all keys']);
    await look('read');
  });
});
