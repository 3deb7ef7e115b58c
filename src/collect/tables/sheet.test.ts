import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { FarmwatchError } from '../../errors.ts';
import { parseSheet, parseSheets, readSheets } from './sheet.ts';
import { workbook, workbookOf, zipped } from './workbook.fixture.ts';

const parse = (bytes: string | Buffer) => parseSheet(Buffer.from(bytes as string), 'people.csv');
const failure = (promise: Promise<unknown>): Promise<FarmwatchError> => promise.then(() => expect.unreachable(), (error: unknown) => error as FarmwatchError);

describe('parseSheet', () => {
  it('reads a header and numbered rows', async () => {
    expect(await parse('a,b\n1,2\n')).toEqual({ header: ['a', 'b'], rows: [{ line: 2, cells: ['1', '2'] }] });
  });

  it('refuses a header that no table has', async () => {
    const header = (columns: number): string => Array.from({ length: columns }, (_, nth) => `c${nth}`).join(',');

    expect((await parse(`${header(2_000)}\n1\n`)).header).toHaveLength(2_000);
    expect((await failure(parse(`${header(2_001)}\n1\n`))).message).toBe('people.csv: its header has 2001 columns, and 2000 are the most: that is no table of ours. Save the columns that are wanted as CSV, a row for each line; nothing of it was taken.');
  });

  it.each([
    ['semicolons', 'a;b\n1;2'],
    ['tabs', 'a\tb\n1\t2'],
    ['carriage returns before line feeds', 'a,b\r\n1,2\r\n'],
    ['carriage returns alone', 'a,b\r1,2\r'],
    ['a byte-order mark', '\ufeffa,b\n1,2'],
    ['quotes', '"a","b"\n"1","2"'],
    ["a spreadsheet's sep line", 'sep=;\na;b\n1;2'],
    ['blank lines', '\n\na,b\n\n1,2\n\n'],
    ['a separator at the end of every line', 'a,b,\n1,2,\n'],
  ])('reads %s', async (_, text) => {
    const sheet = await parse(text);

    expect(sheet.header).toEqual(['a', 'b']);
    expect(sheet.rows.map((row) => row.cells.slice(0, 2))).toEqual([['1', '2']]);
  });

  it('counts lines, also after a cell that holds line breaks and after blank lines', async () => {
    const { rows } = await parse('a,b\n"x\ny",1\n\nz,2\n');

    expect(rows.map((row) => row.line)).toEqual([2, 5]);
  });

  it('reads a separator and a doubled quote inside quotes', async () => {
    expect((await parse('a,b\n"x, ""y""",2')).rows[0]!.cells).toEqual(['x, "y"', '2']);
  });

  it('leaves rows as ragged as they are', async () => {
    expect((await parse('a,b\n1\n1,2,3\n')).rows.map((row) => row.cells.length)).toEqual([1, 3]);
  });

  it('keeps formulas as the text they are', async () => {
    const formulas = ['=1+1', '+1', '-1', '@SUM(A1)', '=HYPERLINK("http://x.example")'];

    const { rows } = await parse(`a\n${formulas.map((text) => `"${text.replaceAll('"', '""')}"`).join('\n')}`);

    expect(rows.map((row) => row.cells[0])).toEqual(formulas);
  });

  it.each([
    ['UTF-8', Buffer.from('name\nZoë Żak')],
    ['UTF-16 with a mark', Buffer.from('\ufeffname\nZoë Żak', 'utf16le')],
    ['UTF-16 without one', Buffer.from('name\nZoë Żak', 'utf16le')],
    ['UTF-16 big-endian', Buffer.from('\ufeffname\nZoë Żak', 'utf16le').swap16()],
    ['gzip', gzipSync('name\nZoë Żak')],
  ])('understands %s', async (_, bytes) => {
    expect((await parse(bytes)).rows[0]!.cells).toEqual(['Zoë Żak']);
  });

  it('understands Windows-1252', async () => {
    const bytes = Buffer.from([...Buffer.from('name\n'), 0x5a, 0x6f, 0xeb, 0x20, 0x80]);

    expect((await parse(bytes)).rows[0]!.cells).toEqual(['Zoë €']);
  });

  it('reads the first worksheet of a workbook', async () => {
    const bytes = workbook([['hire_id', 'start_date', 'shipped_at', 'remote'], ['h-1', new Date('2026-11-02T00:00:00Z'), new Date('2026-10-28T09:30:00Z'), true], [], [17, 'soon', null, '=1+1']]);

    expect(await parseSheet(bytes, 'people.xlsx')).toEqual({
      header: ['hire_id', 'start_date', 'shipped_at', 'remote'],
      rows: [
        { line: 2, cells: ['h-1', '2026-11-02', '2026-10-28T09:30:00Z', 'true'] },
        { line: 4, cells: ['17', 'soon', '', '=1+1'] },
      ],
      name: 'People',
    });
  });

  it('reads every worksheet that says something', async () => {
    const sheets = await parseSheets(workbookOf({ Cover: [['Report of the week']], Empty: [[]], Staff: [['a', 'b'], ['1', '2']] }), 'people.xlsx');

    expect(sheets).toEqual([
      { header: ['Report of the week'], rows: [], name: 'Cover' }, { header: ['a', 'b'], rows: [{ line: 2, cells: ['1', '2'] }], name: 'Staff' },
    ]);
  });

  it.each(['a;b', 'a\tb'])('sees what stands between cells by the header, also below a title: %j', async (header) => {
    const { rows } = await parse(`People of the company\n\n${header}\n`);

    expect(rows.at(-1)!.cells).toEqual(['a', 'b']);
  });
});

describe('a file that cannot be read', () => {
  it.each([
    ['an empty file', Buffer.alloc(0), 'is empty'],
    ['blank lines alone', Buffer.from('\r\n\r\n'), 'is empty'],
    ['a byte-order mark alone', Buffer.from('\ufeff'), 'is empty'],
    ['a quoted cell that never ends', Buffer.from('a,b\n"1\n",2\n3,"torn\n4,x\n'), 'a quoted cell of the row in line 4 never ends'],
    ['a character cut in two', Buffer.from('a\nZoë Żak Żó').subarray(0, -1), 'middle of a character'],
    ['half of a UTF-16 character', Buffer.from('\ufeffa\nb', 'utf16le').subarray(0, -1), 'middle of a character'],
    ['half of a gzip file', gzipSync('a,b\n1,2\n'.repeat(1_000)).subarray(0, 30), 'gzip file is torn'],
    ['half of a workbook', workbook([['a'], ['1']]).subarray(0, 200), 'it is a ZIP archive or a workbook, and torn'],
    ['a sheet of another program', zipped({ 'Index/Document.iwa': 'x' }), 'it is a sheet of Numbers. Save the table as XLSX or CSV.'],
    ['an archive', zipped({ 'people.csv': 'a,b' }), 'it is a ZIP archive'],
    ['a packed archive', gzipSync(Buffer.concat([Buffer.alloc(257), Buffer.from('ustar\0')])), 'it is a TAR archive'],
    ['Parquet', Buffer.from('PAR1\x15\x00'), 'it is Parquet, which is read for events and records. Save the table as CSV or XLSX.'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10]), 'it is a picture'],
    ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0]), 'XLS'],
    ['lines of JSON', Buffer.from('{"@timestamp":"2026-11-02T09:00:00Z"}\n'), 'JSON'],
  ])('says so of %s', async (_, bytes, why) => {
    const error = await failure(parseSheet(bytes, 'people.csv'));

    expect(error).toBeInstanceOf(FarmwatchError);
    expect(error.code).toBe('file.unreadable');
    expect(error.message).toMatch(/^people\.csv: /);
    expect(error.message).toContain(why);
  });

  it('is told from one that is not there', async () => {
    expect((await failure(readSheets('/nowhere/people.csv'))).code).toBe('file.missing');
    expect((await failure(readSheets('/'))).message).toContain('it is a folder');
  });
});
