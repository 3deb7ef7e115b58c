import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OWNED_TABLE, standingOf, textOfTable, type OwnedRow, type OwnedTable } from './owned-table.ts';
import type { Source } from '../simulate/owned.ts';

const SOURCES: readonly Source[] = ['identity-provider', 'device-management', 'vpn', 'endpoint'];
const row = (owned: readonly Source[], hires: number, found: number, fullTunnel = false): OwnedRow => ({
  name: owned.join(' + '), owned, full_tunnel: fullTunnel, hires_a_year: hires, found_three: [found, 10], found_two: [0, 5], false_cases: [0, 100],
});
const TABLE: OwnedTable = {
  simulated: true, command: 'made by hand', day: '2026-11-28',
  rows: [
    row(['identity-provider'], 30, 2), row(['identity-provider'], 300, 3), row(['identity-provider', 'device-management'], 30, 5), row(['identity-provider', 'device-management'], 300, 6),
    row(['identity-provider', 'endpoint'], 300, 9), row(SOURCES, 300, 10), row(SOURCES, 300, 7, true),
  ],
};
const owns = (owned: readonly Source[], hiresAYear: number, fullTunnel = false) => ({ owned: new Set(owned), hiresAYear, fullTunnel });

describe('what a company owns', () => {
  it('is a row of its sources at the size nearest in proportion', () => {
    // 80 is 2.7 times 30, and 300 is 3.75 times 80.
    expect(standingOf(owns(['identity-provider'], 80), TABLE)!.row).toBe(TABLE.rows[0]);
    expect(standingOf(owns(['identity-provider'], 120), TABLE)!.row).toBe(TABLE.rows[1]);
  });

  it('names the one source that adds most, comparing rows of one size', () => {
    expect(standingOf(owns(['identity-provider'], 30), TABLE)!.most).toEqual({ source: 'endpoint', from: TABLE.rows[1], row: TABLE.rows[4] });
  });

  it('names the public address behind a tunnel, and nothing where nothing is missing', () => {
    expect(standingOf(owns(SOURCES, 300, true), TABLE)).toEqual({ row: TABLE.rows[6], most: { source: 'public-address', from: TABLE.rows[6], row: TABLE.rows[5] } });
    expect(standingOf(owns(SOURCES, 300), TABLE)!.most).toBeUndefined();
  });

  it('stands nowhere without an identity provider', () => {
    expect(standingOf(owns(['endpoint'], 300), TABLE)).toBeUndefined();
  });
});

describe('the table that ships', () => {
  it('is written as evaluate writes it', () => {
    expect(readFileSync(new URL('./owned-table.json', import.meta.url), 'utf8')).toBe(textOfTable(OWNED_TABLE));
  });

  it('says how it was made, and asks of every set of sources', () => {
    expect(OWNED_TABLE.simulated).toBe(true);
    expect(OWNED_TABLE.command).toMatch(/evaluate --seeds report-/);
    expect(OWNED_TABLE.day).toMatch(/^2\d{3}-\d\d-\d\d$/);
    expect([...new Set(OWNED_TABLE.rows.map(({ hires_a_year: hires }) => hires))]).toEqual([30, 300, 5_000]);
    const sets = new Set(OWNED_TABLE.rows.filter(({ full_tunnel: tunnel }) => !tunnel).map(({ owned }) => [...owned].sort().join()));
    expect(sets.size).toBe(8);
    for (const { owned, found_three: three, found_two: two, false_cases: cases } of OWNED_TABLE.rows) {
      expect(owned.filter((source) => !SOURCES.includes(source))).toEqual([]);
      for (const [hits, among] of [three, two]) expect(hits).toBeLessThanOrEqual(among);
      expect(cases[1]).toBeGreaterThan(0);
    }
  });

  it('leads every company with an identity provider to a row', () => {
    for (let bits = 0; bits < 8; bits++) {
      const owned = SOURCES.filter((_, index) => index === 0 || (bits >> (index - 1)) & 1);
      for (const hires of [0, 30, 300, 5_000]) for (const tunnel of [false, true]) expect(standingOf(owns(owned, hires, tunnel), OWNED_TABLE)).toBeDefined();
    }
  });
});
