import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalText, shortHash } from './canonical.ts';
import type { Event } from './event.ts';
import { isRejected, parseEvent, quote, type ParseContext } from './parse-event.ts';
import { DAY } from './time.ts';

const AT = '2026-11-02T09:00:00Z';
const NOON = Date.parse('2026-11-02T12:00:00Z');
const RAW = { '@timestamp': AT, 'event.action': 'sign-in' };

const read = (raw: object, context?: ParseContext): Event => {
  const event = parseEvent({ ...RAW, ...raw }, context);
  if (isRejected(event)) throw new Error(event.rejected);
  return event;
};
const refusal = (raw: unknown, context?: ParseContext): string | undefined => {
  const event = parseEvent(typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? { ...RAW, ...raw } : raw, context);
  return isRejected(event) ? event.rejected : undefined;
};

describe('words', () => {
  const unusedIn = (raw: object): readonly string[] => {
    const said: string[] = [];
    read(raw, { unusedValue: (one) => void said.push(one) });
    return said;
  };

  it.each([
    ['farmwatch.remote.direction', 'inbound', 'incoming'], ['farmwatch.remote.direction', ' Outgoing', 'outgoing'], ['farmwatch.shipment.status', 'OUT_FOR_DELIVERY', 'out-for-delivery'],
    ['farmwatch.shipment.status', 'rerouted', 'redirected'], ['event.outcome', 'SUCCESS', 'success'], ['event.outcome', 'ok', 'success'], ['farmwatch.identity.kind', 'Bank Account', 'bank'],
    ['farmwatch.verification.kind', 'video call', 'video-call'], ['farmwatch.device.location.source', 'WiFi', 'wifi'],
  ])('are the one that is meant: %s %j', (field, text, word) => expect(read({ [field]: text })).toMatchObject({ [field]: word }));

  it.each([
    ['farmwatch.remote.direction', 'inwards', 'incoming, outgoing'], ['farmwatch.shipment.status', 'lost', 'created, in-transit, redirected, out-for-delivery, delivered, returned'],
    ['farmwatch.identity.kind', 'payroll', 'bank, phone, mfa, address, email'], ['farmwatch.verification.outcome', 'ok', 'confirmed, refuted, inconclusive'],
    ['farmwatch.verification.kind', 'video', 'identity, credential, reference, background, interview, same-person, in-person, profile-control, home-visit, serial-photo, video-call, manager'],
    ['event.outcome', 'challenge', 'success, failure, unknown'],
  ])('that nobody knows take the event away that hangs on them, with those that are known: %s %j', (field, text, known) => {
    expect(refusal({ [field]: text })).toBe(`${field} "${text}" is not known; known are ${known}`);
  });

  it('that nobody knows are named where the event tells more, and the event is taken', () => {
    expect(read({ 'event.action': 'usb-present', 'farmwatch.usb.classes': ['keyboard', '03'] })).toMatchObject({ 'farmwatch.usb.classes': ['hid-keyboard', '03'] });
    expect(unusedIn({ 'event.action': 'usb-present', 'farmwatch.usb.classes': ['keyboard', '03'] })).toEqual(['farmwatch.usb.classes "03" is not known; known are hid-keyboard, hid-pointer, hid-digitizer, mass-storage, audio, video, network']);
    expect(unusedIn({ 'event.action': 'check-in', 'event.outcome': 'compliant' })).toEqual(['event.outcome "compliant" is not known; known are success, failure, unknown']);
  });

  it('do not change the id of a record that brings none', () => {
    const said = { 'event.action': 'session-connected', 'farmwatch.remote.direction': 'Incoming' };

    expect(read(said)['event.id']).toBe(shortHash(canonicalText({ '@timestamp': Date.parse(AT), ...said })));
  });

  it('give hex one spelling', () => {
    expect(read({ 'farmwatch.usb.vendor_id': '0x046D', 'farmwatch.usb.product_id': 'C52B', 'farmwatch.display.product_code': 'A050' })).toMatchObject({ 'farmwatch.usb.vendor_id': '046d', 'farmwatch.usb.product_id': 'c52b', 'farmwatch.display.product_code': 'a050' });
    expect(read({ 'farmwatch.usb.vendor_id': 'Logitech' })['farmwatch.usb.vendor_id']).toBe('Logitech');
  });

  it.each([['activity', 1_800], ['session-disconnected', 1_800_000], ['vpn-disconnected', 28_800_000]])('leave a duration of %s out that is no nanoseconds, %i, and say so', (action, duration) => {
    expect(read({ 'event.action': action, 'event.duration': duration, 'farmwatch.input.keys': 300 })).not.toHaveProperty(['event.duration']);
    expect(unusedIn({ 'event.action': action, 'event.duration': duration })).toEqual([`event.duration of ${action} under a tenth of a second is left out; write nanoseconds, these are likely seconds or milliseconds`]);
  });

  it.each([['activity', 300e9], ['session-disconnected', 0], ['dns-query', 1_800]])('keep a duration that may be one: %s %i', (action, duration) => {
    expect(read({ 'event.action': action, 'event.duration': duration })['event.duration']).toBe(duration);
  });
});

