import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { linesOfBody, linesOfBulk, unpacked } from './body.ts';

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
  it('are none where JSON is cut off', async () => {
    await expect(lines('[{"a":1},{"b":')).rejects.toMatchObject({ code: 'request.invalid', status: 400 });
  });
});

describe('a packed body', () => {
  it.each([['gzip', gzipSync], ['deflate', deflateSync]] as const)('is unpacked from %s', (encoding, pack) => {
    expect(unpacked(pack('hello'), encoding, 100).toString()).toBe('hello');
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
  it('brings documents, and an answer for each action', () => {
    const sent = ['{"create":{"_index":"x"}}', '{"a":1}', '{"index":{}}', '{"b":2}', '{"delete":{"_id":"7"}}', '{"update":{"_id":"7"}}', '{"doc":{}}', '{"create":{}}', '{"broken"'].join('\n');

    const { lines: kept, items } = linesOfBulk(Buffer.from(`${sent}\n`));

    expect(kept).toEqual(['{"a":1}', '{"b":2}']);
    expect(items.map((item) => Object.entries(item).map(([action, { status }]) => `${action} ${status}`).join())).toEqual(['create 201', 'index 201', 'delete 400', 'update 400', 'create 400']);
  });
  it('says that a document is missing', () => {
    expect(linesOfBulk(Buffer.from('{"create":{}}\n')).items).toEqual([{ create: expect.objectContaining({ status: 400 }) }]);
  });
  it.each(['{"a":1}', 'hello', '{"create":{},"index":{}}'])('is refused where %s stands for an action', (line) => {
    expect(() => linesOfBulk(Buffer.from(`${line}\n{}\n`))).toThrow('Line 1 should name an action');
  });
});
