import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { FarmwatchError } from '../errors.ts';
import type { ReadRecord } from './collector.ts';
import { readLines } from './lines.ts';
import { readRecords, type Reading } from './records.ts';

const folder = mkdtempSync(join(tmpdir(), 'farmwatch-records-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function saved(content: string | Buffer, name = `f${files++}`): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

const hasId = (raw: unknown): boolean => typeof raw === 'object' && raw !== null && 'id' in raw;
const reading: Reading = { recognises: hasId };

/** What was read, and what was thrown at the end. */
async function read(file: string, how: Reading = reading): Promise<{ found: Omit<ReadRecord, 'file'>[]; error?: FarmwatchError }> {
  const found: Omit<ReadRecord, 'file'>[] = [];
  try {
    for await (const { file: _file, ...record } of readRecords(file, how)) found.push(record);
    return { found };
  } catch (error) {
    return { found, error: error as FarmwatchError };
  }
}

async function records(content: string | Buffer, how?: Reading): Promise<Omit<ReadRecord, 'file'>[]> {
  return (await read(saved(content), how)).found;
}

const two = [{ line: 1, raw: { id: 'a' } }, { line: 2, raw: { id: 'é' } }];
const twoLines = '{"id":"a"}\n{"id":"é"}\n';

describe('readRecords, files of every make', () => {
  it('reads a JSON value a line', async () => expect(await records(twoLines)).toEqual(two));
  it('takes CRLF for a line end', async () => expect(await records(twoLines.replaceAll('\n', '\r\n'))).toEqual(two));
  it('counts blank lines and shows none', async () => expect(await records('{"id":"a"}\n\n  \n{"id":"b"}')).toEqual([{ line: 1, raw: { id: 'a' } }, { line: 4, raw: { id: 'b' } }]));
  it('skips a byte-order mark', async () => expect(await records(`\ufeff${twoLines}`)).toEqual(two));
  it('reads UTF-16 with a mark, least byte first', async () => expect(await records(Buffer.from(`\ufeff${twoLines}`, 'utf16le'))).toEqual(two));
  it('reads UTF-16 with a mark, greatest byte first', async () => expect(await records(Buffer.from(`\ufeff${twoLines}`, 'utf16le').swap16())).toEqual(two));
  it('reads UTF-16 without a mark', async () => expect(await records(Buffer.from(twoLines, 'utf16le'))).toEqual(two));
  it('unpacks gzip by its first bytes, whatever the name', async () => expect(await records(gzipSync(twoLines))).toEqual(two));
  it('unpacks gzip that was appended to gzip', async () => expect(await records(Buffer.concat([gzipSync('{"id":"a"}\n'), gzipSync('{"id":"é"}\n')]))).toEqual(two));
  it('unpacks UTF-16 inside gzip', async () => expect(await records(gzipSync(Buffer.from(`\ufeff${twoLines}`, 'utf16le')))).toEqual(two));
  it('reads a plain file that is only called .gz', async () => expect((await read(saved(twoLines, 'plain.ndjson.gz'))).found).toEqual(two));
  it('says that a file is empty', async () => expect(await records('')).toEqual([{ line: 1, rejected: 'the file is empty' }]));
  it('says that a file of blank lines is empty', async () => expect(await records('\n \r\n')).toEqual([{ line: 1, rejected: 'the file is empty' }]));
  it('gives lines of text as they are', async () => expect(await records('<14>one\ntwo\n')).toEqual([{ line: 1, raw: '<14>one' }, { line: 2, raw: 'two' }]));
});

describe('readRecords, what Splunk exports', () => {
  const raw = JSON.stringify({ id: 'a', text: 'one\ntwo' });

  it('reads JSON lines with a result in each', async () => {
    expect(await records(`{"preview":false,"offset":0,"result":{"_raw":${JSON.stringify(raw)},"id":"flat"}}\n`)).toEqual([{ line: 1, raw: JSON.parse(raw) }]);
  });
  it('reads CSV with the text in a column, over many lines too', async () => {
    const cell = `"${JSON.stringify({ id: 'a', b: 1 }, null, 1).replaceAll('"', '""')}"`;

    expect(await records(`"_raw","_time",id\n${cell},2026-11-02T15:03:27.000+0000,flat\n`)).toEqual([{ line: 2, raw: { id: 'a', b: 1 } }]);
  });
  it('reads an answer that names its columns in JSON', async () => {
    expect(await records('{"fields":["_time","_raw","host"],"rows":[["1","{\\"id\\":\\"a\\"}","pc"]]}\n')).toEqual([{ line: 1, raw: { id: 'a' } }]);
  });
  it.each(['{"x":[1,"_raw",2]}', '[1,"_raw",2]'])('does not take %s for a header', async (first) => {
    expect((await records(`${first}\n{"id":"a"}\n{"id":"b"}\n`)).slice(1)).toEqual([{ line: 2, raw: { id: 'a' } }, { line: 3, raw: { id: 'b' } }]);
  });
  it('reads CSV with nothing but the text', async () => expect(await records('"_raw"\n"{""id"":""a""}"\n')).toEqual([{ line: 2, raw: { id: 'a' } }]));
});

describe('readRecords, CSV that the source says nothing of', () => {
  const isKim = (raw: unknown): boolean => hasId(raw) && (raw as { id: unknown }).id === 'kim';

  it('knows it by a row, whichever of the first it is', async () => {
    expect(await records('id,text\nlee,x\nkim,"a, ""b""\nc"\n', { recognises: isKim })).toEqual([{ line: 2, raw: { id: 'lee', text: 'x' } }, { line: 3, raw: { id: 'kim', text: 'a, "b"\nc' } }]);
    expect(await records('sep=;\nid;text\nkim;x', { recognises: isKim })).toEqual([{ line: 3, raw: { id: 'kim', text: 'x' } }]);
  });
  it('opens what stands in a cell', async () => {
    expect(await records('"@timestamp",message\n"Nov 2, 2026","{""id"":""kim""}"\n', { recognises: isKim })).toEqual([{ line: 2, raw: { id: 'kim' } }]);
    expect(await records('timestamp,source,message\n2026-11-02,fw,<14>line\n', { recognises: (raw) => raw === '<14>line' })).toEqual([{ line: 2, raw: '<14>line' }]);
  });
  it('takes no line of a log for a header', async () => {
    expect(await records('1,kim\n2,lee\n', { recognises: (raw) => typeof raw === 'string' || hasId(raw) })).toEqual([{ line: 1, raw: '1,kim' }, { line: 2, raw: '2,lee' }]);
    expect(await records('id,text\nkim,x\n', { recognises: (raw) => typeof raw === 'object' })).toEqual([{ line: 1, raw: 'id,text' }, { line: 2, raw: 'kim,x' }]);
    expect(await records('id,text\nlee,x\n', { recognises: isKim })).toEqual([{ line: 1, raw: 'id,text' }, { line: 2, raw: 'lee,x' }]);
  });
});

describe('readRecords, values that do not care for lines', () => {
  it('reads one value over many lines', async () => expect(await records(JSON.stringify({ id: 'a', b: { c: [1, '}'] } }, null, 2))).toEqual([{ line: 1, raw: { id: 'a', b: { c: [1, '}'] } } }]));
  it('reads values over many lines, one after the other', async () => expect(await records('{\n"id":"a"\n}\n{\n"id":"b"\n}\n')).toEqual([{ line: 1, raw: { id: 'a' } }, { line: 4, raw: { id: 'b' } }]));
  it('reads a list with an element a line', async () => expect(await records('[{"id":"a"},\n{"id":"b"}]')).toEqual([{ line: 1, raw: { id: 'a' } }, { line: 2, raw: { id: 'b' } }]));
  it('reads a list on one line', async () => expect(await records('[{"id":"a"}, {"id":"b"}]')).toEqual([{ line: 1, raw: { id: 'a' } }, { line: 1, raw: { id: 'b' } }]));
  it('reads an indented list', async () => expect((await records(JSON.stringify([{ id: 'a' }, { id: 'b' }], null, 1))).map(({ line }) => line)).toEqual([2, 5]));
  it('finds nothing in an empty list or page', async () => {
    expect(await records('[]')).toEqual([]);
    expect(await records('{"@odata.context":"x","value":[]}')).toEqual([]);
  });
  it('opens a page', async () => expect(await records('{"@odata.nextLink":"n","value":[{"id":"a"},{"id":"b"}]}')).toEqual([{ line: 1, raw: { id: 'a' } }, { line: 1, raw: { id: 'b' } }]));
  it('hands out the elements of a page too long to be held, also where the rest of the page follows', async () => {
    const items = Array.from({ length: 300 }, (_, n) => ({ id: `i${n}`, text: 'x"{[\\'.repeat(5) }));
    const page = JSON.stringify({ '@odata.context': { a: [1] }, records: items, after: { value: [{ id: 'no' }] } }, null, 1);

    const { found, error } = await read(saved(`${page}\n{"id":\n"last"}`), { ...reading, longestBytes: 2_000 });

    expect(error).toBeUndefined();
    expect(found.map((record) => ('raw' in record ? (record.raw as { id: string }).id : record))).toEqual([...items.map(({ id }) => id), 'last']);
    expect(found[1]!.line).toBe(page.slice(0, page.indexOf('"i1"')).split('\n').length - 1);
  });
  it('rejects the value that breaks off and goes on with the next', async () => {
    const found = await records('{\n"id": "a",\n{"id":"b"}\n{"id":"c\n{"id":"d"}\n');

    expect(found).toEqual([
      { line: 1, rejected: 'not JSON: the value does not end' }, { line: 3, raw: { id: 'b' } },
      { line: 4, rejected: 'not JSON: a text does not end on its line' }, { line: 5, raw: { id: 'd' } },
    ]);
  });
  it('reads what there is of a list that is cut off, and says where it started', async () => {
    const { found, error } = await read(saved('[\n{"id":"a"},\n{"id":"b"},\n{"id":'));

    expect(found.slice(0, 2)).toEqual([{ line: 2, raw: { id: 'a' } }, { line: 3, raw: { id: 'b' } }]);
    expect(error?.code).toBe('file.unreadable');
    expect(error?.message).toMatch(/line 4 does not end: the file is cut off.*Write the file again/);
  });
  it('reads what there is of a page that is cut off', async () => {
    const { found, error } = await read(saved('{"x":1,\n"value":[\n{"id":"a"},\n{"id":"b"'));

    expect(found[0]).toEqual({ line: 3, raw: { id: 'a' } });
    expect(error?.code).toBe('file.unreadable');
  });
  it('keeps long whole numbers digit by digit', async () => expect(await records('{"id":7195838274152170517,"n":12}')).toEqual([{ line: 1, raw: { id: '7195838274152170517', n: 12 } }]));
  it('reads the same whatever the size of the pieces', async () => {
    const text = `[${Array.from({ length: 20_000 }, (_, n) => JSON.stringify({ id: n, t: 'ä"\\\n]}'.repeat(n % 9) })).join(',\n')}]`;

    const found = await records(text);

    expect(found).toHaveLength(20_000);
    expect(found.every(({ line }, n) => line === n + 1)).toBe(true);
  });
});

describe('readRecords, lines that cannot be read', () => {
  it('rejects a line that does not parse, with what it was, and goes on', async () => {
    const found = await records('{"id":"a"}\n{"id":"b"\n{"id":"c"}\n');

    expect(found).toEqual([{ line: 1, raw: { id: 'a' } }, { line: 2, rejected: expect.stringMatching(/^not JSON: /), raw: '{"id":"b"' }, { line: 3, raw: { id: 'c' } }]);
  });
  it('goes on where the first line is torn', async () => expect((await records('{"id":"b\n{"id":"c"}\n')).map((record) => 'rejected' in record)).toEqual([true, false]));
  it('rejects a line of 50 MB with its number, holds none of it and goes on', async () => {
    const file = saved(Buffer.concat([Buffer.from('{"id":"a"}\n{"id":"'), Buffer.alloc(50 * 1024 * 1024, 'x'), Buffer.from('"}\n{"id":"c"}\n')]));

    expect((await read(file)).found).toEqual([{ line: 1, raw: { id: 'a' } }, { line: 2, rejected: 'longer than 16 MB' }, { line: 3, raw: { id: 'c' } }]);
  });
  it('rejects a value of 50 MB inside a list and goes on', async () => {
    const file = saved(Buffer.concat([Buffer.from('[{"id":"a"},\n{"id":"'), Buffer.alloc(50 * 1024 * 1024, 'x'), Buffer.from('"},\n{"id":"c"}]')]));

    expect((await read(file)).found).toEqual([{ line: 1, raw: { id: 'a' } }, { line: 2, rejected: 'longer than 16 MB' }, { line: 3, raw: { id: 'c' } }]);
  });
  it('yields what could be unpacked of a torn gzip, then says after which line it is torn', async () => {
    const lines = Array.from({ length: 50_000 }, (_, n) => JSON.stringify({ id: `n-${n}-${Math.sin(n)}` })).join('\n');
    const packed = gzipSync(lines);

    const { found, error } = await read(saved(packed.subarray(0, packed.length - 5_000), 'torn.gz'));

    expect(found.length).toBeGreaterThan(45_000);
    expect(found.every((record) => 'raw' in record)).toBe(true);
    expect(error?.code).toBe('file.unreadable');
    expect(error?.message).toContain(`torn.gz: the gzip file is torn (unexpected end of file) after line ${found.length}.`);
  });
  it('takes the word that TAR has at one place for what it is in a text', async () => {
    const raw = { id: 'a', text: `${'x'.repeat(257 - '{"id":"a","text":"'.length)}ustar` };

    expect(await records(JSON.stringify(raw))).toEqual([{ line: 1, raw }]);
    expect((await read(saved(Buffer.concat([Buffer.alloc(257), Buffer.from('ustar')])))).error?.message).toContain('it is a TAR archive');
  });
  it('names a file that is not there', async () => expect((await read(join(folder, 'none'))).error?.code).toBe('file.missing'));
  it('names a folder', async () => expect((await read(folder)).error?.message).toContain('it is a folder. Name the files inside.'));
  it('sends workbooks and other archives back with a cure', async () => expect((await read(saved(Buffer.from('PK\x03\x04rest')))).error?.message).toContain('save the sheet as CSV'));
});

describe('readRecords, CSV', () => {
  const csv: Reading = { recognises: () => true, isHeader: (columns) => columns.includes('Name') };

  it.each([',', ';', '\t'])('reads rows under a header, delimiter %j', async (d) => {
    expect(await records(`Id${d}Name\n1${d}"a ""b""${d}c"\n2${d}\n`, csv)).toEqual([
      { line: 2, raw: { Id: '1', Name: `a "b"${d}c` } }, { line: 3, raw: { Id: '2' } },
    ]);
  });
  it('lets a quoted cell span lines and keeps the numbers of those below', async () => {
    expect(await records('Id,Name\n1,"two\nlines"\n2,x', csv)).toEqual([{ line: 2, raw: { Id: '1', Name: 'two\nlines' } }, { line: 4, raw: { Id: '2', Name: 'x' } }]);
  });
  it('does not mind a stray quote, a missing or a surplus cell', async () => {
    expect(await records('Id,Name\n1,5" screen\n2\n3,c,d,e\n', csv)).toEqual([
      { line: 2, raw: { Id: '1', Name: '5" screen' } }, { line: 3, raw: { Id: '2' } }, { line: 4, raw: { Id: '3', Name: 'c' } },
    ]);
  });
  it('rejects only the line with a quote that is never closed', async () => {
    expect(await records('Id,Name\n1,"open\n2,b\n3,c\n', csv)).toEqual([
      { line: 2, rejected: 'a quote is opened and not closed' }, { line: 3, raw: { Id: '2', Name: 'b' } }, { line: 4, raw: { Id: '3', Name: 'c' } },
    ]);
  });
  it('begins at the header where a report has a title above it', async () => {
    expect(await records('All people\nRun on,2026-11-28\n\nId,Name\n1,a\n', csv)).toEqual([{ line: 5, raw: { Id: '1', Name: 'a' } }]);
  });

  it('skips the hint that spreadsheets leave above the header', async () => expect(await records('sep=;\r\nId;Name\r\n1;a\r\n', csv)).toEqual([{ line: 3, raw: { Id: '1', Name: 'a' } }]));
  it('leaves a file with another header as lines', async () => expect(await records('Id,Other\n1,a', csv)).toEqual([{ line: 1, raw: 'Id,Other' }, { line: 2, raw: '1,a' }]));
});

describe('readLines', () => {
  it('gives lines in lists, with their numbers', async () => {
    const found = [];
    for await (const lines of readLines(saved('a\r\n\nb'))) found.push(...lines);

    expect(found).toEqual([{ line: 1, text: 'a' }, { line: 3, text: 'b' }]);
  });
  it('counts right across many pieces', async () => {
    const file = saved(Array.from({ length: 100_000 }, (_, n) => `${n + 1}ü`).join('\n'));

    let wrong = 0;
    let count = 0;
    for await (const lines of readLines(file)) {
      for (const found of lines) {
        count++;
        if (!('text' in found) || found.text !== `${found.line}ü`) wrong++;
      }
    }

    expect({ count, wrong }).toEqual({ count: 100_000, wrong: 0 });
  });
});