describe('what newcomers write', () => {
  it.each([['198.51.100.7:51888', '198.51.100.7'], ['[2001:db8::1]:443', '2001:db8::1']])('is the address where it carries a port: %s', (told, address) => {
    expect(read({ 'source.ip': told })).toMatchObject({ 'source.ip': address });
  });

  it('is no address with more behind it', () => {
    expect(refusal({ 'source.ip': '198.51.100.7:51888:1' })).toBe('source.ip "198.51.100.7:51888:1" is no address');
    expect(refusal({ 'source.ip': '198.51.100.777:51' })).toBe('source.ip "198.51.100.777:51" is no address');
  });

  it.each(['2026-11-02 09:00:00', '2026-11-02T09:00:00', '2026-11-02T09:00:00.250'])('is no instant without a zone, which is said with the cure: %s', (told) => {
    expect(refusal({ '@timestamp': told })).toMatch(/is no instant: it says no zone; write Z behind it for UTC, or an offset such as -05:00/);
  });

  it('is no instant at all where a zone would not mend it', () => {
    expect(refusal({ '@timestamp': '2026-13-02 09:00:00' })).toBe('@timestamp "2026-13-02 09:00:00" is no instant');
  });
});

describe('what names a machine', () => {
  it('gets its one spelling, and the record the id that it has always had', () => {
    const said = { '@timestamp': NOON, 'event.action': 'check-in', 'host.name': 'Lt-1', 'device.serial_number': ' 5cg1 ', 'host.id': 'AB-c' };
    const event = read(said);

    expect(event).toMatchObject({ 'device.serial_number': '5CG1', 'host.id': 'ab-c', 'host.name': 'Lt-1' });
    expect(event['event.id']).toBe(shortHash(canonicalText(said)));
    expect(read({ 'device.serial_number': '  ' })).not.toHaveProperty('device.serial_number');
  });
});

describe('names', () => {
  it('may be nested, dotted, or both at once', () => {
    const spellings = [
      { 'source.geo.city_name': 'Austin' }, { source: { geo: { city_name: 'Austin' } } }, { source: { 'geo.city_name': 'Austin' } }, { 'source.geo': { city_name: 'Austin' } },
    ];

    expect(spellings.map((raw) => read(raw)['source.geo.city_name'])).toEqual(Array(4).fill('Austin'));
    expect(new Set(spellings.map((raw) => read(raw)['event.id'])).size).toBe(1);
  });

  it.each([
    [{ 'user.name': 'dotted', user: { name: 'nested' } }],
    [{ user: { name: 'nested' }, 'user.name': 'dotted' }],
  ])('win when dotted: %o', (raw) => {
    expect(read(raw)['user.name']).toBe('dotted');
  });

  it('win with the most dots, in any order', () => {
    const city = [['source.geo.city_name', 'three words'], ['source.geo', { city_name: 'two words' }], ['source', { 'geo.city_name': 'one word' }]] as const;

    expect(read(Object.fromEntries(city))['source.geo.city_name']).toBe('three words');
    expect(read(Object.fromEntries(city.toReversed()))['source.geo.city_name']).toBe('three words');
    expect(read(Object.fromEntries(city.slice(1)))).toEqual(read(Object.fromEntries(city.slice(1).toReversed())));
  });

  it('that nobody knows are told, and dropped', () => {
    const told: string[] = [];

    const event = read({ 'user.nmae': 'kim', source: { prot: 443, geo: { planet: 'Mars' } }, labels: { a: 1 } }, { unknownField: (name) => told.push(name) });

    expect(told.sort()).toEqual(['labels.a', 'source.geo.planet', 'source.prot', 'user.nmae']);
    expect(Object.keys(event).sort()).toEqual(['@timestamp', 'event.action', 'event.id', 'event.ingested', 'farmwatch.ingested_assumed']);
  });

  it('of the language mean nothing', () => {
    const hostile = JSON.parse(`{"@timestamp":"${AT}","event.action":"sign-in","__proto__":{"user.name":"x"},"constructor":{"prototype":{"a":1}},"toString":"x"}`) as object;

    const event = read(hostile);

    expect(event['user.name']).toBeUndefined();
    expect(({} as Record<string, unknown>)['a']).toBeUndefined();
  });

  it('of what we add ourselves cannot be brought', () => {
    expect(read({ 'farmwatch.net.line': '10.0.0.1', 'farmwatch.net.kind': 'home', 'farmwatch.cut': ['x'] })).not.toHaveProperty('farmwatch.net.line');
  });
});

