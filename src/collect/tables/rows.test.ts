import { describe, expect, it } from 'vitest';
import { isRejected } from '../../core/parse-event.ts';
import type { TableKind, TableRows } from '../../core/person.ts';
import { shinglesOf } from '../../core/shingles.ts';
import { tokenOf } from '../../core/token.ts';
import { readRow, recordOf, type Cells, type Note } from './rows.ts';

const KEY = { version: 1, secret: Buffer.from('a company key of some length') };
const CONTEXT = { key: KEY, callingCode: '1' };
const KIM = { hire_id: 'h-17', email: 'kim@corp.example', start_date: '2026-11-02' };

function taken<K extends TableKind>(kind: K, cells: Cells): { row: TableRows[K]; notes: readonly Note[]; knownFrom?: number } {
  const read = readRow(kind, cells, CONTEXT);
  if (isRejected(read)) throw new Error(read.rejected);
  return read;
}
function refusal(kind: TableKind, cells: Cells): string {
  const read = readRow(kind, cells, CONTEXT);
  return isRejected(read) ? read.rejected : 'taken';
}

describe('readRow', () => {
  it('takes a hire of whom only the required is known; missing is unknown', () => {
    expect(taken('people', KIM)).toEqual({ row: { ...KIM, user_names: [], device_serials: [] }, notes: [] });
  });

  it('takes no text that no record could hold', () => {
    const [fits, long] = ['é'.repeat(4_000), 'é'.repeat(4_001)];
    const said = 'is longer than 8,000 bytes, likely several cells in one; look for a quotation mark that is not closed';

    expect(taken('people', { ...KIM, hire_id: fits, user_names: fits }).row).toMatchObject({ hire_id: fits, user_names: [fits] });
    for (const column of ['hire_id', 'email', 'display_name', 'team']) expect(refusal('people', { ...KIM, [column]: long }), column).toMatch(new RegExp(`^${column} "é+…? ${said}$`));
    expect(refusal('devices', { serial: long })).toContain(said);
    const { row, notes } = taken('people', { ...KIM, user_names: `kim;${long}` });
    expect([row.user_names, notes]).toEqual([['kim'], [expect.objectContaining({ column: 'user_names', said: `has a part that ${said}; it is left out` })]]);
  });

  it('reads everything a people row may say', () => {
    const { row, notes } = taken('people', {
      ...KIM, user_names: 'kim; CORP\\kim;S-1-5-21-1', display_name: 'Kim Lee', end_date: '2027-01-31', employment: 'Full-time', agency: 'Blue Harbor', role: 'engineer',
      team: 'QA', manager_email: 'boss@corp.example', referred_by: 'h-3', work_mode: 'WFH', device_kind: 'corporate', home_city: 'Austin', home_region: 'tx',
      home_country: 'United States', home_lat: '30.267', home_lon: '-97.667', time_zone: 'America/Chicago', work_hours: '9:00 – 17:00', household: 'a',
      device_serials: 'SN-1; SN-2', ship_city: 'Austin', ship_region: 'US-TX', ship_country: 'us', ship_lat: '30,3', ship_lon: '-97,7', ship_address_token: 'abc',
      shipped_at: '2026-10-28T09:30:00Z', delivered_at: '2026-10-30 10:00:00Z', phone_token: 'p1', bank_token: 'b1', known_from: '2026-10-01',
    });

    expect(notes).toEqual([]);
    expect(row).toEqual({
      ...KIM, user_names: ['kim', 'CORP\\kim', 'S-1-5-21-1'], display_name: 'Kim Lee', end_date: '2027-01-31', employment: 'employee', agency: 'Blue Harbor', role: 'engineer',
      team: 'QA', manager_email: 'boss@corp.example', referred_by: 'h-3', work_mode: 'remote', device_kind: 'company', home_city: 'Austin', home_region: 'US-TX',
      home_country: 'US', home: { lat: 30.267, lon: -97.667 }, time_zone: 'America/Chicago', work_hours: '09:00-17:00', household: 'a',
      device_serials: ['SN-1', 'SN-2'], ship_city: 'Austin', ship_region: 'US-TX', ship_country: 'US', ship: { lat: 30.3, lon: -97.7 }, ship_address_token: 'people:address:abc',
      shipped_at: Date.UTC(2026, 9, 28, 9, 30), delivered_at: Date.UTC(2026, 9, 30, 10), phone_token: 'people:phone:p1', bank_token: 'people:bank:b1',
    });
  });

  it('takes an end long before the start for that of an earlier employment, and one shortly before for somebody who never came', () => {
    const returned = taken('people', { ...KIM, end_date: '2022-01-31' });
    const never = taken('people', { ...KIM, end_date: '2026-10-30' });

    expect(returned.row).not.toHaveProperty('end_date');
    expect(returned.notes).toMatchObject([{ column: 'end_date', said: expect.stringContaining('an earlier employment'), found: '2022-01-31' }]);
    expect(never.row).toMatchObject({ end_date: '2026-10-30' });
    expect(never.notes).toMatchObject([{ said: expect.stringContaining('never started') }]);
  });

  it('reads one row of each other kind', () => {
    expect(taken('devices', { serial: 'SN-1', hire_id: 'h-17', assigned_from: '2026-10-28' }).row).toEqual({ serial: 'SN-1', hire_id: 'h-17', assigned_from: Date.UTC(2026, 9, 28) });
    expect(taken('accounts', { email: 'kim@corp.example', sid: 'S-1-5-21-1' }).row).toEqual({ email: 'kim@corp.example', sid: 'S-1-5-21-1' });
    expect(taken('places', { place_id: 'p', name: 'Austin', kind: 'Coworking', cidr: '192.0.2.0/24; 2001:DB8::/32', lat: '30', lon: '-97' }).row)
      .toEqual({ place_id: 'p', name: 'Austin', kind: 'cowork', cidr: ['192.0.2.0/24', '2001:db8::/32'], at: { lat: 30, lon: -97 } });
    expect(taken('travel', { hire_id: 'h-17', from: '2026-11-03', to: '2026-11-03', country: 'PH' }).row).toEqual({ hire_id: 'h-17', from: '2026-11-03', to: '2026-11-03', country: 'PH' });
    expect(taken('allowed', { tool: 'anydesk', scope: 'Everyone', owner: 'it', reason: 'help' })).toMatchObject({ row: { scope: 'all' }, notes: [{ column: 'scope', said: 'is no word of the format; it is taken for all', found: 'Everyone' }] });
    expect(taken('allowed', { tool: 'AnyDesk', scope: 'Team: QA', owner: 'it', reason: 'lab' }).row).toEqual({ tool: 'anydesk', scope: 'team:QA', owner: 'it', reason: 'lab' });
    expect(taken('applications', { application_id: 'a-1', applied_from_ip: '::ffff:192.0.2.1', employers: 'Mint|2021-02|2022-02;Iron|2022-01|', references: 'r1;r2' }).row)
      .toEqual({ application_id: 'a-1', applied_from_ip: '192.0.2.1', employers: ['Mint|2021-02|2022-02', 'Iron|2022-01|'], references: ['applications:reference:r1', 'applications:reference:r2'] });
    expect(taken('institutions', { name: 'Old River', kind: 'school', majors: 'Physics;English', term_start_months: '8;Sep' }).row)
      .toEqual({ name: 'Old River', kind: 'school', majors: ['Physics', 'English'], term_start_months: [8, 9], term_end_months: [] });
    expect(taken('indicators', { kind: 'IPv4', value: '192.0.2.1' }).row).toEqual({ kind: 'ip', value: '192.0.2.1' });
  });

  it.each([
    ['01-Feb-2027', '2027-02-01'], ['1 February 2027', '2027-02-01'], ['Sept 9, 2026', '2026-09-09'], ['09-SEP-2026 00:00:00', '2026-09-09'],
  ])('reads %s, whose month is a word', (start, day) => {
    expect(taken('people', { hire_id: 'h-17', email: 'kim@corp.example', start_date: start }).row).toMatchObject({ start_date: day });
  });
  it('reads a work mode with a country behind it', () => {
    expect(taken('people', { hire_id: 'h-17', email: 'kim@corp.example', start_date: '2026-11-02', work_mode: 'Fully Remote (US)' }).row).toMatchObject({ work_mode: 'remote' });
  });

  it.each([
    ['people', { start_date: '0000-00-00' }, 'start_date "0000-00-00" is no day; leave the cell empty where the day is not known'],
    ['people', { start_date: '2026-02-30' }, 'is no day; write year, month and day as 2026-11-16'],
    ['people', { start_date: '11/16/2026' }, 'start_date "11/16/2026" is no day, because in such dates either the day or the month stands first; write year, month and day as 2026-11-16'],
    ['people', { start_date: '16 Fev 2026' }, 'is no day; write year, month and day as 2026-11-16'],
    ['people', { start_date: '16 Feb 26' }, 'is no day, because the month is written as a word; write year, month and day as 2026-11-16'],
    ['people', { start_date: '31-Feb-2026' }, 'is no day; write year, month and day as 2026-11-16'],
    ['people', { start_date: '46055' }, 'is no day, but the number by which a spreadsheet keeps one: give the column the format yyyy-mm-dd and save the file again; write year'],
    ['people', { shipped_at: '16.2.2026 09:30' }, 'is no instant, because in such dates either the day or the month stands first; write it in UTC'],
    ['people', { shipped_at: '1788160150' }, 'is no instant, but a number of seconds since 1970; write it in UTC'],
    ['people', { start_date: '' }, 'start_date is empty; a people row needs it'],
    ['people', { email: 'kim' }, 'email "kim" is no mail address'],
    ['people', { shipped_at: '0000-00-00 00:00:00' }, 'is no instant'],
    ['people', { shipped_at: 'tomorrow' }, 'write it in UTC as 2026-11-16T09:30:00Z'],
    ['places', { place_id: 'p', name: 'n', kind: 'castle' }, 'kind "castle" is none of office, vpn-egress'],
    ['places', { place_id: 'p', name: 'n', kind: 'Data-Centre' }, 'carrier-nat; write vpn-egress where people leave by its addresses, cloud-desktop where their desktops run there'],
    ['allowed', { tool: 'anydesk', scope: 'all', reason: 'help' }, 'owner is empty; an allowed row needs it'],
    ['places', { place_id: 'p', name: 'n', kind: 'office', cidr: '192.0.2.0/33' }, 'no address block'],
    ['places', { place_id: 'p', name: 'n', kind: 'office', cidr: '0.0.0.0/0' }, 'vouches for too much of the internet with 0.0.0.0/0'],
    ['travel', { hire_id: 'h', from: '2026-11-09', to: '2026-11-03' }, 'to "2026-11-03" is before from "2026-11-09"'],
    ['devices', { serial: 'To Be Filled By O.E.M.' }, 'is a placeholder and names no laptop'],
    ['devices', { serial: 'SN-1', assigned_from: '2026-11-09', assigned_to: '2026-11-03' }, 'assigned_to is before assigned_from'],
    ['accounts', { email: 'kim@corp.example' }, 'names no account'],
    ['allowed', { tool: 'anydesk', scope: 'QA', owner: 'it', reason: 'x' }, 'write all, team:NAME or hire:ID'],
    ['institutions', { name: 'x', kind: 'school', term_end_months: '-1' }, 'write numbers from 1 to 12'],
    ['institutions', { name: 'x', kind: 'school', term_end_months: '0;13' }, 'write numbers from 1 to 12'],
    ['indicators', { kind: 'ip', value: 'not one' }, 'is no IP address'],
    ['indicators', { kind: 'ip', value: '0.0.0.0/0' }, 'holds too much of the internet'],
    ['indicators', { kind: 'ip', value: '2000::/3' }, 'holds too much of the internet'],
    ['indicators', { kind: 'email', value: '*@gmail.com' }, 'is a mail service where anybody has an address'],
    ['indicators', { kind: 'email', value: '@GMAIL.com' }, 'is a mail service where anybody has an address'],
    ['indicators', { kind: 'email', value: 'kim.*@corp.example' }, 'is no mail address'],
    ['indicators', { kind: 'phone', value: 'phone:1:00112233445566778899aabbccddeeff' }, 'a token made elsewhere never equals ours'],
    ['indicators', { kind: 'device', value: 'Default string' }, 'is a placeholder'],
    ['indicators', { kind: 'resume', value: 'too few words' }, 'too few words for a résumé'],
  ] as const)('refuses a %s row with %o', (kind, cells, reason) => {
    expect(refusal(kind, { ...(kind === 'people' ? KIM : {}), ...cells })).toContain(reason);
  });

  it.each([
    [{ time_zone: 'America/Chcago' }, 'time_zone', 'is no IANA time zone; did you mean America/Chicago?; it is left out'],
    [{ time_zone: 'CST' }, 'time_zone', 'is no IANA time zone; write one such as America/Chicago; it is left out'],
    [{ home_lat: '-91', home_lon: '0' }, 'home_lat', 'is no latitude; degrees lie between -90 and 90; it is left out'],
    [{ home_lat: '30', home_lon: 'west' }, 'home_lon', 'is no longitude; write degrees as a number, north and east positive; it is left out'],
  ] as const)('leaves %o out, because the person is worth more', (cells, column, said) => {
    const { row, notes } = taken('people', { ...KIM, ...cells });

    expect(row).toEqual(taken('people', KIM).row);
    expect(notes).toContainEqual({ column, said, found: Object.values(cells).at(column === 'home_lat' ? 0 : -1) });
  });

  it.each([['Central Standard Time', 'America/Chicago'], ['eastern', 'America/New_York'], ['Pacific Time (US & Canada)', 'America/Los_Angeles']])('understands the zone %s', (zone, is) => {
    expect(taken('people', { ...KIM, time_zone: zone })).toMatchObject({ row: { time_zone: is }, notes: [{ column: 'time_zone', said: `is taken for ${is}`, found: zone }] });
  });

  it.each([
    ['a lost minus sign', '28.54', '81.38'], ['latitude and longitude in each other’s place', '-81.38', '28.54'],
  ])('leaves out coordinates outside the United States where that is the country: %s', (_what, lat, lon) => {
    const { row, notes } = taken('people', { ...KIM, home_country: 'US', home_lat: lat, home_lon: lon });

    expect(row.home).toBeUndefined();
    expect(notes).toEqual([{ column: 'home_lat', said: "and home_lon lie outside US, the country of the row; they are left out: look for a lost minus sign, or for the two in each other's place", found: `${lat}, ${lon}` }]);
  });

  it.each([
    ['US', '28.54', '-81.38'], ['US', '71.39', '-156.48'], ['US', '13.44', '144.79'], ['US', '-14.28', '-170.70'], ['US', '52.9', '172.5'], ['US', '18.47', '-66.11'],
    ['NP', '28.54', '81.38'], ['', '28.54', '81.38'],
  ])('takes coordinates in %s at %s, %s', (country, lat, lon) => {
    expect(taken('people', { ...KIM, home_country: country, home_lat: lat, home_lon: lon }).row.home).toEqual({ lat: Number(lat), lon: Number(lon) });
  });

  it('gives every reason at once', () => {
    expect(refusal('people', { ...KIM, start_date: '0000-00-00', email: 'kim' }).split('; ').filter((part) => part.includes('"'))).toHaveLength(2);
  });

  it.each([
    ['employment', 'on probation', 'is none of employee, contractor; it is left out'],
    ['manager_email', 'Boss', 'is no mail address; write name@company.example; it is left out'],
    ['home_country', 'Narnia', 'is no country; write its ISO 3166 code, such as US; it is left out'],
    ['work_hours', 'late', 'are no hours; write the local clock as 09:00-17:00; it is left out'],
    ['work_hours', '9-5', 'may end in the morning or in the evening; write the clock of 24 hours, as 09:00-17:00; it is left out'],
    ['work_hours', '0-0', 'end when they begin; write 00:00-24:00 for the whole day; it is left out'],
    ['phone_token', 'N/A', 'is a placeholder and stands for nothing; it is left out'],
    ['home_lat', '30.1', 'stands without home_lon and is left out; write both or neither'],
  ])('takes a hire whose %s is %j without it, and notes that', (column, text, said) => {
    const { row, notes } = taken('people', { ...KIM, [column]: text });

    expect(notes).toEqual([{ column, said, found: text }]);
    expect(row).toEqual({ ...KIM, user_names: [], device_serials: [] });
  });

  it('takes a time without a zone for UTC, and notes that', () => {
    const { row, notes } = taken('people', { ...KIM, shipped_at: '2026-10-28 09:30' });

    expect(row.shipped_at).toBe(Date.UTC(2026, 9, 28, 9, 30));
    expect(notes[0]!.said).toBe('gives no zone and is taken for UTC');
  });

  it('takes 0, 0 for no place', () => {
    expect(taken('people', { ...KIM, home_lat: '0', home_lon: '0.0' }).row.home).toBeUndefined();
  });

  it('drops placeholder serial numbers from a list and keeps the others', () => {
    const { row, notes } = taken('people', { ...KIM, device_serials: 'To Be Filled By O.E.M.;SN-1;0;None;123456789;System Serial Number' });

    expect(row.device_serials).toEqual(['SN-1']);
    expect(notes).toMatchObject([{ column: 'device_serials', said: 'has placeholders that name no laptop; they are left out' }]);
  });

  it('keeps formulas as text', () => {
    expect(taken('people', { ...KIM, display_name: '=HYPERLINK("http://x.example")', role: '+1', team: '@SUM(A1)', household: '-1' }).row)
      .toMatchObject({ display_name: '=HYPERLINK("http://x.example")', role: '+1', team: '@SUM(A1)', household: '-1' });
  });
});

