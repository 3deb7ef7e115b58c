import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { behindHeader, lineOfMessage, syslogFraming, type Framing } from './syslog.ts';

const LONGEST = 64;

/** The messages of a stream, which comes in these pieces. */
function framed(pieces: readonly (string | Buffer)[], framing: Framing = syslogFraming(LONGEST)): { readonly messages: readonly string[]; readonly tooLong: number } {
  const found = [...pieces.map((piece) => framing.push(Buffer.from(piece))), framing.end()];
  return { messages: found.flatMap(({ messages }) => messages.map(String)), tooLong: found.reduce((sum, { tooLong }) => sum + tooLong, 0) };
}
const counted = (text: string): string => `${Buffer.byteLength(text)} ${text}`;

/** A message with the framing its sender chose. */
const message = fc.record({ text: fc.string({ unit: 'grapheme', maxLength: 60 }), isCounted: fc.boolean(), between: fc.constantFrom('', '\n', '\r\n', '\0') }).map(({ text, isCounted, between }) => {
  const body = `<13>${isCounted ? text : text.replace(/[\n\r]/g, ' ')}`;
  return { body, sent: isCounted ? `${counted(body)}${between}` : `${body}\n` };
});

describe('messages of a stream', () => {
  it('are the same however the stream is cut', () => {
    fc.assert(fc.property(fc.array(message, { maxLength: 8 }), fc.array(fc.nat()), (sent, cuts) => {
      const bytes = Buffer.from(sent.map((one) => one.sent).join(''));
      const at = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
      const pieces = [0, ...at].map((from, i) => bytes.subarray(from, at[i] ?? bytes.length));

      const whole = sent.filter(({ body }) => Buffer.byteLength(body) <= LONGEST);
      expect(framed(pieces)).toEqual({ messages: whole.map(({ body }) => body), tooLong: sent.length - whole.length });
    }));
  });
  it('are the same for any bytes, one at a time or all at once', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).map((byte) => (byte < 128 ? '<>1 3\n07'.charCodeAt(byte % 8) : byte))), (bytes) => {
      expect(framed(Array.from(bytes, (_, i) => Buffer.from(bytes.subarray(i, i + 1))))).toEqual(framed([Buffer.from(bytes)]));
    }));
  });
  it('are lines, or counted, by how each begins', () => {
    expect(framed([`<13>one\n${counted('<13>two\nlines')}<13>three\r\n`]).messages).toEqual(['<13>one', '<13>two\nlines', '<13>three\r']);
  });
  it('may be lines that begin with a number', () => {
    expect(framed(['2026-11-02 gw up\n12 monkeys\n7\n12345678901 <x\n']).messages).toEqual(['2026-11-02 gw up', '12 monkeys', '7', '12345678901 <x']);
  });
  it('need no priority', () => {
    expect(framed(['{"a":1}\n']).messages).toEqual(['{"a":1}']);
  });
  it('that are too long are counted, and the next one is found', () => {
    const long = `<13>${'x'.repeat(LONGEST)}`;

    expect(framed([`${long}\n<13>a\n${counted(long)}${counted('<13>b')}`])).toEqual({ messages: ['<13>a', '<13>b'], tooLong: 2 });
  });
  it('are not held in memory once they are too long', () => {
    const framing = syslogFraming(LONGEST);

    for (let i = 0; i < 1_000; i++) expect(framing.push(Buffer.alloc(100, 'x'))).toEqual({ messages: [], tooLong: 0 });
    expect(framing.push(Buffer.from('\n<13>next\n'))).toEqual({ messages: [Buffer.from('<13>next')], tooLong: 1 });
  });
  it('end with their sender where they are lines, and are given up where they are counted', () => {
    expect(framed(['<13>no newline']).messages).toEqual(['<13>no newline']);
    expect(framed(['12']).messages).toEqual(['12']);
    expect(framed(['20 <13>broken']).messages).toEqual([]);
  });
});

describe('what stands behind a header', () => {
  it.each([
    ['<134>Nov  2 08:00:00 fw-denver 1,2026/11/02 08:00:00,0123', '1,2026/11/02 08:00:00,0123'],
    ['<13>Nov  2 08:00:00 gw openvpn[712]: kim/198.51.100.23:59321 up', 'kim/198.51.100.23:59321 up'],
    ['<13>2026-11-02T08:00:00.123456+01:00 gw zeek: {"a":1}', '{"a":1}'],
    ['<165>1 2026-11-02T08:00:00.5Z gw app 7 ID47 [x@1 a="b\\"]" c="d"][y@1 e="f"] \ufeffhello', 'hello'],
    ['<165>1 - - - - - -', ''],
    ['<13>{"a":1}', '{"a":1}'],
    ['no header at all', 'no header at all'],
    ['', ''],
  ])('%j is %j', (whole, behind) => expect(behindHeader(whole)).toBe(behind));
  it('does not keep it busy', () => {
    const long = `<165>1 - - - - - ${'[a "'.repeat(20_000)}`;

    expect(behindHeader(long)).toContain('[a "');
  });
});

describe('a message as a line', () => {
  const AT = Date.UTC(2026, 10, 2, 15);
  const lineOf = (text: string): string | undefined => lineOfMessage(Buffer.from(text), AT);

  it('keeps its header, and says when it came', () => {
    expect(lineOf('<13>Nov  2 08:00:00 gw up\r\n')).toBe('{"@timestamp":"2026-11-02T15:00:00Z","message":"<13>Nov  2 08:00:00 gw up"}');
  });
  it('is one line, whatever newlines are in it', () => {
    const line = lineOf('<13>one\ntwo')!;

    expect(line).not.toContain('\n');
    expect((JSON.parse(line) as { message: string }).message).toBe('<13>one\ntwo');
  });
  it('is the JSON behind its header, with every digit', () => {
    expect(lineOf('<13>Nov  2 08:00:00 gw zeek: {"n":7195838274152170517,\n"s":"a"}')).toBe('{"n":7195838274152170517, "s":"a"}');
  });
  it('is left out where nothing is in it', () => {
    for (const text of ['', '\n', '  \r\n\0']) expect(lineOf(text)).toBeUndefined();
  });
  it('may be any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const line = lineOfMessage(Buffer.from(bytes), AT);
      if (line !== undefined) expect(() => JSON.parse(line)).not.toThrow();
      expect(line ?? '').not.toMatch(/[\r\n]/);
    }));
  });
});