describe('values', () => {
  it.each([null, '', undefined])('that are %j are unknown', (nothing) => {
    expect(read({ 'user.name': nothing, 'source.ip': nothing, 'event.duration': nothing, 'farmwatch.usb.classes': nothing, user: nothing }))
      .toEqual(read({}));
  });

  it('that are one become a list of one where a list is meant, and keep their order and repeats', () => {
    expect(read({ 'farmwatch.input.gap_s': 1.5 })['farmwatch.input.gap_s']).toEqual([1.5]);
    expect(read({ 'farmwatch.input.gap_s': [2, '1', null, '', 2] })['farmwatch.input.gap_s']).toEqual([2, 1, 2]);
    expect(read({ 'farmwatch.input.gap_s': [] })).not.toHaveProperty('farmwatch.input.gap_s');
  });

  it.each([
    [{ 'user.name': ['kim', 'lee'] }, 'user.name takes one value, found a list'],
    [{ 'farmwatch.input.gap_s': [[1]] }, 'farmwatch.input.gap_s takes one value, found a list'],
    [{ 'farmwatch.input.gap_s': ['soon'] }, 'farmwatch.input.gap_s takes a number, found "soon"'],
    [{ 'source.ip': '300.1.2.3' }, 'source.ip "300.1.2.3" is no address'],
    [{ 'source.ip': 16909060 }, 'source.ip 16909060 is no address'],
    [{ 'event.duration': -1 }, 'event.duration is negative (-1)'],
    [{ 'event.duration': 'long' }, 'event.duration takes a whole number, found "long"'],
    [{ 'event.duration': 1e300 }, 'event.duration 1e+300 is out of range'],
    [{ 'farmwatch.usb.absolute_pointer': [true, false] }, 'farmwatch.usb.absolute_pointer takes one value, found a list'],
    [{ 'farmwatch.net.rtt_ms': 'fast' }, 'farmwatch.net.rtt_ms takes a number, found "fast"'],
    [{ 'event.ingested': 'yesterday' }, 'event.ingested "yesterday" is no instant'],
    [{ '@timestamp': '0000-00-00' }, '@timestamp "0000-00-00" is no instant'],
    [{ '@timestamp': '2026-11-02T09:00:00' }, '@timestamp "2026-11-02T09:00:00" is no instant: it says no zone; write Z behind it for UTC, or an offset such as -05:00, or read the file with farmwatch collect table, whose mapping names the zone'],
    [{ '@timestamp': null }, 'no @timestamp'],
    [{ 'event.action': null }, 'no event.action'],
    [[RAW], 'not a JSON object'],
    ['text', 'not a JSON object'],
    [null, 'not a JSON object'],
  ])('that do not fit are refused: %o', (raw, reason) => {
    expect(refusal(raw)).toBe(reason);
  });

  it('of an unknown action are refused with those that are known', () => {
    expect(refusal({ 'event.action': 'sing-in' })).toMatch(/^unknown event\.action "sing-in"; known are sign-in, /);
    expect(refusal({ 'event.action': 'toString' })).toMatch(/^unknown event\.action/);
  });

  it('may be written as text where numbers are meant', () => {
    expect(read({ 'event.duration': '2.5e3', 'farmwatch.net.rtt_ms': '12.5', 'farmwatch.usb.absolute_pointer': 'true', 'user.name': 17 }))
      .toMatchObject({ 'event.duration': 2500, 'farmwatch.net.rtt_ms': 12.5, 'farmwatch.usb.absolute_pointer': true, 'user.name': '17' });
  });

  it('have one spelling for each address and its line', () => {
    expect(read({ 'source.ip': '::FFFF:192.0.2.1' })).toMatchObject({ 'source.ip': '192.0.2.1', 'farmwatch.net.line': '192.0.2.1' });
    expect(read({ 'source.ip': '2001:DB8:1:2:0:0:0:4' })).toMatchObject({ 'source.ip': '2001:db8:1:2::4', 'farmwatch.net.line': '2001:db8:1:2::/64' });
  });

  it('lose what no store keeps: zero characters and halves of characters', () => {
    expect(read({ 'user.name': 'k\0im', 'host.name': '\ud83d', 'user.id': 'a\0\ud83d', 'process.name': '\0' }))
      .toMatchObject({ 'user.name': 'kim', 'host.name': '\ufffd', 'user.id': 'a\ufffd' });
    expect(read({ 'process.name': '\0' })).not.toHaveProperty('process.name');
  });
});

