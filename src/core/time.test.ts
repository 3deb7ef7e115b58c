import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, dayOf, daysBetween, floorTo, isZone, isoOf, localDayOf, offsetMinutes, offsetText, parseInstant, realDay, startOfDay, startOfLocalDay, usualInstant } from './time.ts';

describe('parseInstant', () => {
  it.each([
    ['2026-11-02T09:00:00Z', Date.UTC(2026, 10, 2, 9)],
    ['2026-11-02T09:00:00.123456789Z', Date.UTC(2026, 10, 2, 9, 0, 0, 123)],
    ['2026-11-02T09:00Z', Date.UTC(2026, 10, 2, 9)],
    ['2026-11-02T09:00:00+05:30', Date.UTC(2026, 10, 2, 3, 30)],
    ['2026-11-02T09:00:00-0600', Date.UTC(2026, 10, 2, 15)],
    ['2026-11-02', Date.UTC(2026, 10, 2)],
    [1_793_610_000_000.7, 1_793_610_000_000],
    [-1, -1],
  ])('reads %j', (value, expected) => {
    expect(parseInstant(value)).toBe(expected);
  });

  it.each([
    '0000-00-00', '0000-00-00T00:00:00Z', '2026-02-30', '2026-02-30T00:00:00Z', '2026-13-01', '2026-11-02T25:00:00Z', '2026-11-02T09:00:00',
    '2026-11-02 09:00:00Z', '02/11/2026', '1793610000000', '', 'now', null, undefined, true, {}, Number.NaN, Number.POSITIVE_INFINITY,
  ])('reads no instant in %j', (value) => {
    expect(parseInstant(value)).toBeUndefined();
  });
});

describe('usualInstant', () => {
  const written = fc.date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2199-12-31T23:59:59.999Z'), noInvalidDate: true }).map((date) => date.toISOString());

  it('reads what machines write, with and without a fraction', () => {
    fc.assert(fc.property(written, fc.boolean(), (iso, whole) => {
      const text = whole ? iso.replace(/\.\d+/, '') : iso;

      expect(usualInstant(Buffer.from(`  ${text}"`), 2, text.length)).toBe(Date.parse(text));
    }));
  });

  it('reads nothing else than parseInstant does', () => {
    fc.assert(fc.property(written, fc.nat(23), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }), (iso, at, slip) => {
      const text = iso.slice(0, at) + slip + iso.slice(at + 1);
      const read = usualInstant(Buffer.from(text), 0, Buffer.byteLength(text));
      const real = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) && !text.includes('T24') && realDay(text.slice(0, 10)) ? Date.parse(text) : NaN;

      expect(read).toBe(Number.isNaN(real) ? undefined : real);
      if (read !== undefined) expect(parseInstant(text)).toBe(read);
    }), { numRuns: 1_000 });
  });
});

describe('realDay', () => {
  it('knows the calendar', () => {
    expect(['2028-02-29', '2026-12-31', '1900-01-01'].every(realDay)).toBe(true);
    expect(['2026-02-29', '0000-00-00', '2026-00-10', '1899-12-31', '2026-1-1', '2026-11-02T00'].some(realDay)).toBe(false);
  });
});

