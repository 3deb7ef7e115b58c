import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aDocument } from '../../test/support/arbitrary.ts';
import { MONDAY } from '../../test/support/builders.ts';
import type { Event } from '../core/event.ts';
import { packer, unpacked } from '../core/packed-events.ts';
import { TOO_DEEP } from '../core/depth.ts';
import { isRejected, parseEvent, type ParseContext } from '../core/parse-event.ts';
import { DAY } from '../core/time.ts';
import { inFieldOrder } from '../store/store.ts';
import { partsOfLines } from './packed-lines.ts';
import type { RejectedLine } from './part-packer.ts';
import { plainLines } from './plain-lines.ts';
import { shortened } from './rejects.ts';
import { addTimes, countUnused } from './tally.ts';

interface Read { read: number; events: Event[]; lines: number[]; rejected: RejectedLine[]; unknown: Map<string, number>; unused: Map<string, number> }

const LIMIT = 1_000_000;

/** What the product reads from pieces of a file. */
async function read(pieces: readonly Buffer[], { longest = LIMIT, batch = 1_000, latest }: { longest?: number; batch?: number; latest?: number } = {}): Promise<Read> {
  const all: Read = { read: 0, events: [], lines: [], rejected: [], unknown: new Map(), unused: new Map() };
  for await (const part of partsOfLines((async function* () { yield* pieces; })(), longest, { batch, ...(latest === undefined ? {} : { latest }) })) {
    all.read += part.read;
    all.events.push(...unpacked(part.events));
    all.lines.push(...part.lines.subarray(0, part.events.count));
    all.rejected.push(...part.rejected);
    addTimes(all.unknown, part.unknownFields);
    addTimes(all.unused, part.unusedValues);
  }
  return all;
}

/** The same, line by line: the text, its JSON, `parseEvent`. */
function expected(bytes: Buffer, context: ParseContext = {}): Read {
  const all: Read = { read: 0, events: [], lines: [], rejected: [], unknown: new Map(), unused: new Map() };
  const unknownField = (name: string): unknown => all.unknown.set(name, (all.unknown.get(name) ?? 0) + 1);
  const unusedValue = (said: string): void => countUnused(all.unused, said);
  bytes.toString().split('\n').forEach((whole, index) => {
    const text = whole.endsWith('\r') ? whole.slice(0, -1) : whole;
    const line = index + 1;
    if (text === '' || (text.charCodeAt(0) <= 0x20 && text.trim() === '')) return;
    all.read++;
    let raw: unknown;
    try {
      raw = JSON.parse(text);
    } catch {
      all.rejected.push({ line, reason: 'not JSON', record: shortened(text) });
      return;
    }
    const event = parseEvent(raw, { ...context, unknownField, unusedValue });
    if (isRejected(event)) {
      all.rejected.push({ line, reason: event.rejected, record: shortened(event.rejected === TOO_DEEP ? text : raw) });
    } else {
      all.events.push(stored(event));
      all.lines.push(line);
    }
  });
  return all;
}

/** As it is stored: an empty list is a missing value. */
const stored = (event: Event): Event => inFieldOrder(Object.fromEntries(Object.entries(event).filter(([, value]) => !(Array.isArray(value) && value.length === 0))) as unknown as Event);

/** One document in one of the ways in which it may be written. */
const aLine = fc.tuple(aDocument, fc.nat(5)).map(([document, way]) => {
  const text = JSON.stringify(document);
  switch (way) {
    case 0: return JSON.stringify(document, undefined, 1).replaceAll('\n', ' ');
    case 1: return ` ${text}\t\r`;
    case 2: return text.replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
    case 3: return text.replaceAll('/', '\\/').replace('"event.id"', '"event\\u002eid"');
    default: return text;
  }
});
const aFile = fc.array(aLine, { minLength: 1, maxLength: 25 }).map((lines) => Buffer.from(lines.join('\n')));

