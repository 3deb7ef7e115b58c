import { describe, expect, it } from 'vitest';
import type { Period, Tally } from '../store.ts';
import { EVENT_PROPERTIES, eventsBlueprint, indexesOfEvents, isPrefix, monthIndex } from './mappings.ts';
import { tabulate, type CompositeBucket } from './tally.ts';
import { conditionsOf, forgetQuery, passesOf, queryOf, timeOrder } from './translate.ts';

const WEEK: Period = { from: 1_000, to: 2_000, asOf: 3_000 };

describe('a question about rows', () => {
  it('asks for event time in a half-open period and for what was learned by then', () => {
    expect(queryOf({}, WEEK)).toEqual({
      bool: {
        filter: [
          { range: { '@timestamp': { gte: 1_000, lt: 2_000 } } },
          { range: { 'event.ingested': { lte: 3_000 } } },
        ],
      },
    });
  });

  it('asks for no text that is longer than a term may be', () => {
    const [longest, longer] = ['x'.repeat(32_766), 'é'.repeat(16_384)];

    expect(conditionsOf({ 'user.name': [longer, longest] })).toEqual([{ term: { 'user.name': { value: longest } } }]);
    expect(conditionsOf({ 'user.name': longer })).toEqual([{ match_none: {} }]);
  });

  it('writes equals, one of, exists and missing', () => {
    expect(conditionsOf({
      'event.action': 'sign-in',
      'user.email': ['kim@example.org', 'lee@example.org'],
      'source.ip': { exists: true },
      'host.id': { exists: false },
    })).toEqual([
      { term: { 'event.action': { value: 'sign-in' } } },
      { terms: { 'user.email': ['kim@example.org', 'lee@example.org'] } },
      { exists: { field: 'source.ip' } },
      { bool: { must_not: [{ exists: { field: 'host.id' } }] } },
    ]);
  });

  it('finds nothing where the value cannot be in the field, instead of reading text as a number', () => {
    expect(conditionsOf({ 'host.uptime': '5', 'event.code': 4624, 'event.duration': 0.5, 'farmwatch.usb.absolute_pointer': 'true', 'user.id': [] }))
      .toEqual(new Array(5).fill({ match_none: {} }));
  });

  it('keeps the possible ones of a mixed list', () => {
    expect(conditionsOf({ 'host.uptime': ['5', 7] })).toEqual([{ term: { 'host.uptime': { value: 7 } } }]);
  });

  it('spreads very long lists over several conditions', () => {
    const ids = Array.from({ length: 60_001 }, (_, i) => `u${i}`);

    const [condition] = conditionsOf({ 'user.id': ids });

    expect(condition).toMatchObject({ bool: { minimum_should_match: 1, should: [{ terms: { 'user.id': { length: 60_000 } } }, { terms: { 'user.id': ['u60000'] } }] } });
  });

  it('orders by time, then id, module and dataset, missing ones first, and backwards for the newest', () => {
    expect(timeOrder(false)).toEqual([
      { '@timestamp': { order: 'asc' } },
      { 'event.id': { order: 'asc', missing: '_first' } },
      { 'event.module': { order: 'asc', missing: '_first' } },
      { 'event.dataset': { order: 'asc', missing: '_first' } },
    ]);
    expect(timeOrder(true)[1]).toEqual({ 'event.id': { order: 'desc', missing: '_last' } });
  });

  it('protects rows named to be kept; an exception without conditions keeps everything', () => {
    expect(forgetQuery(500, { 'user.id': 'kim' }, [{ 'host.id': 'h' }, {}])).toEqual({
      bool: {
        filter: [{ range: { '@timestamp': { lt: 500 } } }, { term: { 'user.id': { value: 'kim' } } }],
        must_not: [
          { bool: { filter: [{ match_all: {} }, { term: { 'host.id': { value: 'h' } } }] } },
          { bool: { filter: [{ match_all: {} }] } },
        ],
      },
    });
  });
});

