import { describe, expect, it } from 'vitest';
import { columnsOf } from '../core/tables.ts';
import { simulate } from './company.ts';
import { csvOf, linesOf, writeCompany } from './write.ts';

const company = simulate({ seed: 'write', people: 12, staff: 2, days: 10, farms: [2], endsAt: Date.UTC(2026, 9, 26) });

describe('writing a company', () => {
  it('hands over every file once', async () => {
    const names: string[] = [];

    await writeCompany(company, async (name, pieces) => {
      for (const piece of pieces) expect(piece.length).toBeGreaterThan(0);
      names.push(name);
    });

    expect(names).toEqual(['people.csv', 'devices.csv', 'places.csv', 'travel.csv', 'allowed.csv', 'applications.csv', 'truth.json', 'events.ndjson.gz']);
  });

  it.each(['people', 'devices', 'places', 'travel', 'allowed', 'applications'] as const)('uses columns that %s.csv knows', (table) => {
    const header = csvOf(company.tables, table).split('\n')[0]!.split(',');

    expect(header.filter((column) => !(column in columnsOf(table)))).toEqual([]);
  });

  it('writes one document a line, times in ISO 8601', () => {
    const lines = [...linesOf(company.events())].join('').trimEnd().split('\n');

    expect(lines).toHaveLength([...company.events()].length);
    expect((JSON.parse(lines[0]!) as Record<string, string>)['@timestamp']).toMatch(/^2026-\d\d-\d\dT.*Z$/);
  });
});
