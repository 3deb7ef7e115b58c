import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { MOST_RECORDS, beginningOf, linesOfBody, linesOfBulk, unpacked } from './body.ts';

const AT = Date.UTC(2026, 10, 2, 15);
const lines = (text: string): Promise<readonly string[]> => linesOfBody(Buffer.from(text), AT);

describe('the records of a body', () => {
  it.each([
    ['a record a line', '{"a":1}\r\n\n{"b":2}\n', ['{"a":1}', '{"b":2}']],
    ['one list', '[{"a":1},\n {"b":2}]', ['{"a":1}', '{"b":2}']],
    ['one object over many lines', '{\n  "a": 1\n}', ['{   "a": 1 }']],
    ['one object', '\ufeff{"a":7195838274152170517}', ['{"a":7195838274152170517}']],
    ['lines of a log', '<13>gw up\n<13>gw down', ['{"@timestamp":"2026-11-02T15:00:00Z","message":"<13>gw up"}', '{"@timestamp":"2026-11-02T15:00:00Z","message":"<13>gw down"}']],
    ['a line that is a list of anything else', '{"a":1}\n[1,"_raw"]', ['{"a":1}', '{"@timestamp":"2026-11-02T15:00:00Z","message":"[1,\\"_raw\\"]"}']],
    ['an empty list', '[]', []],
    ['nothing', ' \n ', []],
  ])('are found in %s', async (_, text, expected) => expect(await lines(text)).toEqual(expected));
  it('are JSON on their line, whatever was sent', async () => {
    const asText = (message: string): string => JSON.stringify({ '@timestamp': '2026-11-02T15:00:00Z', message });

    expect(await lines('{"a":1}\n{"broken":\nplain\n[1,2]')).toEqual(['{"a":1}', asText('{"broken":'), asText('plain'), asText('[1,2]')]);
  });
  it('are not taken along by a first line that breaks off', async () => {
    expect(await lines('{"message":\n{"a":1}\n{"b":2}')).toEqual([JSON.stringify({ '@timestamp': '2026-11-02T15:00:00Z', message: '{"message":' }), '{"a":1}', '{"b":2}']);
    expect(await lines('{"records":[\n{"a":1}\n]}')).toEqual(['{"records":[ {"a":1} ]}']);
    expect(await lines('{"a":\n{"b":1}\n}')).toEqual(['{"a": {"b":1} }']);
  });
  it('are none where JSON is cut off', async () => {
    await expect(lines('[{"a":1},{"b":')).rejects.toMatchObject({ code: 'request.invalid', status: 400, message: 'The JSON does not end: it is cut off, or a bracket is missing. Nothing of it was kept; send it whole.' });
  });
});

describe('very many records', () => {
  const many = (line: string): Buffer => Buffer.from(line.repeat(MOST_RECORDS + 1));

  it.each([
    ['short lines', many('a\n'), linesOfBody],
    ['a list', Buffer.concat([Buffer.from('['), many('{},'), Buffer.from('{}]')]), linesOfBody],
    ['actions', many('{"create":{}}\n{}\n'), linesOfBulk],
  ] as const)('are refused with what may be sent: %s', async (_, body, read) => {
    await expect((read as (body: Buffer, at: number) => Promise<unknown>)(body, AT)).rejects.toMatchObject({ code: 'intake.many', status: 413, message: expect.stringContaining('500,000') as string });
  });
  it('let others have their turn', async () => {
    let turns = 0;
    const counting = setInterval(() => void turns++, 0);

    await linesOfBody(Buffer.from('a\n'.repeat(40_000)), AT);
    clearInterval(counting);

    expect(turns).toBeGreaterThan(2);
  });
});

describe('a packed body', () => {
  it.each([['gzip', gzipSync], ['deflate', deflateSync]] as const)('is unpacked from %s', (encoding, pack) => {
    expect(unpacked(pack('hello'), encoding, 100).toString()).toBe('hello');
  });
  it.each(['GZIP', 'x-gzip', ' gzip ', undefined, 'identity'])('is unpacked where its sender says %j', (encoding) => {
    expect(unpacked(gzipSync('hello'), encoding, 100).toString()).toBe('hello');
    expect(beginningOf(gzipSync('hello'), encoding)).toBe('hello');
  });
  it('is left as it is where nothing packed it', () => {
    expect([undefined, 'identity'].map((encoding) => unpacked(Buffer.from('hello'), encoding, 100).toString())).toEqual(['hello', 'hello']);
  });
  it('is refused once it grows beyond the limit', () => {
    expect(() => unpacked(gzipSync(Buffer.alloc(10 * 1024 * 1024)), 'gzip', 1024 * 1024)).toThrow(expect.objectContaining({ code: 'intake.large', status: 413 }));
  });
  it('is refused where it is something else', () => {
    expect(() => unpacked(Buffer.from('hello'), 'gzip', 100)).toThrow(expect.objectContaining({ code: 'request.invalid' }));
    expect(() => unpacked(Buffer.from('hello'), 'br', 100)).toThrow('gzip or deflate');
  });
});

describe('a bulk request', () => {
  it('brings documents, and an answer for each action', async () => {
    const sent = ['{"create":{"_index":"x"}}', '{"a":1}', '{"index":{}}', '{"b":2}', '{"delete":{"_id":"7"}}', '{"update":{"_id":"7"}}', '{"doc":{}}', '{"create":{}}', '{"broken"'].join('\n');

    const { lines: kept, items } = await linesOfBulk(Buffer.from(`${sent}\n`));

    expect(kept).toEqual(['{"a":1}', '{"b":2}']);
    expect(items.map((item) => Object.entries(item).map(([action, { status }]) => `${action} ${status}`).join())).toEqual(['create 201', 'index 201', 'delete 400', 'update 400', 'create 400']);
  });
  it('says that a document is missing', async () => {
    expect((await linesOfBulk(Buffer.from('{"create":{}}\n'))).items).toEqual([{ create: expect.objectContaining({ status: 400 }) }]);
  });
  it.each(['{"a":1}', 'hello', '{"create":{},"index":{}}'])('is refused where %s stands for an action', async (line) => {
    await expect(linesOfBulk(Buffer.from(`${line}\n{}\n`))).rejects.toThrow('Line 1 should name an action');
  });
});