describe('long text', () => {
  it('is cut at 8,000 bytes on a character border, and marked', () => {
    const event = read({ 'process.command_line': `${'x'.repeat(7_999)}é`, 'user_agent.original': '€'.repeat(3_000), 'user.name': 'x'.repeat(8_000) });

    expect(event['process.command_line']).toBe('x'.repeat(7_999));
    expect(event['user_agent.original']).toBe('€'.repeat(2_666));
    expect(event['user.name']).toHaveLength(8_000);
    expect(event['farmwatch.cut']).toEqual(['process.command_line', 'user_agent.original']);
  });

  it('is cut in lists as well', () => {
    const event = read({ 'farmwatch.usb.classes': ['audio', 'y'.repeat(9_000)] });

    expect(event['farmwatch.usb.classes']).toEqual(['audio', 'y'.repeat(8_000)]);
    expect(event['farmwatch.cut']).toEqual(['farmwatch.usb.classes']);
  });

  it('tells two records apart that differ behind the cut', () => {
    const [a, b] = ['a', 'b'].map((end) => read({ 'process.command_line': 'x'.repeat(8_000) + end }));

    expect(a!['process.command_line']).toBe(b!['process.command_line']);
    expect(a!['event.id']).not.toBe(b!['event.id']);
  });
});

