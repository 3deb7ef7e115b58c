import { describe, expect, it } from 'vitest';
import { tableIn } from './header-row.ts';
import type { Sheet } from './text-table.ts';

const sheet = (cells: readonly (readonly string[])[], name?: string): Sheet => ({ header: cells[0]!, rows: cells.slice(1).map((row, at) => ({ line: at + 2, cells: row })), ...(name === undefined ? {} : { name }) });
const isMeant = (names: readonly string[]): boolean => names.includes('Hire Date');
const TABLE = [['Employee', 'Hire Date', ''], ['1', '2026-11-02']];

describe('tableIn', () => {
  it('takes a table as it is where its first line is the header', async () => {
    const staff = sheet(TABLE);

    expect(await tableIn([staff], 'staff.csv', isMeant)).toEqual({ sheet: staff, passed: [] });
  });

  it('begins at a header that stands below a title', async () => {
    const { sheet: found, passed } = await tableIn([sheet([['Staff of the company'], ['Run on', '2026-11-28'], ...TABLE])], 'staff.csv', isMeant);

    expect(found).toEqual({ header: ['Employee', 'Hire Date'], rows: [{ line: 4, cells: ['1', '2026-11-02'] }] });
    expect(passed).toEqual(['the header is line 3; what stands above it was passed over.']);
  });

  it('takes the worksheet that has it', async () => {
    const { sheet: found, passed } = await tableIn([sheet([['Cover']], 'Cover'), sheet([['Staff'], ...TABLE], 'Staff')], 'staff.xlsx', isMeant);

    expect(found).toMatchObject({ name: 'Staff', header: ['Employee', 'Hire Date'] });
    expect(passed).toEqual(['worksheet "Staff" was read, number 2 of 2: those before it hold no such table.', 'the header is line 2; what stands above it was passed over.']);
  });

  it('leaves the first table as it is where none has such a header, and looks no further than a title is long', async () => {
    const far = sheet([...Array.from({ length: 40 }, () => ['note']), ...TABLE]);

    expect(await tableIn([far, sheet([['Cover']])], 'staff.csv', isMeant)).toEqual({ sheet: far, passed: [] });
  });
});