describe('zones', () => {
  it.each([
    ['America/New_York', '2026-07-01T12:00:00Z', -240],
    ['America/New_York', '2026-12-01T12:00:00Z', -300],
    ['Asia/Kolkata', '2026-07-01T12:00:00Z', 330],
    ['Asia/Kathmandu', '2026-07-01T12:00:00Z', 345],
    ['America/St_Johns', '2026-07-01T12:00:00Z', -150],
    ['Australia/Lord_Howe', '2026-07-01T12:00:00Z', 630],
    ['Australia/Lord_Howe', '2026-12-01T12:00:00Z', 660],
    ['America/Phoenix', '2026-07-01T12:00:00Z', -420],
    ['Pacific/Kiritimati', '2026-07-01T12:00:00Z', 840],
    ['UTC', '2026-07-01T12:00:00Z', 0],
  ])('%s at %s is %d minutes east', (zone, at, minutes) => {
    expect(offsetMinutes(zone, Date.parse(at))).toBe(minutes);
  });

  it('change at the very minute, also on the half hour', () => {
    // US clocks go back on 1 November 2026 at 06:00 UTC (New York), those of St John's at 04:30 UTC.
    const newYork = Date.parse('2026-11-01T06:00:00Z');
    const stJohns = Date.parse('2026-11-01T04:30:00Z');

    expect([offsetMinutes('America/New_York', newYork - 1), offsetMinutes('America/New_York', newYork)]).toEqual([-240, -300]);
    expect([offsetMinutes('America/St_Johns', stJohns - 1), offsetMinutes('America/St_Johns', stJohns)]).toEqual([-150, -210]);
  });

  it('that do not exist are told, and refused', () => {
    expect([isZone('America/Chicago'), isZone('Mars/Olympus'), isZone('')]).toEqual([true, false, false]);
    expect(() => offsetMinutes('Mars/Olympus', 0)).toThrow('no such time zone: Mars/Olympus');
  });
});

describe('localDayOf', () => {
  it.each([
    ['America/New_York', '2026-11-02T04:59:59Z', '2026-11-01'],
    ['America/New_York', '2026-11-02T05:00:00Z', '2026-11-02'],
    ['Asia/Tokyo', '2026-11-01T15:00:00Z', '2026-11-02'],
    ['UTC', '2026-11-01T15:00:00Z', '2026-11-01'],
  ])('in %s at %s is %s', (zone, at, day) => expect(localDayOf(Date.parse(at), zone)).toBe(day));
});

describe('startOfLocalDay', () => {
  it.each([
    ['2026-11-02', 'America/Chicago', '2026-11-02T06:00:00Z'],
    ['2026-11-01', 'America/Chicago', '2026-11-01T05:00:00Z'],
    ['2026-03-08', 'America/Chicago', '2026-03-08T06:00:00Z'],
    ['2026-03-09', 'America/Chicago', '2026-03-09T05:00:00Z'],
    ['2026-11-02', 'Asia/Kolkata', '2026-11-01T18:30:00Z'],
    ['2026-11-02', 'Pacific/Kiritimati', '2026-11-01T10:00:00Z'],
    ['2026-11-02', 'Pacific/Pago_Pago', '2026-11-02T11:00:00Z'],
  ])('%s begins in %s at %s', (day, zone, expected) => {
    expect(isoOf(startOfLocalDay(day, zone))).toBe(expected);
  });
});

describe('days', () => {
  it('are cut in UTC, before 1970 as well', () => {
    expect([dayOf(0), dayOf(-1), dayOf(DAY - 1)]).toEqual(['1970-01-01', '1969-12-31', '1970-01-01']);
    expect([floorTo(-1, DAY), floorTo(90 * 60_000, HOUR)]).toEqual([-DAY, HOUR]);
    expect(startOfDay('2026-11-02')).toBe(Date.UTC(2026, 10, 2));
  });

  it('between two instants are all that a half-open period touches', () => {
    const monday = startOfDay('2026-11-02');

    expect(daysBetween(monday, monday)).toEqual([]);
    expect(daysBetween(monday, monday + DAY)).toEqual(['2026-11-02']);
    expect(daysBetween(monday - 1, monday + DAY + 1)).toEqual(['2026-11-01', '2026-11-02', '2026-11-03']);
  });
});

describe('isoOf', () => {
  it('writes whole seconds without a fraction', () => {
    expect([isoOf(0), isoOf(1)]).toEqual(['1970-01-01T00:00:00Z', '1970-01-01T00:00:00.001Z']);
  });
});

describe('offsetText', () => {
  it('writes offsets as people do', () => {
    expect([480, -210, 0].map(offsetText)).toEqual(['UTC+8', 'UTC−3:30', 'UTC+0']);
  });
});