describe('times', () => {
  it.each([
    [Date.parse(AT)], [Date.parse(AT) + 0.4], ['2026-11-02T03:00:00-06:00'], ['2026-11-02T09:00:00.000Z'],
  ])('may be written as %j', (timestamp) => {
    expect(read({ '@timestamp': timestamp })['@timestamp']).toBe(Date.parse(AT));
  });

  it('before 2000 are refused', () => {
    expect(refusal({ '@timestamp': 0 })).toBe('@timestamp 1970-01-01T00:00:00Z is before 2000');
    expect(refusal({ '@timestamp': '2000-01-01T00:00:00Z' })).toBeUndefined();
  });

  it.each([
    ['seconds', Date.parse(AT) / 1_000, '@timestamp 1970-01-21T18:13:30Z is before 2000: it is likely that seconds since 1970 were taken for milliseconds; write milliseconds'],
    ['microseconds', Date.parse(AT) * 1_000, /^@timestamp \S+ is thousands of years ahead: it is likely that microseconds since 1970 were taken for milliseconds; write milliseconds$/],
    ['a text of seconds', String(Date.parse(AT) / 1_000), /^@timestamp "\d{10}" is no instant: it is likely a text of seconds since 1970; write milliseconds as a number without quotes, or ISO 8601 with a zone$/],
    ['a text of milliseconds', String(Date.parse(AT)), /^@timestamp "\d{13}" is no instant: it is likely a text of milliseconds since 1970;/],
    ['a text of nanoseconds', `${Date.parse(AT)}000000`, /^@timestamp "\d{19}" is no instant: it is likely a text of nanoseconds since 1970;/],
    ['nanoseconds', Date.parse(AT) * 1_000_000, /^@timestamp "?\d{19}"? is no instant: it is likely a number of nanoseconds since 1970; write milliseconds$/],
    ['a text of other digits', '9999999999', '@timestamp "9999999999" is no instant'],
  ])('in another unit are refused with what they likely are: %s', (_, timestamp, said) => {
    expect(refusal({ '@timestamp': timestamp })).toEqual(typeof said === 'string' ? said : expect.stringMatching(said));
  });

  it('more than a day after the stamp are refused', () => {
    const stamp = Date.parse(AT);

    expect(refusal({ '@timestamp': stamp + DAY }, { stamp })).toBeUndefined();
    expect(refusal({ '@timestamp': stamp + DAY + 1 }, { stamp })).toBe('@timestamp 2026-11-03T09:00:00.001Z is more than a day after event.ingested 2026-11-02T09:00:00Z');
    expect(refusal({ '@timestamp': '2099-01-01', 'event.ingested': AT })).toMatch(/more than a day after/);
  });

  it('of unstamped rows may not lie after the latest that is allowed', () => {
    expect(refusal({ '@timestamp': '2099-01-01' }, { latest: NOON })).toBe('@timestamp 2099-01-01T00:00:00Z lies in the future; check the clock of the source');
    expect(refusal({ '@timestamp': NOON }, { latest: NOON })).toBeUndefined();
  });

  it('of learning are what the row brings, else the stamp, else taken to be the time of the event and marked', () => {
    expect(read({ 'event.ingested': NOON }, { stamp: 1 })['event.ingested']).toBe(NOON);
    expect(read({}, { stamp: NOON })).toMatchObject({ 'event.ingested': NOON });
    expect(read({}, { stamp: NOON })).not.toHaveProperty('farmwatch.ingested_assumed');
    expect(read({})).toMatchObject({ 'event.ingested': Date.parse(AT), 'farmwatch.ingested_assumed': true });
  });
});

describe('ids', () => {
  it('are kept where the record brings one', () => {
    expect(read({ event: { id: 'abc' } })['event.id']).toBe('abc');
  });

  it('are a hash of what the record says, not of how or when it came', () => {
    const id = read({ 'user.name': 'kim', 'farmwatch.net.rtt_ms': 12 })['event.id'];

    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(read({ farmwatch: { net: { rtt_ms: '12.0' } }, user: { name: 'kim' } })['event.id']).toBe(id);
    expect(read({ 'user.name': 'kim', 'farmwatch.net.rtt_ms': 12, 'event.ingested': NOON, 'farmwatch.net.kind': 'home', '@timestamp': Date.parse(AT) })['event.id']).toBe(id);
    expect(read({ 'user.name': 'kim', 'farmwatch.net.rtt_ms': 13 })['event.id']).not.toBe(id);
  });

  it('differ where only fields differ that nobody knows', () => {
    expect(read({ 'vendor.row': 1 })['event.id']).not.toBe(read({ 'vendor.row': 2 })['event.id']);
  });

  it('do not depend on the order of names, deep inside unknown lists as well', () => {
    const a = read({ rules: [{ name: 'x', hit: { a: 1, b: 2 } }], note: 'n' });
    const b = read({ note: 'n', rules: [{ hit: { b: 2, a: 1 }, name: 'x' }] });

    expect(a['event.id']).toBe(b['event.id']);
  });
});

