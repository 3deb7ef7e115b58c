import { AxeBuilder } from '@axe-core/playwright';
import { expect, it } from 'vitest';
import { describeInBrowser } from './chromium.ts';
import { deskHands } from './desk-hands.ts';
import { deskPages } from './desk-pages.ts';

describeInBrowser('the desk for everybody', () => {
  const at = deskPages();
  const { open, openCase, sidewaysScroll } = deskHands(at);

  it.each(['light', 'dark'] as const)('has no serious accessibility fault in %s', async (theme) => {
    const found: string[] = [];
    const check = async (where: string): Promise<void> => {
      const { violations } = await new AxeBuilder({ page: at.page }).analyze();
      for (const { id, impact, nodes } of violations) if (impact === 'serious' || impact === 'critical') found.push(`${where}: ${id} ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
    };

    await open('/', { theme });
    await check('queue');
    await at.page.keyboard.press('?');
    await at.page.waitForSelector('dialog[open]');
    await check('keys');
    await at.page.goto(`${at.desk.url}/cases/C-31`);
    await at.page.waitForSelector('svg.timeline');
    await at.page.keyboard.press('%');
    await check('case');
    await at.page.keyboard.press('s');
    await at.page.waitForSelector('dialog[open]');
    await check('close');
    await at.page.keyboard.press('Escape');
    await at.page.keyboard.press('e');
    await at.page.waitForSelector('.events');
    await check('raw events');
    at.desk.queue = (view) => ({ ...view, rows: [] });
    await at.page.goto(at.desk.url);
    await at.page.waitForSelector('.state-box');
    await check('empty queue');
    await at.page.goto(`${at.desk.url}/detectors`);
    await at.page.waitForSelector('.plain-table');
    await check('detectors');
    await at.page.goto(`${at.desk.url}/messages`);
    await at.page.waitForSelector('.messages');
    await check('messages');
    await at.page.goto(`${at.desk.url}/devices`);
    await at.page.waitForSelector('.devices');
    await check('laptops');
    await at.page.keyboard.press('m');
    await at.page.waitForSelector('svg.map');
    await at.page.keyboard.press('j');
    await at.page.keyboard.press('Enter');
    await at.page.waitForSelector('.one-laptop');
    await check('one laptop');
    await at.page.goto(`${at.desk.url}/login`);
    await at.page.waitForSelector('.door-box');
    await check('login');

    expect(found).toEqual([]);
    expect(at.complaints).toEqual([]);
  });

  it.each([1440, 1280, 720, 390])('never scrolls the page sideways at %i px', async (width) => {
    await open('/', { width });
    expect(await sidewaysScroll()).toBe(0);
    await at.page.keyboard.press('%');
    expect(await sidewaysScroll()).toBe(0);
    for (const path of ['/cases/C-31', '/cases/C-38', '/people/Avocet-047']) {
      await at.page.goto(at.desk.url + path);
      await at.page.waitForSelector('svg.timeline');
      expect(await sidewaysScroll()).toBe(0);
    }
    await at.page.goto(`${at.desk.url}/detectors`);
    await at.page.waitForSelector('.plain-table');
    expect(await sidewaysScroll()).toBe(0);
    await at.page.goto(`${at.desk.url}/sources`);
    await at.page.waitForSelector('.sources');
    expect(await sidewaysScroll()).toBe(0);
    await at.page.goto(`${at.desk.url}/messages`);
    await at.page.waitForSelector('.messages');
    expect(await sidewaysScroll()).toBe(0);
    await at.page.goto(`${at.desk.url}/devices`);
    await at.page.waitForSelector('.devices');
    await at.page.keyboard.press('m');
    expect(await sidewaysScroll()).toBe(0);
    await at.page.keyboard.press('j');
    await at.page.keyboard.press('Enter');
    await at.page.waitForSelector('.one-laptop');
    expect(await sidewaysScroll()).toBe(0);
    await at.page.goto(`${at.desk.url}/login`);
    await at.page.waitForSelector('.door-box');
    expect(await sidewaysScroll()).toBe(0);
  });

  it('has every id once, every table with heads, and no style attribute', async () => {
    await openCase('C-31');

    const faults = await at.page.evaluate(() => {
      const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
      return {
        twice: ids.filter((id, at) => ids.indexOf(id) !== at),
        unscoped: [...document.querySelectorAll('th:not([scope])')].length,
        styled: [...document.querySelectorAll('[style]')].length,
      };
    });

    expect(faults).toEqual({ twice: [], unscoped: 0, styled: 0 });
  });

  it('prints the case without buttons and side bar, in one column', async () => {
    await openCase('C-31');

    await at.page.emulateMedia({ media: 'print' });

    expect(await at.page.locator('.side').isVisible()).toBe(false);
    expect(await at.page.locator('.case-top .btns').isVisible()).toBe(false);
    expect(await at.page.locator('.waterfall').isVisible()).toBe(true);
  });
});
