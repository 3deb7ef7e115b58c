import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../core/time.ts';
import { MONDAY } from '../../../test/support/builders.ts';
import type { Facts } from './facts.ts';
import { sayTrouble, troublesOf } from './troubles.ts';

const NOW = MONDAY;
/** Facts of a company where all is well, with what is told otherwise. */
function facts(other: Partial<Facts> = {}): Facts {
  return {
    now: NOW, pulls: [{ source: 'okta', goodAt: NOW - MINUTE, failed: null, clockAheadMs: 400 }], refusing: [], unreadable: [], ahead: [], lags: [], shifts: [], fields: [],
    signIns: { located: 100, ownExit: 3, accounts: 40, busiest: { line: '203.0.113.9/32', accounts: 4 }, first: NOW - DAY }, joiners: { accounts: 0, since: null },
    rows: { hires: [], tools: 0, teams: 0, ended: 0 }, ...other,
  };
}
const said = (other: Partial<Facts>): readonly string[] => troublesOf(facts(other)).map(sayTrouble);
const failing = { goodAt: NOW - 5 * DAY, failed: 'okta refused', failingSince: NOW - 4 * DAY };

describe('what is broken', () => {
  it('is nothing where all is well', () => {
    expect(troublesOf(facts())).toEqual([]);
  });

  it('is a secret that ended, since the first refusal, with what the vendor answers and the cure', () => {
    const pulls = [{ ...failing, source: 'okta', failure: { code: 'source.refused', why: 'acme.okta.com/api/v1/logs answers 401', cure: 'The secret may have expired.' } }];

    expect(said({ pulls })).toEqual(['okta: fetching is refused (acme.okta.com/api/v1/logs answers 401); the last good one was at 2026-10-28T09:00:00Z, since 2026-10-29T09:00:00Z. The secret may have expired.']);
  });

  it.each([
    ['source.away', 'unreachable', /^okta: fetching fails \(x\).*The next pull goes on/],
    ['source.odd', 'odd', /service may have changed/],
    ['config.invalid', 'misconfigured', /cannot begin \(x\).*config check/],
    ['file.missing', 'misconfigured', /put the secret where it points/],
  ] as const)('is a pull that ends with %s', (code, kind, sentence) => {
    const [trouble] = troublesOf(facts({ pulls: [{ ...failing, source: 'okta', failure: { code, why: 'x' } }] }));

    expect(trouble).toMatchObject({ kind, source: 'okta', since: NOW - 4 * DAY });
    expect(sayTrouble(trouble!)).toMatch(sentence);
  });

  it('is the clock of this machine where most vendors agree, and not where one alone is off', () => {
    const pull = (source: string, clockAheadMs: number) => ({ source, goodAt: NOW, failed: null, clockAheadMs });

    expect(said({ pulls: [pull('okta', -10 * MINUTE), pull('entra-id', -10 * MINUTE)] })).toEqual([
      'the clock of this machine is 10 minutes behind okta, entra-id (it says 2026-11-02T09:00:00Z). Let it follow a time server (timedatectl set-ntp true): what comes in is stamped with it, and tokens are refused by it.',
    ]);
    expect(said({ pulls: [pull('okta', 10 * MINUTE), pull('entra-id', 0), pull('duo', 1)] })).toEqual([]);
  });

  it('is a mapping that refuses everything, and not one odd record', () => {
    const refusing = { source: 'cisco', since: NOW - DAY, reason: 'no time' };

    expect(said({ refusing: [{ ...refusing, records: 300 }] })).toEqual(['cisco: none of 300 records could be used (most: no time), since 2026-11-01T09:00:00Z. Its format or an option may have changed: farmwatch doctor cisco --from-file FILE shows record by record how it is understood.']);
    expect(said({ refusing: [{ ...refusing, records: 1 }] })).toEqual([]);
  });

  it('is a time to come', () => {
    expect(said({ ahead: [{ source: 'windows', events: 4, first: NOW - HOUR, farthest: NOW + HOUR }] })).toEqual(['windows: 4 events tell of a time to come, up to 2026-11-02T10:00:00Z, since 2026-11-02T08:00:00Z. Its clock or time zone is wrong, or the clock of this machine is behind: compare both with a time server.']);
  });

  it('is a zone, where nearly all events come the same whole hours late or early', () => {
    const lag = { source: 'fortigate', events: 100, hours: 8, first: NOW - DAY };

    expect(said({ lags: [{ ...lag, byHalfHours: { 10: 97, 0: 3 } }] })).toEqual(['fortigate: 97 of 100 events come 5 hours after the time they tell, always the same, since 2026-11-01T09:00:00Z. Its clock runs 5 hours west of the zone that holds for it: name the right one under sources.fortigate.options.zone. Where records wait before they are handed over, nothing is wrong.']);
    expect(said({ lags: [{ ...lag, byHalfHours: { [-11]: 100 } }] })[0]).toMatch(/come 5\.5 hours before the time.*runs 5\.5 hours east/);
  });

  it('is a zone of one log, where the others of its source are right, and said once where all are wrong', () => {
    const lag = { source: 'globalprotect', hours: 8, first: NOW - DAY };
    const right = [{ ...lag, events: 400, byHalfHours: { 0: 300, 10: 100 } }, { ...lag, dataset: 'fw-boston', events: 300, byHalfHours: { 0: 300 } }];

    expect(said({ lags: [...right, { ...lag, dataset: 'fw-dallas', events: 100, byHalfHours: { 10: 100 } }] })).toEqual(['globalprotect, log fw-dallas: 100 of 100 events come 5 hours after the time they tell, always the same, since 2026-11-01T09:00:00Z. Its clock runs 5 hours west of the zone that holds for it: name the right one under sources.globalprotect.options.zone, or where this log is exported. Where records wait before they are handed over, nothing is wrong.']);
    expect(said({ lags: right })).toEqual([]);
    expect(said({ lags: [undefined, 'fw-boston', 'fw-dallas'].map((dataset) => ({ ...lag, ...(dataset === undefined ? {} : { dataset }), events: 100, byHalfHours: { 10: 100 } })) })).toEqual([expect.stringMatching(/^globalprotect: /)]);
  });

  it('is said once of a zone that puts events into the future', () => {
    const lags = [{ source: 'fortigate', events: 100, hours: 8, first: NOW - DAY, byHalfHours: { [-4]: 100 } }];

    expect(troublesOf(facts({ lags, ahead: [{ source: 'fortigate', events: 9, first: NOW, farthest: NOW + 2 * HOUR }] })).map(({ kind }) => kind)).toEqual(['zone']);
  });

  it.each([
    ['come at once', { 0: 100 }, 100, 8],
    ['come half an hour late, as some systems hand over', { 1: 100 }, 100, 8],
    ['come with all kinds of delays, as from a nightly export', { 4: 30, 10: 40, 20: 30 }, 100, 8],
    ['are few', { 10: 19 }, 19, 8],
    ['came in one go', { 10: 100 }, 100, 1],
  ])('is no zone where events %s', (_, byHalfHours, events, hours) => {
    expect(said({ lags: [{ source: 'fortigate', events, hours, first: NOW, byHalfHours }] })).toEqual([]);
  });

  it('is a source that comes hours after what it tells, and came within minutes before', () => {
    const shift = { source: 'okta', halfHours: 14, since: NOW - 8 * DAY };

    expect(said({ shifts: [shift] })).toEqual(['okta: events come 7 hours after the time they tell, and came within minutes before, since 2026-10-25T09:00:00Z. Either they are held back on the way, or their zone is wrong by 7 hours, and people seem to work so much earlier than they do: ask somebody when they signed in or worked, and compare; then look at the zone of the export, and at what forwards it.']);
    // What is told of a time to come was held back by nobody.
    expect(said({ shifts: [{ ...shift, halfHours: -2 }], ahead: [{ source: 'okta', events: 9, first: NOW, farthest: NOW + HOUR }] })).toEqual([expect.stringMatching(/^okta: events come 1 hour before .*\. Their zone is wrong by 1 hour, and people seem to work so much later than they do: /)]);
  });

  it('is said once of a source that has an option for its zone', () => {
    const lags = [{ source: 'fortigate', events: 100, hours: 8, first: NOW - DAY, byHalfHours: { 10: 100 } }];

    expect(troublesOf(facts({ lags, shifts: [{ source: 'fortigate', halfHours: 10, since: NOW - DAY }] })).map(({ kind }) => kind)).toEqual(['zone']);
  });

  it('is a field that nearly all events had and none has now', () => {
    const field = { source: 'okta', action: 'sign-in', field: 'source.ip', lastAt: NOW - 5 * HOUR, before: { events: 100, filled: 95 }, after: 30 } as const;

    expect(said({ fields: [field] })).toEqual(['okta: source.ip stood in 95 of 100 events (sign-in) of the week before, and in none of 30 after it, since 2026-11-02T04:00:00Z. The system may have been updated, or its log format changed: farmwatch doctor okta --from-file FILE shows what fills it.']);
    expect(said({ fields: [{ ...field, before: { events: 100, filled: 60 } }] })).toEqual([]);
    expect(said({ fields: [{ ...field, after: 4 }] })).toEqual([]);
  });

  it('is a tunnel through which all sign-ins leave', () => {
    const [trouble] = troublesOf(facts({ signIns: { located: 100, ownExit: 96, accounts: 40, first: NOW - DAY } }));

    expect(trouble).toMatchObject({ kind: 'own-exit', what: expect.stringContaining('96 of 100 sign-ins'), cure: expect.stringContaining('outside the tunnel') });
  });

  it('is one address that carries nearly everybody', () => {
    const [trouble] = troublesOf(facts({ signIns: { located: 100, ownExit: 0, accounts: 40, busiest: { line: '203.0.113.9/32', accounts: 36 }, first: NOW - DAY } }));

    expect(trouble).toMatchObject({ kind: 'one-address', what: '36 of 40 accounts sign in from one address, 203.0.113.9/32', cure: expect.stringContaining('places.csv') });
  });

  it('is people in no people file, as a number', () => {
    expect(said({ joiners: { accounts: 3, since: NOW - 20 * DAY } })).toEqual(['3 accounts that began in the last 90 days are active and in no people file: whoever is behind is not watched, since 2026-10-13T09:00:00Z. Import the newest people.csv; where people go by other names, accounts.csv.']);
    expect(said({ joiners: { accounts: 1, since: NOW } })[0]).toMatch(/^1 account that began .* is active and in no people file/);
  });

  it('is rows about hires whom no people file has, as numbers', () => {
    const rows = { hires: [{ file: 'devices', rows: 85, alike: 85 }, { file: 'travel', rows: 1, alike: 0 }], tools: 0, teams: 0, ended: 0 } as const;

    expect(said({ rows })).toEqual([
      '85 rows of devices.csv name hires that no people file has: a laptop of theirs has no holder who is known; people.csv has the same ids but for leading zeros or case. Spreadsheets lose leading zeros: save that column as text, and import the file again that lost them. The next import names some of them.',
      '1 row of travel.csv names a hire that no people file has: a journey of theirs explains nothing. Import the people.csv that has them, staff of longer standing too, or mend hire_id. The next import names some of them.',
    ]);
    expect(said({ rows: { ...rows, hires: [{ file: 'devices', rows: 9, alike: 4 }] } })[0]).toContain('; people.csv has 4 of these ids but for leading zeros or case');
  });

  it('is permissions that permit nothing', () => {
    expect(said({ rows: { hires: [], tools: 2, teams: 1, ended: 1 } })).toEqual(['permissions of allowed.csv permit nothing: 2 for a tool that is not in the catalogue, 1 for a team that nobody in people.csv is in, 1 that ended in the last 90 days. "farmwatch allowed list --no-count" names them: mend allowed.csv, renew what is still needed, and take the others back with "farmwatch allowed remove".']);
  });
});
