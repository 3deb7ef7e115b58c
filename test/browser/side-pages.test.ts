import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { describeInBrowser } from './chromium.ts';
import { deskHands } from './desk-hands.ts';
import { deskPages } from './desk-pages.ts';

describeInBrowser('messages, detectors and sources in a browser', () => {
  const at = deskPages();
  const { open } = deskHands(at);

  describe('the messages', () => {
    it('say what was sent to whom, and what failed', async () => {
      await open('/messages', { ready: '.messages' });

      const rows = await at.page.locator('tbody tr').evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));

      expect(rows[0]).toEqual(['soc-mail', 'email', 'Mon 16 Nov, 08:12 CST', '0', 'none']);
      expect(rows[1]![4]).toContain('<img src=x onerror=alert(1)>');
      expect(rows[2]![2]).toBe('soc-mail: sentsoc-slack: waits (hooks.slack.example answers 500 (<img src=x onerror=alert(1)>))');
      expect(rows[3]![2]).toBe('soc-mail: may have arrived (Farmwatch ended while it was being sent)');
    });

    it('are reached from the side bar, and lead to the case', async () => {
      await open('/');

      await at.page.getByRole('link', { name: 'Messages' }).click();
      await at.page.waitForSelector('.messages');
      await at.page.getByRole('link', { name: /case C-31/ }).click();
      await at.page.waitForSelector('svg.timeline');

      expect(new URL(at.page.url()).pathname).toBe('/cases/C-31');
    });
  });

  describe('the detectors', () => {
    it('say what closed cases say of them, or that these are too few', async () => {
      await open('/detectors', { ready: '.plain-table' });

      const rows = await at.page.locator('tbody tr').evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));

      expect(rows[1]!.slice(3)).toEqual(['25', '22', '941 % (21–61)', '836 % (16–56)', '523 % (3–43)', '3']);
      expect(rows[2]![0]).toContain('muted for team support until 2026-12-31');
      expect(rows[2]![5]).toBe('4too few to judge, under 20');
      expect(rows[3]!.slice(3)).toEqual(['0', '0', '0', '0', '0', '0']);
    });

    it('are reached from the side bar, and lead back with g q', async () => {
      await open('/');

      await at.page.getByRole('link', { name: 'Detectors' }).click();
      await at.page.waitForSelector('.plain-table');
      const current = await at.page.locator('nav [aria-current=page]').allTextContents();
      await at.page.keyboard.press('g');
      await at.page.keyboard.press('q');
      await at.page.waitForSelector('.queue');

      expect(current).toEqual(['Detectors']);
    });
  });

  describe('the sources', () => {
    const openSources = (): Promise<Page> => open('/sources', { ready: '.sources, .state-box' });

    it('say of each how it is doing, what is missing since when, and the cure', async () => {
      await openSources();

      const rows = await at.page.locator('.sources tbody tr').allInnerTexts();
      expect(rows.map((text) => text.split(/\s/)[0])).toEqual(['jamf', 'globalprotect', 'bamboohr', 'okta']);
      expect(rows[0]).toMatch(/dark[\s\S]+2.d.11.h ago[\s\S]+fails[\s\S]+12,400[\s\S]+since Fri 13 Nov[\s\S]+Renew its account or secret/);
      expect(rows[1]).toMatch(/late[\s\S]+sent, or read from files[\s\S]+9,310[\s\S]+10 %, 120 repeats/);
      expect(await at.page.locator('.sources .note').innerText()).toContain('12 accounts that began in the last 90 days');
    });

    it.each(['light', 'dark'] as const)('have no serious accessibility fault in %s', async (theme) => {
      await open('/sources', { ready: '.sources', theme });
      const { violations } = await new AxeBuilder({ page: at.page }).analyze();

      expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)).toEqual([]);
    });

    it('show text of vendors as text', async () => {
      await openSources();

      expect(await at.page.locator('.sources').innerText()).toContain('<img');
      expect(await at.page.locator('.sources img').count()).toBe(0);
    });

    it('are reached by IT staff from the side bar, and show no risk, case or person', async () => {
      at.desk.role = 'it';
      await open('/devices', { ready: '.devices' });
      await at.page.getByRole('link', { name: 'Sources' }).click();
      await at.page.waitForSelector('.sources');

      expect(await at.page.locator('main').innerText()).not.toMatch(/chance|case|band|Avocet/i);
      await at.page.keyboard.press('g');
      await at.page.keyboard.press('q');
      await at.page.waitForSelector('.devices');
    });

    it('tell empty, forbidden, failed and stale apart', async () => {
      at.desk.sources = (view) => ({ ...view, sources: [], troubles: [] });
      await openSources();
      expect(await at.page.locator('.state-box').innerText()).toContain('No source is connected.');
      at.desk.broken.set('/api/sources', { status: 500, message: 'The server met an error of its own.' });
      at.desk.push('run', { asOf: 0 });
      await at.page.waitForSelector('.note[role=status]');
      await at.page.reload();
      await at.page.waitForSelector('.state-box');
      expect(await at.page.locator('.state-box').innerText()).toContain('This page cannot be read.');
      at.desk.broken.set('/api/sources', { status: 403, message: 'Your role "lead" may not read how each source is doing.' });
      await at.page.reload();
      await at.page.waitForSelector('.state-box');
      expect(await at.page.locator('.state-box').innerText()).toContain('may not read how each source is doing');
    });
  });
});
