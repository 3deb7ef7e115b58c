import { expect, it } from 'vitest';
import { BROKEN_CHAIN } from './audit-fixtures.ts';
import { describeInBrowser } from './chromium.ts';
import { deskPages } from './desk-pages.ts';
import { shoot } from './screens.ts';

describeInBrowser('the audit and what leaves', () => {
  const at = deskPages();
  const main = (): Promise<string> => at.page.locator('main').innerText();

  it('says in words that the chain is whole, what the last anchor is, and what did not take place', async () => {
    await at.open('/audit', 'privacy', '.audit');
    const said = await main();

    expect(said).toMatch(/all 500 entries fit the hashes/);
    expect(said).toMatch(/The last anchor went to file, ledger-mail\..* the 88 entries since then wait for the next\. 12 anchors of the file were held against the chain/);
    expect(said).toContain('did not take place: somebody else was first (409)');
    expect(said).toContain('clock set back');
    expect(said).toContain('<img src=x onerror=alert(1)>');
    expect(await at.page.locator('nav[aria-label=Work]').innerText()).not.toMatch(/Queue|Bring files/);
  });
  it('says when all of it was computed and what was since, and computes all of it on request', async () => {
    await at.open('/audit', 'privacy', '.audit');
    expect(await main()).toMatch(/all 500 entries fit the hashes, computed .*; those since then, and those shown here, once more /);
    await at.page.getByRole('button', { name: 'Compute all of it now' }).click();

    await at.page.waitForFunction(() => /fit the hashes, computed (?!.*those since then)/.test(document.querySelector('main')?.innerText ?? ''));
  });
  it('shows what was asked for alone, by keyboard, and older entries', async () => {
    await at.open('/audit', 'auditor', '.audit');
    await at.page.getByRole('button', { name: '300 older entries' }).click();
    await at.page.getByRole('button', { name: 'Back to the newest' }).waitFor();
    await at.page.keyboard.press('Escape');
    await at.page.locator('h1').click();
    await at.page.keyboard.press('/');
    await at.page.keyboard.type('housekeeping');
    await at.page.keyboard.press('Enter');

    await at.page.waitForFunction(() => document.querySelectorAll('.audit tbody tr').length === 1);
    expect(await at.page.getByRole('link', { name: 'As CSV' }).getAttribute('href')).toBe('/api/audit.csv?what=housekeeping');
    await at.page.fill('#audit-what', 'nothing like it');
    await at.page.keyboard.press('Enter');
    await at.page.waitForSelector('text=Nothing like this was done.');
  });
  it('says which entry does not fit, and that the anchors cannot be read', async () => {
    at.desk.audit.view = (view) => ({ ...view, ...BROKEN_CHAIN });
    await at.open('/audit', 'privacy', '.audit');

    expect(await at.page.locator('.note[role=alert]').innerText()).toContain('Entry 38 does not fit: its hash does not fit what it says and the hash of the entry before. Entries up to 37 fit.');
    expect(await main()).toContain('The file of anchors cannot be read.');
    expect(await main()).toContain('Nothing was anchored yet. Until then, rows taken from the end would not show.');
    expect(await at.faults()).toEqual([]);
    await shoot(at.page, 'audit-broken');
  });
  it('asks on the case for a sheet, with a receiver and a reason', async () => {
    await at.open('/cases/C-31', 'analyst', '.exports');
    await at.page.locator('#exports').scrollIntoViewIfNeeded();
    await shoot(at.page, 'case-exports');
    expect(await at.page.locator('#exports').innerText()).toContain('Waits for HR and legal.');
    expect(await at.page.locator('#exports').getByRole('link', { name: 'Download the STIX bundle' }).getAttribute('href')).toBe('/api/exports/x-1/file');
    await at.page.getByRole('button', { name: 'Send it' }).click();
    await at.page.waitForSelector('text=isac took 12 objects.');

    await at.page.getByRole('button', { name: 'Ask for an export…' }).click();
    await at.page.keyboard.press('Control+Enter');
    expect(await at.page.locator('#export-problem').innerText()).toBe('Say whom it is for.');
    await at.page.fill('#export-to', 'FBI Oklahoma City');
    await at.page.fill('#export-why', 'They asked for it');
    expect(await at.faults()).toEqual([]);
    await shoot(at.page, 'ask-export');
    await at.page.keyboard.press('Control+Enter');

    await at.page.waitForSelector('text=for FBI Oklahoma City');
    expect(at.desk.audit.sent.at(-1)).toEqual({ path: '/api/cases/C-31/exports', body: { what: 'sheet', to: 'FBI Oklahoma City', why: 'They asked for it' } });
  });
  it('is read word for word by HR and legal, who let it leave or keep it with a note', async () => {
    await at.open('/approvals', 'hr', '.approvals');
    await at.page.getByRole('button', { name: /^Read and decide… the STIX bundle/ }).click();
    await at.page.waitForSelector('.to-read');
    expect(await at.page.locator('.to-read').innerText()).toContain('<img src=x onerror=alert(1)>');
    expect(await at.faults()).toEqual([]);
    await shoot(at.page, 'approval');
    await at.page.getByRole('button', { name: 'Leave it waiting' }).click();
    expect(await at.page.locator('#approval-problem').innerText()).toBe('Say in a sentence what it waits for.');
    await at.page.keyboard.press('Control+Enter');

    await at.page.waitForSelector('text=1 request waits');
    expect(at.desk.audit.sent.at(-1)).toEqual({ path: '/api/approvals/x-2/approve', body: { sum: 'sum of x-2' } });
    await at.page.getByRole('button', { name: /^Read… the sheet/ }).click();
    await at.page.waitForSelector('.to-read');
    expect(await at.page.getByRole('button', { name: /Let it leave/ }).count()).toBe(0);
  });
});