/** A plain line with more members. */
const withMembers = (...members: readonly string[]): string => `{"@timestamp":"2026-11-16T09:30:00.250Z","event.id":"a","event.action":"check-in"${members.map((member) => `,${member}`).join('')}}`;
const ODD: readonly string[] = [
  '{}', '{', '[]', 'null', '7', '"text"', 'no JSON', '{"a":1}', '{"@timestamp"}', '{,}', '{"@timestamp":}',
  withMembers(), `${withMembers()}x`, `${withMembers()} {}`, `\ufeff${withMembers()}`, `\u00a0${withMembers()}`, withMembers().slice(0, -1), withMembers().replace('}', ',}'),
  withMembers('"event.id":"b"'), withMembers('"event.id":null'), withMembers('"event.id":""'), withMembers('"event.action":"dance"'), withMembers('"user.name":"x","user.name":"y"'),
  withMembers('"event\\u002eid":"b"'), withMembers('"user\\u002ename":"kim"'), withMembers('"user.nam":"kim"'), withMembers('"user.names":"kim"'), withMembers('"user":{"name":"kim"}'),
  withMembers('"__proto__":{"user.name":"kim"}'), withMembers('"__proto__":"x"'), withMembers('"constructor":"x"'), withMembers('"":"x"'), withMembers("'user.name':'x'"), withMembers('user.name:"x"'),
  ...['-0', '0', '00', '01', '-', '-01', '1.', '.5', '1.0', '1.50', '1e5', '1E+5', '1e', '1e400', '-1', '+1', '12345678901234567', '1234567890123456', '999999999999999', '9007199254740993', '0.1234567890123456', '0.30000000000000004', '123456789.012345', 'NaN', 'Infinity', '0x10', '1_000', '"12"', 'true', 'tru', 'nullx', 'null', '[1]', '{}', '1 2', '1 ']
    .flatMap((value) => [withMembers(`"host.uptime":${value}`), withMembers(`"source.geo.location.lat":${value}`), withMembers(`"farmwatch.input.gap_s":[${value}]`), withMembers(`"farmwatch.usb.absolute_pointer":${value}`), withMembers(`"event.duration":${value}`), withMembers(`"user.name":${value}`), withMembers(`"event.ingested":${value}`)]),
  ...['', ' ', 'x', '\\\\', '\\"', '\\/', '\\n', '\\u0000', '\\u0041', '\\ud800', '\\ud83d\\ude00', '\\x', '\\u12', '\t', 'é', '😀', '\\', '\ufeff', 'CORP\\\\kim', 'x'.repeat(2_667), 'x'.repeat(8_000), 'x'.repeat(8_001), 'é'.repeat(4_001), '\\\\'.repeat(8_000)]
    .flatMap((text) => [withMembers(`"user.name":"${text}"`), withMembers(`"process.command_line":"${text}"`), withMembers(`"farmwatch.usb.classes":["${text}"]`), withMembers(`"farmwatch.usb.classes":["a","${text}"]`)]),
  ...['2026-11-16T09:30:00Z', '2026-02-30T09:30:00Z', '1899-12-31T00:00:00Z', '2026-11-16T24:00:00Z', '2026-11-16T09:30:00.25Z', '2026-11-16T09:30:00.1234567Z', '2026-11-16T09:30:00+01:00', '2026-11-16', '2026-11-18T09:30:00Z', '2026-1a-16T09:30:00Z', '\\u0032026-11-16T09:30:00Z', '２026-11-16T09:30:00Z']
    .flatMap((time) => [withMembers(`"event.ingested":"${time}"`), withMembers().replace('2026-11-16T09:30:00.250Z', time)]),
  ...['192.0.2.1', '2001:DB8::1', '2001:db8::1', '::ffff:192.0.2.1', '192.0.2.256', 'nowhere'].map((address) => withMembers(`"source.ip":"${address}"`, `"source.nat.ip":"${address}"`)),
  ...['[]', '[ ]', '[[]]', '[null]', '[""]', '[1,]', '[,1]', '[1', '["a" "b"]', '["a"]', '[ 1 , 2 ]'].flatMap((list) => [withMembers(`"farmwatch.input.gap_s":${list}`), withMembers(`"farmwatch.usb.classes":${list}`), withMembers(`"user.name":${list}`)]),
  ...['5cg1', ' 5CG1\\t', '  ', '', 'straße', '\\u0000', 'x'.repeat(2_667)].flatMap((text) => [withMembers(`"device.serial_number":"${text}"`), withMembers(`"host.id":"${text}"`)]),
  ...['incoming', 'Incoming', 'INBOUND', ' inbound\\t', 'inwards', '', ' ', '\\u0000', 'incoming\\u0000', 'constructor', 'success', 'ok', 'in_transit', 'In Transit', 'rerouted', 'x'.repeat(2_667)]
    .flatMap((text) => ['farmwatch.remote.direction', 'event.outcome', 'farmwatch.shipment.status', 'farmwatch.identity.kind', 'farmwatch.verification.kind', 'farmwatch.device.location.source'].flatMap((field) => [withMembers(`"${field}":"${text}"`), withMembers(`"${field}":"${text}"`).replace('check-in', 'sign-in')])),
  ...['046d', '0x046D', '46D', ' C52B ', '0x', 'Logitech', '12345', ''].flatMap((text) => [withMembers(`"farmwatch.usb.vendor_id":"${text}"`), withMembers(`"farmwatch.display.product_code":"${text}"`)]),
  ...['["hid-keyboard","03"]', '["HID Keyboard","keyboard"]', '"mouse"', '["",null,"audio"]'].map((list) => withMembers(`"farmwatch.usb.classes":${list}`)),
  ...[0, 1, 1_800, 99_999_999, 100_000_000, 3e11].flatMap((ns) => ['activity', 'check-in', 'session-disconnected'].map((action) => withMembers(`"event.duration":${ns}`).replace('check-in', action))),
  withMembers('"farmwatch.net.line":"x"'), withMembers('"farmwatch.cut":["x"]'), withMembers('"farmwatch.net.line":null'),
  `${'{"user":'.repeat(200)}1${'}'.repeat(200)}`, '', '  ', '\r', '\u00a0', `${withMembers()}\r`, `${withMembers()}\r\r`,
];