describe('whatever a line holds', () => {
  const word = fc.constantFrom('event', 'user', 'source', 'geo', 'name', 'id', 'ip', 'action', 'city_name', 'farmwatch', 'net', 'rtt_ms', 'odd', 'user.name', 'source.geo', 'geo.city_name', 'event.duration', '@timestamp');
  const leaf = fc.oneof(fc.string({ maxLength: 8 }), fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.constantFrom('sign-in', '192.0.2.1', AT));
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof({ maxDepth: 4 }, leaf, fc.dictionary(word, tie('tree'), { maxKeys: 5 }), fc.array(tie('tree'), { maxLength: 3 })),
  }));
  const line = fc.dictionary(word, tree, { maxKeys: 8 }).map((fields) => ({ ...fields, ...RAW }));

  it('parsing answers with an event or a reason, and the same for the same', () => {
    fc.assert(fc.property(fc.oneof(line, tree), (raw) => {
      const event = parseEvent(raw);

      expect(isRejected(event) ? typeof event.rejected : typeof event['event.id']).toBe('string');
      expect(parseEvent(structuredClone(raw))).toEqual(event);
    }), { numRuns: 300 });
  });

  it('the order of names does not matter', () => {
    fc.assert(fc.property(line, (raw) => {
      const [one, other] = [parseEvent(raw), parseEvent(reversed(raw))];

      expect(isRejected(other)).toBe(isRejected(one));
      if (!isRejected(one)) expect(other).toEqual(one);
    }), { numRuns: 500 });
  });

  /** The same value with the names of every object in the opposite order. */
  function reversed(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(reversed);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).reverse().map(([name, inner]) => [name, reversed(inner)]));
  }
});

describe('quote', () => {
  it('shows values short and on one line', () => {
    expect([quote('a\nb\u001b[31m'), quote(undefined), quote(7)]).toEqual(['"a\\nb\\u001b[31m"', 'undefined', '7']);
    expect(quote('x'.repeat(100))).toHaveLength(58);
  });
});

describe('a place that no globe has', () => {
  const said: string[] = [];
  const at = (lat: unknown, lon: unknown, radius: unknown = 1): unknown => parseEvent(
    { '@timestamp': '2026-11-02T00:00:00Z', 'event.action': 'check-in', 'event.id': 'e', farmwatch: { device: { location: { lat, lon, radius_km: radius } } } },
    { unusedValue: (text) => said.push(text) },
  );
  const contact = at(null, null, null);

  it('is left out and counted, with what would fit, and the contact is kept', () => {
    said.length = 0;

    expect([at(90.1, 0), at(0, 181), at(0, 0, -3), at('north', 0)]).toEqual([contact, contact, contact, contact]);
    expect(said).toEqual([
      'farmwatch.device.location.lat takes -90 to 90, found 90.1; it is left out', 'farmwatch.device.location.lon takes -180 to 180, found 181; it is left out',
      'farmwatch.device.location.radius_km takes 0 to 20100, found -3; it is left out', 'farmwatch.device.location.lat takes a number, found "north"; it is left out',
    ]);
    expect(at(90, -180)).toMatchObject({ 'farmwatch.device.location.lat': 90, 'farmwatch.device.location.lon': -180 });
    expect(at([1, 2], 0)).toEqual({ rejected: 'farmwatch.device.location.lat takes one value, found a list' });
  });
});

describe('a value beside what an event tells', () => {
  const session = (offset: unknown, said: string[] = []): unknown => parseEvent(
    { '@timestamp': '2026-11-02T00:00:00Z', 'event.action': 'session-connected', 'event.id': 'e', 'farmwatch.remote.client_utc_offset_min': offset }, { unusedValue: (text) => said.push(text) },
  );

  it('is an offset that a clock can have, however it is written', () => {
    expect([330, '330', '+0530', '+05:30'].map((offset) => session(offset))).toEqual(Array(4).fill(expect.objectContaining({ 'farmwatch.remote.client_utc_offset_min': 330 })));
    expect(session('-0800')).toMatchObject({ 'farmwatch.remote.client_utc_offset_min': -480 });
  });

  it('is left out and counted where no clock has it', () => {
    const said: string[] = [];

    expect(session(99_999, said)).toEqual(session(null));
    expect(said).toEqual(['farmwatch.remote.client_utc_offset_min takes -720 to 840, found 99999; it is left out']);
  });

  it('stays part of the id of the record, so that two records do not become one', () => {
    const idOf = (flag: unknown): unknown => (parseEvent({ '@timestamp': '2026-11-02T00:00:00Z', 'event.action': 'usb-present', 'host.name': 'a', 'farmwatch.usb.absolute_pointer': flag }) as { 'event.id': string })['event.id'];

    expect(new Set([idOf('yes'), idOf('no'), idOf(null)]).size).toBe(3);
    expect(idOf('yes')).toBe(idOf('yes'));
  });
});
