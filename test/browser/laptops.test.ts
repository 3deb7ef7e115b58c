import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeInBrowser } from './chromium.ts';
import { deskHands } from './desk-hands.ts';
import { deskPages } from './desk-pages.ts';
import { devicesView, HOSTILE } from './fixtures.ts';

describeInBrowser('where the laptops are, in a browser', () => {
  const at = deskPages();
  const { open, rowIds, focusedRow } = deskHands(at);

  const openDevices = async (path = '/devices'): Promise<Page> => {
    at.desk.role = 'it';
    return open(path);
  };
  const chosen = (): Promise<string[]> => at.page.locator('.one-laptop li').allInnerTexts();

  it('is where IT staff land, with the laptops that need a question and nothing of the queue', async () => {
    await openDevices('/');

    expect(await at.page.locator('h1').innerText()).toBe('Where the laptops are');
    expect(await rowIds()).toEqual(['LK-7Q2M41', 'LK-7Q1K08', 'LK-7R0B93', 'LK-7N4H15', 'LK-7P2V38', 'LK-M3A904', 'LK-7R2X71', 'LK-7L5J90']);
    expect(await at.page.locator('nav[aria-label=Work] a').allInnerTexts()).toEqual(['Where laptops are', 'Sources']);
    expect(await at.page.locator('.side').innerText()).toMatch(/Needs a question\s+8[\s\S]*Delivered, never seen\s+1[\s\S]*All laptops\s+10/);
    expect(await at.page.locator('.frame').innerHTML()).not.toMatch(/\b(?:chance|bands?|fam|famil\w+|risk|cases?|queue)\b/i);
  });

  it('says the way of a laptop in words beside the line', async () => {
    await openDevices();

    expect(await at.page.locator('tr[data-row="LK-7Q2M41"] .cust').innerText()).toBe('ordered: as planned; shipped: as planned; delivered: other place; first contact: other place; first sign-in: other place; settled: other place');
    expect(await at.page.locator('tr[data-row="LK-7P2V38"] .cust').innerText()).toContain('settled: no data');
    expect(await at.page.locator('tr[data-row="LK-7R2X71"] .cust').innerText()).toContain('first contact: not yet');
  });

  it('is triaged from the keyboard: move, select, ask; the row says who asked', async () => {
    await openDevices();

    await at.page.keyboard.press('j');
    await at.page.keyboard.press('x');
    await at.page.getByRole('button', { name: 'Ask holder' }).click();

    await at.page.waitForSelector('.did');
    expect(await at.page.locator('tr[data-row="LK-7Q1K08"] .did').innerText()).toBe('Holder to be asked, 16 Nov by S. Whitlock');
    expect(at.desk.deviceActs).toEqual([{ kind: 'ask-holder', devices: [{ serial: 'LK-7Q1K08', revision: 'r0' }] }]);
  });

  it('lets a contact be taken back that was not meant, from where it was told and from the laptop', async () => {
    await openDevices();
    const row = at.page.locator('tr[data-row="LK-7Q1K08"]');
    await at.page.keyboard.press('j');
    await at.page.keyboard.press('x');
    await at.page.getByRole('button', { name: 'Ask holder' }).click();
    await at.page.waitForSelector('.did');

    await at.page.getByRole('button', { name: 'Take it back' }).click();
    await expect.poll(() => row.locator('.did').count()).toBe(0);
    expect(await at.page.locator('[role=alert].note').innerText()).toContain('Taken back');
    expect(await at.page.getByRole('button', { name: 'Take it back' }).count()).toBe(0);

    await at.page.keyboard.press('x');
    await at.page.getByRole('button', { name: 'Ask manager' }).click();
    await at.page.waitForSelector('.did');
    await row.getByRole('button').click();
    const panel = at.page.getByRole('dialog');
    await panel.getByRole('button', { name: 'Take back: ask manager' }).click();

    await expect.poll(() => panel.locator('section li').allInnerTexts()).toEqual(['Taken back: Holder to be asked, 16 Nov by S. Whitlock', 'Taken back: Manager to be asked, 16 Nov by S. Whitlock']);
    expect(at.desk.deviceActs.map(({ kind, devices: [device] }) => `${kind} ${device!.revision}`)).toEqual(['ask-holder r0', 'take-back r1', 'ask-manager r1', 'take-back r2']);
  });

  it('acts on what is seen, and tells how many of the selected a filter hides', async () => {
    await openDevices();
    await at.page.keyboard.press('x');
    await at.page.keyboard.press('j');
    await at.page.keyboard.press('x');
    await at.page.keyboard.press('/');
    await at.page.keyboard.type('LK-7Q1K08');
    await expect.poll(rowIds).toEqual(['LK-7Q1K08']);
    const told = await at.page.locator('.bulk').innerText();

    await at.page.getByRole('button', { name: 'Ask holder' }).click();

    await at.page.waitForSelector('.did');
    expect(told).toContain('2 laptops selected, 1 of them hidden and left alone');
    expect(at.desk.deviceActs.map(({ devices }) => devices.map(({ serial }) => serial))).toEqual([['LK-7Q1K08']]);
    expect(await at.page.locator('.bulk').innerText()).toContain('1 laptop selected, 1 of them hidden and left alone');
    expect(await at.page.getByRole('button', { name: 'Ask holder' }).isDisabled()).toBe(true);
  });

  it('says contact on hold, and not why', async () => {
    await openDevices();

    await at.page.keyboard.press('x');
    await at.page.getByRole('button', { name: 'Request serial photo' }).click();

    await at.page.waitForSelector('.did');
    expect(await at.page.locator('[role=alert].note').innerText()).toContain('Contact on hold. It is recorded and waits until it is let go; please do not write or call.');
    expect(await at.page.locator('tr[data-row="LK-7Q2M41"] .did').innerText()).toMatch(/^Contact on hold: /);
  });

  it('opens one laptop with Enter, and gives the focus back with Esc', async () => {
    await openDevices();

    await at.page.keyboard.press('j');
    await at.page.keyboard.press('k');
    await at.page.keyboard.press('Enter');
    await at.page.waitForSelector('.one-laptop');
    const stops = await chosen();
    await at.page.keyboard.press('Escape');

    expect(stops).toHaveLength(6);
    expect(stops[2]!.replace(/\s+/g, ' ')).toBe('Delivered Tue 27 Oct, 10:00 CDT Tulsa, redirected on the way');
    await expect.poll(focusedRow).toBe('LK-7Q2M41');
    expect(await at.page.locator('.one-laptop').count()).toBe(0);
  });

  it('asks for the days of an approved move before it is sent', async () => {
    await openDevices();
    await at.page.keyboard.press('x');
    await at.page.getByRole('button', { name: 'Record approved move' }).click();
    await at.page.keyboard.press('Control+Enter');
    const problem = await at.page.locator('dialog .problem').innerText();

    await at.page.fill('#move-until', '2026-12-24');
    await at.page.fill('#move-by', 'M. Ortiz');
    await at.page.keyboard.press('Control+Enter');

    await at.page.waitForSelector('.did');
    expect(problem).toBe('Say from when, until when, and who approved it.');
    expect(at.desk.deviceActs).toEqual([{ kind: 'approved-move', move: { from: '2026-11-09', until: '2026-12-24', approvedBy: 'M. Ortiz' }, devices: [{ serial: 'LK-7Q2M41', revision: 'r0' }] }]);
  });

  it('searches serial, holder and place, and filters by verdict', async () => {
    await openDevices('/devices?view=all');

    await at.page.keyboard.press('/');
    await at.page.keyboard.type('sacra');
    await expect.poll(rowIds).toEqual(['LK-7N4H15']);
    await at.page.keyboard.press('Escape');
    await at.page.locator('.verdicts label', { hasText: 'shared place' }).click();

    await expect.poll(rowIds).toHaveLength(7);
  });

  it('draws discs and lists what lies outside of the map', async () => {
    await openDevices('/devices?view=all');

    await at.page.keyboard.press('m');

    expect(await at.page.locator('svg.map title').textContent()).toBe('Laptops as discs: Tulsa ± 16 km, 3; Sacramento ± 16 km, 1; Nashville ± 190 km, 1.');
    expect(await at.page.locator('section:has(svg.map) p').innerText()).toContain('Outside of this map: LK-7K3S44 at London ± 16 km.');
  });

  it('shows names from outside as text', async () => {
    await openDevices();

    expect(await at.page.locator('tr[data-row="LK-7R0B93"] .hold').innerText()).toContain(HOSTILE);
    expect(await at.page.locator('.devices img').count()).toBe(0);
  });

  it('shows a thousand laptops in parts, and all on request', async () => {
    const [one] = devicesView().rows;
    at.desk.devices = (view) => ({ ...view, rows: Array.from({ length: 1_100 }, (_, at) => ({ ...one!, serial: `SN-${at}` })) });
    await openDevices();
    const before = (await rowIds()).length;

    await at.page.getByRole('button', { name: 'Show 900 more' }).click();

    expect(before).toBe(200);
    await expect.poll(async () => (await rowIds()).length).toBe(1_100);
  });

  it('shows how a table is understood before it is taken', async () => {
    await openDevices();

    await at.page.getByRole('button', { name: 'Import CSV' }).click();
    await at.page.setInputFiles('#import-file', { name: 'new.csv', mimeType: 'text/csv', buffer: Buffer.from('Serial Number,Colour\nSN-1,grey\n') });
    await at.page.waitForSelector('text=Not taken yet.');
    const understood = await at.page.locator('dialog tbody tr').allInnerTexts();
    await at.page.getByRole('button', { name: 'Take 1 row' }).click();

    await at.page.waitForSelector('text=Taken.');
    expect(understood.map((text) => text.replace(/\s+/g, ' '))).toEqual(['Serial Number serial', 'Colour not known, left out']);
  });

  it('answers an order list row by row', async () => {
    await openDevices();

    await at.page.getByRole('button', { name: 'Ships today' }).click();
    await at.page.fill('#orders', 'hire_id,ship_street\nh-1,1 Elm Street');
    await at.page.keyboard.press('Control+Enter');

    await at.page.waitForSelector('.parcels');
    expect(await at.page.locator('dialog [role=status]').innerText()).toBe('3 parcels: 1 hold, 1 confirm, 1 ok.');
  });

  it('tells empty, not run, forbidden and failed apart', async () => {
    at.desk.devices = (view) => ({ ...view, rows: [] });
    await openDevices();
    const empty = await at.page.locator('.state-box').innerText();
    at.desk.devices = (view) => ({ ...view, rows: [], asOf: undefined });
    await at.page.reload();
    await at.page.waitForSelector('text=Nothing has run yet.');
    at.desk.broken.set('/api/devices', { status: 403, message: 'Your role "lead" may not read where laptops are.' });
    await at.page.reload();
    await at.page.waitForSelector('text=Where laptops are is for IT staff.');
    at.desk.broken.set('/api/devices', { status: 500, message: 'The server met an error of its own.' });
    await at.page.reload();
    await at.page.waitForSelector('text=The list cannot be read.');

    expect(empty).toContain('No laptops of starters are on record.');
  });

  it('is reached by administrators from the side bar', async () => {
    at.desk.role = 'admin';
    await open('/');

    await at.page.getByRole('link', { name: 'Where laptops are' }).click();

    await at.page.waitForSelector('.devices');
    expect(await at.page.locator('nav[aria-label=Work] [aria-current=page]').innerText()).toContain('Where laptops are');
  });
});
