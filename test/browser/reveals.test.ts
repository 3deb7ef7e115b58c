import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { accountBook } from '../../src/api/accounts.ts';
import type { Role } from '../../src/api/roles.ts';
import { HOLDER_CONFIRMS_NOT } from '../../src/api/second-person.ts';
import { doorbook } from '../../src/api/sign-ins.ts';
import { HOUR, MINUTE } from '../../src/core/time.ts';
import { revealJournal } from '../../src/run/reveals.ts';
import { RUNS, judgedIn } from '../support/told-lines.ts';
import { describeInBrowser } from './chromium.ts';
import { shoot } from './screens.ts';
import { servedPages } from './served-pages.ts';

const NOW = RUNS.at(-1)! + 8 * HOUR;
const HOSTILE = '<img src=x onerror=alert(1)> \u202egnp.exe, HR will call.';

describeInBrowser('who somebody is, in a browser', () => {
  let id: string;
  const at = servedPages({
    now: () => NOW,
    async prepare(app) {
      await judgedIn(app);
      id = (await app.pipeline.cases()).cases.find(({ status }) => status === 'open')!.id;
      await accountBook(app.store).add('hr-one', 'hr', 'a long pass phrase', NOW);
    },
  });

  const open = (path: string, ready: string, role: Role = 'analyst', theme: 'light' | 'dark' = 'light'): Promise<Page> => at.open(path, ready, { name: `${role}-one`, role }, { theme });

  it('is asked for by keyboard on a case, with a purpose and a sentence', async () => {
    await open(`/cases/${id}`, 'svg.timeline');

    await at.page.keyboard.press('r');
    await at.page.waitForSelector('#reveal-purpose');
    expect(await at.faults()).toEqual([]);
    await shoot(at.page, 'reveal-ask');
    await at.page.keyboard.press('Control+Enter');
    expect(await at.page.locator('#reveal-problem').innerText()).toBe('Choose what it is for.');
    await at.page.selectOption('#reveal-purpose', 'check');
    await at.page.fill('#reveal-reason', HOSTILE);
    await at.page.keyboard.press('Control+Enter');
    await at.page.waitForSelector('section[aria-label="Who is this?"]');

    expect(await at.page.locator('section[aria-label="Who is this?"]').innerText()).toContain('It waits for a second person.');
    await shoot(at.page, 'reveal-waits');
    // Once is enough: the key asks for nothing twice.
    await at.page.keyboard.press('r');
    await expect.poll(() => at.page.locator('[aria-live]').allInnerTexts()).toContain('You asked who this is already; it waits for a second person.');
    expect(await at.page.locator('dialog').count()).toBe(0);
  });

  it('is granted by a second person, who sees pseudonyms alone', async () => {
    await open('/reveals', 'table.reveals', 'hr');

    const shown = await at.page.locator('main').innerText();
    expect(shown).toContain('gnp.exe, HR will call.');
    for (const hire of (await at.app.pipeline.cases()).cases.flatMap(({ hires }) => hires)) expect(shown).not.toMatch(new RegExp(`\\b${hire}\\b`));
    expect(await at.faults()).toEqual([]);
    await shoot(at.page, 'reveals-hr');
    await at.page.click('text=Answer…');
    await at.page.waitForSelector('#reveal-note');
    expect(await at.faults()).toEqual([]);
    await shoot(at.page, 'reveal-answer');
    await at.page.keyboard.press('Control+Enter');
    await at.page.waitForSelector('td:has-text("granted")');
  });

  it('is shown to whoever asked, and gone when it is closed', async () => {
    await open(`/cases/${id}`, 'section[aria-label="Who is this?"]');

    // The key leads to where they are shown, and neither asks anew nor looks.
    await at.page.keyboard.press('r');
    expect(await at.page.evaluate(() => document.activeElement?.textContent)).toBe('Show who this is…');
    expect(await at.page.locator('dialog').count()).toBe(0);
    // The sentence stands beside its mark, not a word's breadth off.
    const [mark, sentence] = await at.page.locator('section[aria-label="Who is this?"] > :is(span, p):not(.btns)').evaluateAll((all) => all.map((one) => one.getBoundingClientRect()));
    expect(sentence!.left - mark!.right).toBeLessThan(24);
    await at.page.keyboard.press('Enter');
    await at.page.waitForSelector('dialog dl.facts');
    const shown = await at.page.locator('dialog').innerText();
    const { hires } = (await at.app.pipeline.cases()).cases.find((one) => one.id === id)!;
    for (const hire of hires) expect(shown).toContain(hire);
    expect(shown).toContain('@');
    expect(await at.faults()).toEqual([]);
    await shoot(at.page, 'reveal-shown');
    await at.page.keyboard.press('Escape');
    await at.page.waitForSelector('dialog', { state: 'detached' });
    expect(await at.page.locator('body').innerText()).not.toContain('@acme');
  });

  it.each(['light', 'dark'] as const)('the list has no fault that axe finds, %s', async (theme) => {
    await open('/reveals', 'table.reveals', 'analyst', theme);

    expect(await at.page.locator('td:has-text("granted")').count()).toBe(1);
    expect(await at.faults()).toEqual([]);
    expect(await at.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    await shoot(at.page, `reveals-${theme}`);
  });

  it('is not granted by whoever asked with the account for emergencies, which the dialog says at once', async () => {
    const { store } = at.app;
    const { hires } = (await at.app.pipeline.cases()).cases.find((one) => one.id === id)!;
    await accountBook(store).add('glass', 'hr', 'a long pass phrase', NOW, { isBreakGlass: true });
    await doorbook(store).note({ at: NOW - MINUTE, did: 'came', way: 'local', user: 'glass', said: 'the provider is down', isBreakGlass: true, holder: 'hr-one' });
    await revealJournal(store).append({ did: 'asked', reveal: { id: 'r-glass', at: NOW, by: 'glass', about: id, hires, purpose: 'check', reason: 'to call them by the number of HR', lasts: HOUR } });
    await open('/reveals', 'table.reveals', 'hr');

    await at.page.getByRole('button', { name: /^Answer… glass/ }).click();
    await at.page.waitForSelector('#reveal-note');

    expect(await at.page.locator('dialog .refused').innerText()).toContain(HOLDER_CONFIRMS_NOT);
    expect(await at.page.getByRole('button', { name: /^Grant/ }).getAttribute('aria-disabled')).toBe('true');
    expect(await at.faults()).toEqual([]);
    await shoot(at.page, 'reveal-not-second');
    await at.page.keyboard.press('Control+Enter');
    expect(await at.page.locator('#answer-problem').innerText()).toBe(HOLDER_CONFIRMS_NOT);
    const dids: string[] = [];
    for await (const { entry } of revealJournal(store).read()) if (entry.did !== 'asked' && entry.id === 'r-glass') dids.push(entry.did);
    expect(dids).toEqual([]);
  });

  it('says that it is not for a lead', async () => {
    await open('/reveals', '.state-box', 'lead');

    expect(await at.page.locator('main').innerText()).toContain('your role may do neither');
  });
});
