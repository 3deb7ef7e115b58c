import type { Page } from 'playwright-core';
import type { DeskPages } from './desk-pages.ts';

/** What tests of the analysts' and IT staff's pages do again and again, as the role that the desk has. */
export interface DeskHands {
  /** Opens an address and waits until something of it is drawn. */
  open(path: string, how?: { readonly theme?: 'light' | 'dark'; readonly width?: number; readonly ready?: string }): Promise<Page>;
  /** Opens a case and waits until its time line is drawn, which comes last. */
  openCase(id: string, how?: { readonly theme?: 'light' | 'dark'; readonly width?: number }): Promise<Page>;
  /** Names of rows: with the focus, under the cursor, all. */
  focusedRow(): Promise<string | null | undefined>;
  cursorRow(): Promise<string | null | undefined>;
  rowIds(): Promise<(string | null)[]>;
  /** By how many px the page is wider than its window. */
  sidewaysScroll(): Promise<number>;
}

export function deskHands(at: DeskPages): DeskHands {
  const open: DeskHands['open'] = async (path, { theme, width = 1440, ready = '.queue, .devices, .waterfall, .state-box, .door-box, .three' } = {}) => {
    await at.open(path, at.desk.role, ready, { width, theme });
    return at.page;
  };
  return {
    open,
    openCase: (id, how) => open(`/cases/${id}`, { ...how, ready: 'svg.timeline' }),
    focusedRow: () => at.page.evaluate(() => document.activeElement?.closest('tr')?.getAttribute('data-row')),
    cursorRow: () => at.page.evaluate(() => document.querySelector('tr.is-at')?.getAttribute('data-row')),
    rowIds: () => at.page.locator('tr[data-row]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-row'))),
    sidewaysScroll: () => at.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
  };
}