describe('a tally', () => {
  it('becomes one walk when nothing distinct is counted', () => {
    const query = { where: {}, by: ['user.email', 'half-hour'], measure: { times: 'count', keys: { sum: 'farmwatch.input.keys' }, first: { min: '@timestamp' } } } as const satisfies Tally;

    expect(passesOf(query)).toEqual([{
      sources: [
        { g0: { terms: { field: 'user.email', missing_bucket: true } } },
        { g1: { date_histogram: { field: '@timestamp', fixed_interval: '30m' } } },
      ],
      aggregations: { m1: { stats: { field: 'farmwatch.input.keys' } }, m2: { min: { field: '@timestamp' } } },
      simple: {
        times: { measure: 'count', aggregation: 'm0' },
        keys: { measure: { sum: 'farmwatch.input.keys' }, aggregation: 'm1' },
        first: { measure: { min: '@timestamp' }, aggregation: 'm2' },
      },
    }]);
  });

  it('walks once for each distinct measure, one level deeper, and lets the first walk bring the rest', () => {
    const query = { where: {}, by: ['user.email'], measure: { addresses: { distinct: 'source.ip' }, times: 'count', days: { distinct: 'day' } } } as const satisfies Tally;

    const passes = passesOf(query);

    expect(passes.map(({ spread, sources, simple }) => ({ spread: spread?.name, last: sources.at(-1), simple: Object.keys(simple) }))).toEqual([
      { spread: 'addresses', last: { value: { terms: { field: 'source.ip', missing_bucket: true } } }, simple: ['times'] },
      { spread: 'days', last: { value: { date_histogram: { field: '@timestamp', fixed_interval: '1d' } } }, simple: [] },
    ]);
  });

  it('puts distinct levels together: counts add up, a missing value is no value', () => {
    const query = { where: {}, by: ['user.email'], measure: { addresses: { distinct: 'source.ip' }, times: 'count', keys: { sum: 'farmwatch.input.keys' } } } as const satisfies Tally;
    const [pass] = passesOf(query);
    const bucket = (email: string | null, value: string | null, times: number, count: number, sum: number): CompositeBucket =>
      ({ key: { g0: email, value }, doc_count: times, m1: { count, sum } });
    const table = tabulate(query);

    table.add(pass!, [bucket('lee', '192.0.2.1', 2, 0, 0), bucket('kim', null, 1, 1, 5)]);
    table.add(pass!, [bucket('kim', '192.0.2.1', 3, 2, 7), bucket('kim', '192.0.2.2', 1, 0, 0), bucket(null, null, 4, 0, 0)]);

    expect(table.rows()).toEqual([
      { 'user.email': undefined, addresses: 0, times: 4, keys: undefined },
      { 'user.email': 'kim', addresses: 2, times: 5, keys: 12 },
      { 'user.email': 'lee', addresses: 1, times: 2, keys: undefined },
    ]);
  });

  it('orders rows by bytes of UTF-8, where an astral character comes after every other', () => {
    const query = { where: {}, by: ['user.name'], measure: {} } as const satisfies Tally;
    const [pass] = passesOf(query);
    const table = tabulate(query);

    table.add(pass!, ['😀', '\uffee', 'z', 'é'].map((name) => ({ key: { g0: name }, doc_count: 1 })));

    expect(table.rows().map((row) => row['user.name'])).toEqual(['z', 'é', '\uffee', '😀']);
  });

  it('takes the day for a level when there is no group, and counts all of it together', () => {
    const query = { where: {}, by: [], measure: { times: 'count', last: { max: 'host.uptime' } } } as const satisfies Tally;
    const [pass] = passesOf(query);
    const table = tabulate(query);

    table.add(pass!, [{ key: { day: 0 }, doc_count: 2, m1: { value: 9 } }, { key: { day: 86_400_000 }, doc_count: 3, m1: { value: null } }]);

    expect(pass!.sources).toEqual([{ day: { date_histogram: { field: '@timestamp', fixed_interval: '1d' } } }]);
    expect(table.rows()).toEqual([{ times: 5, last: 9 }]);
  });
});

describe('the mappings', () => {
  it('follow from the fields and leave nothing to guess', () => {
    expect(EVENT_PROPERTIES['@timestamp']).toEqual({ type: 'date', format: 'epoch_millis' });
    expect(EVENT_PROPERTIES['source.ip']).toMatchObject({ type: 'keyword', fields: { ip: { type: 'ip' } } });
    expect(eventsBlueprint('farmwatch-events')).toMatchObject({ mappings: { dynamic: false }, aliases: { 'farmwatch-events': {} } });
  });

  it('keep an event in the month it happened in, UTC', () => {
    expect(monthIndex('farmwatch-events', Date.UTC(2026, 10, 30, 23, 59))).toBe('farmwatch-events-2026.11');
    expect(monthIndex('farmwatch-events', Date.UTC(2026, 11, 1))).toBe('farmwatch-events-2026.12');
    const indexOf = indexesOfEvents('farmwatch-events', Date.UTC(2026, 10, 16));
    const days = Array.from({ length: 60 * 366 }, (_, day) => Date.UTC(2000, 0, day));
    expect([Date.UTC(2024, 9, 31, 23, 59), Date.UTC(2024, 10, 1), Date.UTC(2027, 0, 31), Date.UTC(2027, 1, 1)].map(indexOf)).toEqual(['farmwatch-events-other', 'farmwatch-events-2024.11', 'farmwatch-events-2027.01', 'farmwatch-events-other']);
    // Whatever days records tell.
    expect(new Set(days.map(indexOf)).size).toBe(28);
  });

  it('accept only a prefix that can begin the name of an index', () => {
    expect(['farmwatch', 'farmwatch-test_2'].every(isPrefix)).toBe(true);
    expect(['', 'Farmwatch', '-x', 'a*', 'a,b', '../x', 'x'.repeat(65)].some(isPrefix)).toBe(false);
  });
});