describe('what is taken by another word', () => {
  it('is told where the column decides over the row', () => {
    expect(taken('institutions', { name: 'Cedar College', kind: 'university' })).toMatchObject({ row: { kind: 'school' }, notes: [{ column: 'kind', said: 'is taken for school', found: 'university' }] });
    expect(taken('institutions', { name: 'Cedar College', kind: 'School' }).notes).toEqual([]);
    expect(taken('people', { ...KIM, employment: 'FTE' }).notes).toEqual([]);
  });
});

describe('a laptop that came before it was sent', () => {
  it('is told, and taken', () => {
    expect(taken('devices', { serial: 'SN-1', shipped_at: '2026-03-28T10:00:00Z', delivered_at: '2026-03-27T10:00:00Z' }).notes).toEqual([{ column: 'delivered_at', said: 'is before shipped_at' }]);
  });
});

describe('private values', () => {
  it('become our tokens and are not kept', () => {
    const { row } = taken('people', {
      ...KIM, phone: '(415) 555-0123', phone_token: 'p1', bank_account: 'DE89 3704 0044 0532 0130 00', ship_street: '12 Main Street', ship_unit: 'Apt 4', ship_postcode: '78701',
    });

    expect(row.phone_token).toBe(tokenOf(KEY, 'phone', '+14155550123'));
    expect(row.bank_token).toBe(tokenOf(KEY, 'bank', 'DE89370400440532013000'));
    expect(row.ship_address_token).toBe(tokenOf(KEY, 'address', '12 Main St Apt 4, Austin, TX 78701'));
    expect(JSON.stringify(row)).not.toMatch(/555|3704|Main|78701/);
  });

  it('of an application stand beside the token it brings', () => {
    expect(taken('applications', { application_id: 'a', phone: '415-555-0123', phone_token: 'p1' }).row)
      .toMatchObject({ phone: tokenOf(KEY, 'phone', '+14155550123'), phone_token: 'applications:phone:p1' });
  });

  it('become tokens also where they stand in the place of one', () => {
    const { row, notes } = taken('people', { ...KIM, phone_token: '415-555-0123', bank_token: 'DE89370400440532013000', ship_address_token: '12 Main St, Austin, TX 78701' });
    const { row: application } = taken('applications', { application_id: 'a', references: 'r1;sam@post.example' });

    expect(row).toMatchObject({ phone_token: tokenOf(KEY, 'phone', '+14155550123'), bank_token: tokenOf(KEY, 'bank', 'DE89370400440532013000'), ship_address_token: tokenOf(KEY, 'address', '12 Main Street, Austin, TX 78701') });
    expect(notes).toHaveLength(3);
    expect(application['references']).toEqual(['applications:reference:r1', tokenOf(KEY, 'reference', 'sam@post.example')]);
    expect(JSON.stringify([row, notes, application])).not.toMatch(/555|3704|Main|sam@/);
  });

  it('have the country of their row, else that of the company, else what their form says, and are named where that is none', () => {
    const phones = (row: Readonly<Record<string, string>>): unknown => [readRow('people', { ...KIM, ...row }, { key: KEY }), readRow('applications', { application_id: 'a', ...row }, { key: KEY })]
      .map((read) => ('rejected' in read ? read : [(read.row as { phone?: string }).phone ?? (read.row as { phone_token?: string }).phone_token, read.notes]));
    const american = [tokenOf(KEY, 'phone', '+13145550134'), []];
    const german = [tokenOf(KEY, 'phone', '+4915123456789'), []];

    for (const phone of ['+1 314 555 0134', '(314) 555-0134', '1-314-555-0134', '314.555.0134', '3145550134']) {
      expect(phones({ phone, home_country: 'US', claimed_country: 'United States' })).toEqual([american, american]);
      expect(phones({ phone, home_country: '', claimed_country: '' })).toEqual([american, american]);
    }
    for (const phone of ['0151 23456789', '+49 151 23456789', '0049151 23456789']) expect(phones({ phone, home_country: 'DE', claimed_country: 'Germany' })).toEqual([german, german]);
    const unknown = [tokenOf(KEY, 'phone', '015123456789'), [{ column: 'phone', said: expect.stringMatching(/names no country, nor does its row.*company\.calling_code/) }]];
    expect(phones({ phone: '0151 23456789', home_country: '', claimed_country: '' })).toEqual([unknown, unknown]);
    expect(taken('people', { ...KIM, phone: '0151 23456789', home_country: 'DE' }).row.phone_token).toBe(german[0]);
  });

  it('of an indicator meet those of our own records', () => {
    expect(taken('indicators', { kind: 'phone', value: '+1 415 555 0123' }).row.value).toBe(tokenOf(KEY, 'phone', '+14155550123'));
  });

  it('of a résumé are kept as hashes of its passages, which meet those of an indicator', () => {
    const text = 'Built the payment service in Go with two others, then moved it to another cloud.';
    const { row, notes } = taken('applications', { application_id: 'a', resume_text: text });

    expect(row.resume_shingles).toEqual(shinglesOf(KEY, text));
    expect(JSON.stringify([row, notes])).not.toMatch(/payment|cloud/);
    expect(taken('indicators', { kind: 'resume', value: text }).row.value.split(' ')).toEqual(row.resume_shingles);
    expect(recordOf('applications', { application_id: 'a', resume_text: text })).toEqual({ application_id: 'a', resume_text: '(not kept)' });
    expect(recordOf('indicators', { kind: 'resume', value: text })).toEqual({ kind: 'resume', value: '(not kept)' });
  });

  it('are not told in notes', () => {
    const { notes } = taken('people', { ...KIM, phone: 'ask 415', ship_street: '12 Main St' });

    expect(notes.map((note) => note.column)).toEqual(['phone', 'ship_street']);
    expect(JSON.stringify(notes)).not.toMatch(/415|12 Main/);
  });

  it('are not shown in records', () => {
    expect(recordOf('people', { ...KIM, phone: '415', phone_token: '415' })).toEqual({ ...KIM, phone: '(not kept)', phone_token: '(not kept)' });
    expect(recordOf('indicators', { kind: 'phone', value: '415' })).toEqual({ kind: 'phone', value: '(not kept)' });
    expect(recordOf('indicators', { kind: 'fone', value: '415' })).toEqual({ kind: 'fone', value: '(not kept)' });
    expect(recordOf('indicators', { kind: 'ip', value: 'x' })).toEqual({ kind: 'ip', value: 'x' });
  });
});