describe('reading lines', () => {
  it.each<[string, { latest?: number }]>([['', {}], [', with a latest instant', { latest: MONDAY + 5 * DAY }]])('finds the events that parseEvent finds in their JSON%s', async (_, context) => {
    await fc.assert(fc.asyncProperty(aFile, fc.integer({ min: 1, max: 9 }), async (bytes, batch) => {
      expect(await read([bytes], { ...context, batch })).toEqual(expected(bytes, context));
    }), { numRuns: 150 });
  });

  it.each(ODD.map((line) => [line.length > 160 ? `${line.slice(0, 160)}… of ${line.length}` : line, line]))('says of %s what is said of its JSON', async (_, line) => {
    const bytes = Buffer.from(`${line}\n${withMembers()}\n${line}`);

    expect(await read([bytes])).toEqual(expected(bytes));
  });

  it('is not led astray by bytes that should not be there', async () => {
    await fc.assert(fc.asyncProperty(aFile, fc.array(fc.tuple(fc.nat(), fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('"\\{}[]:,\n\r -.e0')))), { minLength: 1, maxLength: 4 }), async (whole, slips) => {
      const bytes = Buffer.from(whole);
      for (const [place, byte] of slips) bytes[place % bytes.length] = byte;

      expect(await read([bytes])).toEqual(expected(bytes));
    }), { numRuns: 400 });
  });

  it('does not mind where pieces end', async () => {
    const bytes = Buffer.from(`${withMembers('"user.name":"Zoë"')}\r\n\n${withMembers('"process.executable":"C:\\\\a"', '"host.uptime":12')}\n{"no.such":1}\nno JSON\r\n${withMembers('"farmwatch.input.gap_s":[1.5,2]')}`);
    const whole = expected(bytes);

    for (let at = 0; at <= bytes.length; at++) expect(await read([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(whole);
    expect(await read(Array.from(bytes, (byte) => Buffer.from([byte])))).toEqual(whole);
    expect(whole).toMatchObject({ read: 5, lines: [1, 3, 6], rejected: [{ line: 4 }, { line: 5 }] });
  });

  it('may find pieces overwritten once it asked for the next', async () => {
    const bytes = Buffer.from(Array.from({ length: 40 }, (_, i) => withMembers(`"user.name":"${i}"`)).join('\n'));
    const piece = Buffer.alloc(700);
    const parts = partsOfLines((async function* () {
      for (let at = 0; at < bytes.length; at += piece.length) yield piece.subarray(0, bytes.copy(piece, 0, at));
    })(), LIMIT, { batch: 1_000 });

    expect(await Array.fromAsync(parts, ({ events }) => unpacked(events).map((event) => event['user.name']))).toEqual([Array.from({ length: 40 }, (_, i) => String(i))]);
  });

  it('holds little of what a file of another kind says', async () => {
    const lines = Array.from({ length: 300 }, (_, i) => withMembers(`"no.such.${i}":1`));
    const { rejected, unknown } = await read([Buffer.from([...lines, `"${'x'.repeat(9_000)}`, JSON.stringify({ text: 'x'.repeat(9_000) })].join('\n'))]);

    expect([unknown.size, unknown.get('no.such.99'), unknown.get('no.such.100'), unknown.get('…')]).toEqual([101, 1, undefined, 201]);
    expect(rejected.map(({ record }) => String(record).length)).toEqual([4_001, 4_001]);
  });

  it('rejects a line above the limit and takes those around it, however they come', async () => {
    const long = withMembers(`"user.name":"${'x'.repeat(400)}"`);
    const bytes = Buffer.from([withMembers(), long, withMembers(), long].join('\n'));
    const found = { read: 4, lines: [1, 3], rejected: [{ line: 2, reason: 'longer than 0 MB' }, { line: 4, reason: 'longer than 0 MB' }] };

    expect(await read([bytes], { longest: 300 })).toMatchObject(found);
    expect(await read([bytes.subarray(0, 200), bytes.subarray(200, 520), bytes.subarray(520)], { longest: 300 })).toMatchObject(found);
  });
});

describe('plain lines', () => {
  const isPlain = (line: string): boolean => {
    const into = packer();
    const plain = plainLines(into, {});
    plain.open(Buffer.from(`\n${line}\n`));
    const end = plain.pack(1);
    expect([-1, Buffer.byteLength(line) + 1]).toContain(end);
    expect(into.count).toBe(end < 0 ? 0 : 1);
    return end >= 0;
  };

  it('are what machines write', () => {
    const members = ['"user.name":"Zoë"', '"process.command_line":"\\"C:\\\\a b\\" -c"', '"host.uptime":7', '"source.ip":"2001:DB8::1"', '"farmwatch.input.gap_s":[0.5,1]', '"farmwatch.usb.classes":["hid-keyboard","Mouse"]', '"farmwatch.usb.vendor_id":"0x046D"', '"farmwatch.remote.direction":"Inbound"', '"event.duration":300000000000', '"farmwatch.usb.absolute_pointer":true', '"user.id":null', '"source.geo.location.lat":-33.123456789012345'];

    expect(isPlain(withMembers(...members))).toBe(true);
    expect(isPlain(withMembers(...members.map((member) => ` ${member.replace('":', '" : ')} `)))).toBe(true);
  });

  it.each([
    ['a name that nobody knows', withMembers('"ecs.version":"8"')], ['an object inside', withMembers('"user":{"name":"kim"}')], ['a name twice', withMembers('"event.id":"b"')],
    ['no id', withMembers().replace('"event.id":"a",', '')], ['an unknown action', withMembers().replace('check-in', 'dance')], ['a value of another kind', withMembers('"event.code":4624')],
    ['a word that nobody knows', withMembers('"farmwatch.remote.direction":"inwards"')], ['a class that nobody asks for', withMembers('"farmwatch.usb.classes":["audio","03"]')], ['a duration in another unit', withMembers('"event.duration":1800')],
    ['text that is cut', withMembers(`"user.name":"${'x'.repeat(9_000)}"`)], ['a time before 2000', withMembers().replace('2026', '1999')], ['more behind the object', `${withMembers()},`],
  ])('are not those with %s', (_, line) => {
    expect(isPlain(line)).toBe(false);
  });
});
