import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { deskIn, type Desk, type Said } from './support/command-line.ts';
import { KIM, PEOPLE, all, anEventLine } from './support/kim.ts';

/** Tables from the command line, as people bring them. */

const NOW = Date.parse('2026-11-22T12:00:00Z');
const root = mkdtempSync(join(tmpdir(), 'farmwatch-bad-tables-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let desks = 0;
const aDesk = (): Desk => deskIn(join(root, String(++desks)), NOW);

describe('tables that come badly', () => {
  it('may begin with a byte-order mark and end lines with CRLF', async () => {
    const desk = aDesk();
    desk.file('people.csv', `\ufeff${PEOPLE}${KIM}`.replaceAll('\n', '\r\n'));

    expect((await desk.type('import', 'people.csv')).out).toEqual(['people.csv: read 1 / added 1 / already known 0 / rejected 0']);
    expect((await desk.type('import', 'people.csv')).out).toEqual(['people.csv: read 1 / added 0 / already known 1 / rejected 0']);
  });

  it('may be named behind the mapping of their columns, and tell unknown columns with their rows', async () => {
    const desk = aDesk();
    desk.file('people.csv', 'hire_id,Mail of work,start_date,home_cityy\nh-1,kim@company.example,2026-11-02,Austin\n');

    const { exit, out } = await desk.type('import', '--json', '--map', 'Mail of work=email', 'people.csv');
    expect(exit).toBe(0);
    expect(JSON.parse(out[0]!)).toMatchObject({ file: 'people.csv', added: 1, unknown_fields: { home_cityy: 1 } });
    expect((await desk.type('import', '--map', 'Mail of work', 'people.csv')).err[0]).toContain('does not fit');
  });

  it('keep a person whose zone or coordinates cannot be, and understand what zones are called', async () => {
    const desk = aDesk();
    desk.file('people.csv', 'hire_id,email,start_date,time_zone,home_lat,home_lon\nh-1,kim@company.example,2026-11-02,CST,95,-97\nh-2,lee@company.example,2026-11-02,Central Time (US & Canada),,\nh-3,max@company.example,2026-11-02,Pacific Standard Time,,\n');

    const said = await desk.type('import', 'people.csv');
    expect(said.out).toEqual(['people.csv: read 3 / added 3 / already known 0 / rejected 0']);
    expect(all(said)).toMatch(/time_zone is no IANA time zone.*it is left out \(line 2: "CST"\)/);
    expect(all(said)).toContain('time_zone is taken for America/Chicago (line 3: "Central Time (US & Canada)").');
    expect(all(said)).toContain('time_zone is taken for America/Los_Angeles (line 4: "Pacific Standard Time").');
    expect(all(said)).toMatch(/home_lat .*left out/);
  });

  it('may leave the names of places out: they go by their keys', async () => {
    const desk = aDesk();
    desk.file('places.csv', 'place_id,kind,cidr\nhq,office,203.0.113.0/24\n');

    expect((await desk.type('import', 'places.csv')).out).toEqual(['places.csv: read 1 / added 1 / already known 0 / rejected 0']);
  });

  it.each([
    ['people without a start date', '--people', 'hire_id,email\nh-1,kim@company.example\n', /a people file needs start_date, and the header lacks it\./],
    ['people with two columns of one name', '--people', 'hire_id,email,start_date,email\n', /the column email stands twice/],
    ['no header at all', '--people', '', /the file is empty/],
    ['a gzip file that is cut', '--people', gzipSync(PEOPLE + KIM).subarray(0, -12), /the gzip file is torn .* nothing of it was taken\.$/],
  ])('fail as a whole: %s', async (_what, option, content, said) => {
    const desk = aDesk();
    desk.file('table.csv', content);

    const { exit, err, out } = await desk.type('import', option, 'table.csv');

    expect([exit, out]).toEqual([1, []]);
    expect(err[0]).toMatch(said);
  });

  it('fail with the nearest kind when a column is missing and the kind was not named', async () => {
    const desk = aDesk();
    desk.file('table.csv', 'hire_id,email,role,team\nh-1,kim@company.example,engineer,a\n');

    const { exit, err } = await desk.type('import', 'table.csv');

    expect(exit).toBe(1);
    expect(err[0]).toContain('its header is most like people, but lacks start_date');
  });

  it.each([
    ['h-1,kim@company.example,0000-00-00,,', 'start_date "0000-00-00" is no day; leave the cell empty where the day is not known'],
    ['h-1,kim@company.example,2026-02-30,,', 'start_date "2026-02-30" is no day; write year, month and day as 2026-11-16'],
    ['h-1,nobody,2026-11-02,,', 'email "nobody" is no mail address; write name@company.example'],
  ])('lose the row that nobody can use: %s', async (row, reason) => {
    const desk = aDesk();
    desk.file('people.csv', `hire_id,email,start_date,time_zone,role\n${row}\nh-2,lee@company.example,2026-11-02,,\n`);

    const said = await desk.type('import', '--people', 'people.csv');
    await desk.type('import', '--people', 'people.csv');

    expect(said).toMatchObject({ exit: 0, out: ['people.csv: read 2 / added 1 / already known 0 / rejected 1'] });
    expect(said.err).toContain(`  1 × line 2: ${reason}`);
    expect(JSON.parse(desk.read('store/rejects.ndjson'))).toMatchObject({ line: 2, reason });
  });

  it('say once what is wrong with a column of dates, how often, and the cure', async () => {
    const desk = aDesk();
    desk.file('people.csv', `hire_id,email,start_date\nh-1,kim@company.example,02/11/2026\nh-2,lee@company.example,2026-11-02\nh-3,ada@company.example,03/04/2026\n`);

    const said = await desk.type('import', '--people', 'people.csv');

    expect(said.err.filter((line) => line.includes('is no day'))).toEqual(['  2 × first in line 2: start_date "02/11/2026" is no day, because in such dates either the day or the month stands first; write year, month and day as 2026-11-16; no date of start_date has a number over 12 that would show the order: say --dates mdy where the month stands first, --dates dmy where the day does']);
    expect(desk.read('store/rejects.ndjson').trim().split('\n').map((line) => (JSON.parse(line) as { line: number }).line)).toEqual([2, 4]);
  });

  it('are all shown in a dry run, also beside one whose kind nobody can tell; a real import writes none', async () => {
    const desk = aDesk();
    desk.file('people.csv', PEOPLE + KIM);
    desk.file('signins.csv', 'Date (UTC),User,Result,IP address\n2026-11-02T09:00:00Z,kim,Success,192.0.2.1\n');

    const shown = await desk.type('import', 'signins.csv', 'people.csv', '--dry-run');
    const refused = await desk.type('import', 'signins.csv', 'people.csv');

    expect([shown.exit, shown.out[0]]).toEqual([1, 'people.csv: read 1 / would add 1 / already known 0 / rejected 0']);
    expect(shown.err.at(-1)).toContain('signins.csv: cannot tell what kind of file this is (it looks like events in a table, such as sign-ins). Read it with "farmwatch collect table');
    expect([refused.exit, refused.out]).toEqual([1, []]);
  });

  it('are told in a dry run with what they would add, as events beside them are, and as nothing that was added', async () => {
    const desk = aDesk();
    desk.file('people.csv', PEOPLE + KIM);
    desk.file('events.ndjson', [anEventLine('a'), anEventLine('b'), '{}'].join('\n'));

    const dry = await desk.type('import', 'people.csv', 'events.ndjson', '--dry-run');
    const json = (await desk.type('import', 'people.csv', 'events.ndjson', '--dry-run', '--json')).out.map((line) => JSON.parse(line) as object).filter((line) => 'added' in line);
    await desk.type('import', 'people.csv', 'events.ndjson');
    const again = await desk.type('import', 'people.csv', 'events.ndjson', '--dry-run');

    expect(dry.out.filter((line) => line.includes(': read '))).toEqual([
      'people.csv: read 1 / would add 1 / already known 0 / rejected 0', 'events.ndjson: read 3 / would add up to 2 / rejected 1', 'all files: read 4 / would add up to 3 / rejected 1',
    ]);
    expect(json).toMatchObject([{ dry_run: true, added: 0, would_add: 1 }, { dry_run: true, added: 0, would_add: 2 }, { dry_run: true, added: 0, would_add: 3 }]);
    // Rows are compared with what is held; whether events are known shows when they are written.
    expect(again.out.filter((line) => line.includes(': read '))).toEqual([
      'people.csv: read 1 / would add 0 / already known 1 / rejected 0', 'events.ndjson: read 3 / would add up to 2 / rejected 1', 'all files: read 4 / would add up to 2 / already known 1 / rejected 1',
    ]);
  });

  it('of people miss nothing that the file of laptops beside them tells', async () => {
    const desk = aDesk();
    desk.file('people.csv', PEOPLE + KIM);
    desk.file('devices.csv', 'serial,hire_id,ship_city\nSN-1,h-1,Austin\n');

    const alone = await desk.type('import', 'people.csv', '--dry-run');
    const beside = await desk.type('import', 'people.csv', 'devices.csv', '--dry-run');
    const lost = (said: Said): readonly string[] => said.out.flatMap((line) => /^  without (device_serials|ship_\w+|shipped_at|delivered_at):/.exec(line)?.[1] ?? []);

    expect(lost(alone)).toContain('device_serials');
    expect(lost(beside)).toEqual(['ship_region', 'ship_country', 'ship_lat', 'ship_lon', 'ship_address_token', 'shipped_at', 'delivered_at']);
    expect(all(beside)).not.toContain('where it was sent cannot be told');
  });

  it('say of people whom nothing was seen of that they are unknown, and not quiet', async () => {
    const desk = aDesk();
    desk.file('people.csv', PEOPLE + KIM);
    await desk.type('import', 'people.csv');

    const told = await desk.type('detect', '--as-of', '2026-11-05T00:00:00Z');
    const json = JSON.parse((await desk.type('detect', '--as-of', '2026-11-05T00:00:00Z', '--json')).out[0]!) as { bands: object; unknown: number };

    expect(told.out[0]).toContain('people by band: act 0, review 0, watch 0, quiet 0, unknown 1.');
    expect(json).toMatchObject({ bands: { act: 0, review: 0, watch: 0, quiet: 1 }, unknown: 1 });
  });

  it('are read by the order of their dates where one shows it, or where --dates says it', async () => {
    const desk = aDesk();
    desk.file('people.csv', 'hire_id,email,start_date\nh-1,kim@company.example,09/28/2026\nh-2,lee@company.example,03/04/2026\n');
    desk.file('later.csv', 'hire_id,email,start_date\nh-3,ada@company.example,03/04/2026\n');

    const shown = await desk.type('import', 'people.csv', '--dry-run');
    const told = await desk.type('import', 'later.csv', '--dates', 'dmy', '--dry-run');
    const wrong = await desk.type('import', 'later.csv', '--dates', 'ymd', '--dry-run');

    expect([shown.out.filter((line) => line.startsWith('  row: ')), told.out.filter((line) => line.startsWith('  row: '))]).toEqual([
      ['  row: {"hire_id":"h-1","email":"kim@company.example","start_date":"2026-09-28"}', '  row: {"hire_id":"h-2","email":"lee@company.example","start_date":"2026-03-04"}'],
      ['  row: {"hire_id":"h-3","email":"ada@company.example","start_date":"2026-04-03"}'],
    ]);
    expect(shown.err).toContain('  start_date read as month/day/year, as 09/28/2026 shows.');
    expect(wrong.exit).toBe(2);
  });

  it('may spell a serial number as they like, and so may events: one laptop, whose second import adds nothing', async () => {
    const desk = aDesk();
    desk.file('people.csv', 'hire_id,email,start_date,device_serials\nh-1,kim@company.example,2026-11-02,5cg1234abd\n');
    desk.file('devices.csv', 'serial,hire_id\n5CG1234ABD,h-1\n');
    desk.file('later.csv', 'serial,hire_id\n 5cg1234abd,h-1\n');
    const nobody = { 'user.name': undefined, 'event.action': 'check-in' };
    // The last one brings no id, so it gets one of what it says, as it says it.
    desk.file('events.ndjson', [
      anEventLine('a', { ...nobody, 'device.serial_number': '5cg1234ABD', 'host.id': 'ABC', 'host.name': 'LT-1' }), anEventLine('b', { ...nobody, 'host.id': 'abc' }),
      anEventLine('c', { ...nobody, 'host.name': 'lt-1.corp.company.example' }), anEventLine('', { ...nobody, 'event.id': undefined, 'device.serial_number': ' 5cg1234abd' }),
    ].join('\n'));

    const first = await desk.type('import', 'people.csv', 'devices.csv', 'events.ndjson');
    const again = await desk.type('import', 'people.csv', 'later.csv', 'events.ndjson');

    expect(first.out.at(-1)).toBe('all files: read 6 / added 6 / already known 0 / rejected 0');
    expect(again.out.at(-1)).toBe('all files: read 6 / added 0 / already known 6 / rejected 0');
    expect([...first.err, ...again.err].filter((line) => /nobody holds|without/.test(line))).toEqual([]);
  });

  it('may hold formulas, which stay text', async () => {
    const desk = aDesk();
    const formula = '=HYPERLINK("http://x.example","y")';
    desk.file('people.csv', `hire_id,email,start_date,display_name,team\nh-1,kim@company.example,2026-11-02,"${formula.replaceAll('"', '""')}",+1+cmd|calc\n`);

    const { exit, out } = await desk.type('import', '--people', 'people.csv', '--dry-run', '--json');

    expect(exit).toBe(0);
    expect((JSON.parse(out[1]!) as { sample: unknown[] }).sample).toMatchObject([{ display_name: formula, team: '+1+cmd|calc' }]);
  });

  it('say which machines of known people are no issued laptop, by the name that stands in the events', async () => {
    const desk = aDesk();
    desk.file('people.csv', `hire_id,email,start_date,user_names,device_serials\nh-1,kim@company.example,2026-11-02,kim,SN-1\n`);
    desk.file('events.ndjson', [
      anEventLine('a', { 'host.name': 'LT-042' }), anEventLine('b', { 'host.name': 'LT-042' }), anEventLine('c', { 'host.name': 'LT-001', 'device.serial_number': 'SN-1' }),
      anEventLine('d', { 'host.name': 'LT-001' }), anEventLine('e', { 'device.serial_number': 'To Be Filled By O.E.M.' }), anEventLine('f'),
    ].join('\n'));

    const { err } = await desk.type('import', 'people.csv', 'events.ndjson');

    expect(err.filter((line) => line.includes('nobody holds'))).toEqual([
      '2 events of known people come from machines nobody holds (most: "LT-042"): they count for the person and for no laptop. Import devices.csv, and records that name host and serial number together; devices of their own need nothing.',
    ]);
  });

  it('are shown in a dry run with instants in words, hashes counted, and each missing column once', async () => {
    const desk = aDesk();
    desk.file('applications.csv', 'application_id,applied_at,resume_text\na-1,2026-10-01T09:00:00Z,one two three four five six seven\n');

    const { exit, out } = await desk.type('import', 'applications.csv', '--dry-run');

    expect(exit).toBe(0);
    expect(out.find((line) => line.startsWith('  row: '))).toBe('  row: {"application_id":"a-1","applied_at":"2026-10-01T09:00:00Z","resume_shingles":"(3 hashes)"}');
    expect(out.filter((line) => line.includes('without phone:'))).toEqual(['  without phone: phones cannot be compared with indicators and other files']);
  });

  it('say so when two hires share a mail address, and give its events to nobody', async () => {
    const desk = aDesk();
    desk.file('people.csv', `${PEOPLE}h-1,kim@company.example,2026-11-02,\nh-2,KIM@company.example,2026-11-02,\n`);
    desk.file('events.ndjson', anEventLine('a', { 'user.name': undefined, 'user.email': 'kim@company.example' }));

    const { exit, err } = await desk.type('import', 'people.csv', 'events.ndjson');

    expect(exit).toBe(0);
    expect(err).toContain('  email "kim@company.example" stands for 2 hires (h-1, h-2); events that name it belong to nobody until each has an address of their own.');
    expect(err).toContain('1 event names an account that two hires list for the same time (most: "kim@company.example"), and counts for neither: take the name from one of them in people.csv, or write the end_date of whoever left.');
  });

  it('are read before events, whatever the order on the command line', async () => {
    const desk = aDesk();
    desk.file('people.csv', PEOPLE + KIM);
    desk.file('events.ndjson', anEventLine('a'));

    const { out, err } = await desk.type('import', 'events.ndjson', 'people.csv');

    expect(out.map((line) => line.split(':')[0])).toEqual(['people.csv', 'events.ndjson', 'all files']);
    expect(err).toEqual(['  events of 2026-11-02, UTC']);
  });

  it('name hires that lost their leading zeros, in a dry run, in whichever order, in doctor and beside laptops, until they are mended', async () => {
    const desk = aDesk();
    desk.file('people.csv', `${PEOPLE}001001,kim@company.example,2026-11-02,kim\n`);
    desk.file('devices.csv', 'serial,hire_id\nSN-1,1001\n');
    desk.file('right.csv', 'serial,hire_id\nSN-1,001001\n');
    const lost = '1 row of devices.csv names a hire that no people file has ("1001"): a laptop of theirs has no holder who is known. people.csv has "001001" where devices.csv has "1001": leading zeros were lost in devices.csv, as spreadsheets do.';
    const said = async (...argv: readonly string[]): Promise<readonly string[]> => (await desk.type(...argv)).err.filter((line) => line.includes('no people file'));

    expect(await said('import', 'people.csv', 'devices.csv', '--dry-run')).toEqual([expect.stringContaining(lost)]);
    expect(await said('import', 'devices.csv')).toEqual([expect.stringContaining('Import the people.csv that has them')]);
    expect(await said('import', 'people.csv')).toEqual([expect.stringContaining(lost)]);
    expect((await desk.type('doctor')).out.filter((line) => line.startsWith('trouble'))).toEqual([expect.stringContaining('Spreadsheets lose leading zeros')]);
    await desk.type('detect');
    expect((await desk.type('devices')).out.join()).toContain('1001 (in no people file)');
    expect(JSON.parse((await desk.type('devices', '--json')).out[0]!)).toMatchObject({ hire_id: '1001' });
    expect(await said('import', '--devices', 'right.csv', '--dry-run')).toEqual([]);
    expect(await said('import', '--devices', 'right.csv')).toEqual([]);
  });

  it('name permissions that are over or name what nobody knows', async () => {
    const desk = aDesk();
    desk.file('allowed.csv', 'tool,scope,until,owner,reason\ntool-x,all,2027-01-01,it,help\nanydesk,team:Support,2027-01-01,it,help\nanydesk,all,2020-01-01,it,help\nrustdesk,all,2026-11-20,it,help\n');
    const expected = [expect.stringMatching(/^ {2}until is over \(2 rows, first in line 4: "2020-01-01"\)/), expect.stringMatching(/^1 row of allowed\.csv names a tool that is not in the catalogue \("tool-x"\)/), expect.stringMatching(/^1 row of allowed\.csv names a team that nobody in people\.csv is in \("Support"\)/)];

    expect((await desk.type('import', 'allowed.csv', '--dry-run')).err).toEqual(expect.arrayContaining(expected));
    expect((await desk.type('import', 'allowed.csv')).err).toEqual(expect.arrayContaining(expected));
    expect((await desk.type('doctor')).out).toContainEqual(expect.stringMatching(/^trouble {2}permissions of allowed\.csv permit nothing: 1 for a tool .*, 1 for a team .*, 1 that ended in the last 90 days/));
  });
});
