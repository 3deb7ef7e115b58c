import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../src/app.ts';
import { loadConfig } from '../src/config.ts';
import { applicantMark } from '../src/run/applicant-mark.ts';
import { sweepJournal } from '../src/run/sweep.ts';
import { viewJournal, type Viewed } from '../src/run/views.ts';
import type { Store } from '../src/store/store.ts';
import { deskIn, type Desk, type Said } from './support/command-line.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const root = mkdtempSync(join(tmpdir(), 'farmwatch-applications-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const TEXT = 'Built the payment service in Go with two others and moved it to another cloud in nine months while on call every third week and wrote the tests that caught the rounding error before the audit did';
const APPLICATIONS = [
  'application_id,hire_id,applied_at,email,phone,resume_text,profile_url,claimed_country,applied_from_ip,school,major,degree_from,degree_to',
  `A-1,h-1,2026-10-01T15:00:00Z,kim.lee@post.example,+1 415 555 0100,${TEXT} and more,linkedin.com/in/kim,US,8.8.8.8,Old River University,Nursing,2016-03,2020-05`,
  `A-2,,2026-10-03T15:00:00Z,sam@post.example,(415) 555-0100,${TEXT},https://www.linkedin.com/in/sam,US,,,,,`,
  'A-3,,2026-10-04T15:00:00Z,lou@post.example,,,,,,,,,',
].join('\n');
const INSTITUTIONS = 'name,kind,majors,term_start_months,term_end_months\nOld River University,school,Physics;English,8;9,5;6\n';
const INDICATORS = [
  'kind,value,source,received,confidence,until,marking',
  'email,sam@post.example,a peer,2026-11-01,80,2026-12-31,TLP:AMBER',
  'phone,+14155550100,a peer,2026-11-01,,2026-11-10,',
  'ip,192.0.2.0/24,a list,2026-11-01,low,,',
  'tool,anydesk,a list,2026-11-01,,,',
].join('\n');
const event = (id: string, fields: object): string => JSON.stringify({ '@timestamp': '2026-11-10T15:00:00Z', 'event.id': id, 'user.name': 'kim', ...fields });
const EVENTS = [
  event('e-1', { 'event.action': 'sign-in', 'source.ip': '192.0.2.77' }), event('e-2', { 'event.action': 'sign-in', 'source.ip': '192.0.2.77' }),
  event('e-3', { 'event.action': 'process-started', 'process.name': 'AnyDesk.exe', 'device.serial_number': 'SN-ONE' }),
].join('\n');

let desk: Desk;
beforeAll(async () => {
  desk = deskIn(join(root, 'desk'), NOW);
  desk.file('farmwatch.json', JSON.stringify({ company: { calling_code: '+1' } }));
  desk.file('people.csv', 'hire_id,email,start_date,user_names,device_serials\nh-1,kim@company.example,2026-11-02,kim,SN-ONE\nh-0,old@company.example,2025-03-03,old,SN-OLD\n');
  desk.file('applications.csv', APPLICATIONS);
  desk.file('institutions.csv', INSTITUTIONS);
  desk.file('indicators.csv', INDICATORS);
  desk.file('events.ndjson', EVENTS);
  const said = await type('import', '--people', 'people.csv', '--applications', 'applications.csv', '--institutions', 'institutions.csv', '--indicators', 'indicators.csv', '--events', 'events.ndjson');
  expect(said.exit).toBe(0);
  expect(said.out.at(-1)).toBe('all files: read 13 / added 13 / already known 0 / rejected 0');
});
const type = (...argv: readonly string[]): Promise<Said> => desk.type(...argv, '--config', 'farmwatch.json');
const lines = ({ out }: Said): readonly Record<string, unknown>[] => out.map((line) => JSON.parse(line) as Record<string, unknown>);

describe('import of applications', () => {
  it('changes nothing the second time', async () => {
    const again = await type('import', '--applications', 'applications.csv', '--indicators', 'indicators.csv');

    expect(again.out.at(-1)).toBe('all files: read 7 / added 0 / already known 7 / rejected 0');
  });

  it('knows the files by their headers', async () => {
    const said = await type('import', 'applications.csv', 'institutions.csv', 'indicators.csv');

    expect(said.out.at(-1)).toBe('all files: read 8 / added 0 / already known 8 / rejected 0');
  });

  it('keeps no phone and no text of a résumé', async () => {
    const store = await openStore(loadConfig(undefined), join(root, 'desk', 'store'), () => NOW);
    const kept = JSON.stringify(await Array.fromAsync(store.shelf('registry').list()));
    await store.close();

    expect(kept).toContain('sam@post.example');
    expect(kept).not.toMatch(/4155550100|555-0100|rounding|audit/);
  });

  it('reads a STIX bundle, and counts what it passes over', async () => {
    const other = deskIn(join(root, 'stix'), NOW);
    other.file('feed.json', JSON.stringify({ type: 'bundle', id: 'bundle--1', objects: [
      { type: 'indicator', spec_version: '2.1', pattern_type: 'stix', pattern: "[email-addr:value = 'sam@post.example']", created: '2026-11-01T00:00:00Z' }, { type: 'malware', name: 'x' },
    ] }));

    const said = await other.type('import', 'feed.json');
    const again = await other.type('import', '--indicators', 'feed.json');

    expect(said.exit).toBe(0);
    expect(said.out).toEqual(['feed.json: read 1 / added 1 / already known 0 / rejected 0']);
    expect(said.err.join('\n')).toContain('1 × malware of the bundle passed over');
    expect(again.out).toEqual(['feed.json: read 1 / added 0 / already known 1 / rejected 0']);
  });
});

describe('screen', () => {
  it('prints small details that add up, and says what "+1" means', async () => {
    const { exit, out } = await type('screen', 'A-1');

    expect(exit).toBe(0);
    expect(out[0]).toBe('A-1, sent 2026-10-01T15:00:00Z, as of 2026-11-22T12:00:00Z: 4 small details');
    const added = out.flatMap((line) => (/^[+−]\d/.test(line) && !/ sum;/.test(line) ? [Number(line.slice(0, 6).replace('−', '-'))] : []));
    const sum = Number(out.find((line) => / sum;/.test(line))!.slice(0, 6));
    expect(added).toHaveLength(4);
    expect(added.reduce((total, adds) => total + adds, 0)).toBeCloseTo(sum, 9);
    expect(Math.max(...added)).toBeLessThan(0.1);
    expect(out.join('\n')).toContain('"+1" is the standard way to write a US phone number');
    expect(out.join('\n')).toContain('Alone this means nothing');
    expect(out.join('\n')).toContain('Not looked at, because the application does not say it: portfolio_url, references, employers.');
    expect(out.join('\n')).not.toMatch(/kim|lee|Old River|415/);
  });

  it('looks at people who were not hired as well, as one object a line', async () => {
    const [line] = lines(await type('screen', 'A-2', '--json'));

    expect(line).toMatchObject({ application_id: 'A-2', unknown: expect.arrayContaining(['school', 'applied_from_ip']) });
    expect((line!['details'] as { kind: string }[]).map(({ kind }) => kind).sort()).toEqual(['received', 'sharedPhone', 'sharedResume']);
  });

  it('knows at an instant what was known then', async () => {
    expect((await type('screen', 'A-1', '--as-of', '2026-10-02')).out[0]).toContain('2 small details');
    const early = await type('screen', 'A-1', '--as-of', '2026-09-01');
    expect(early.exit).toBe(1);
    expect(early.err[0]).toBe('There is no application "A-1" as of 2026-09-01T00:00:00Z. Import applications.csv, or look from another instant with --as-of.');
  });

  it('says of an application in which nothing is odd that nothing is', async () => {
    expect((await type('screen', 'A-3')).out.slice(0, 2)).toEqual(['A-3, sent 2026-10-04T15:00:00Z, as of 2026-11-22T12:00:00Z: no detail that does not add up', '+0.000  sum; the most that an application may add is +0.200, and no case rests on it']);
  });
});

describe('search', () => {
  it('finds a number in whatever way it is written, and does not show it', async () => {
    const said = await type('search', '1 (415) 555-0100', '--json');

    expect(said.exit).toBe(0);
    expect(lines(said).map((line) => [line['in'], line['row'], line['field']])).toEqual([['applications', 'A-1', 'phone'], ['applications', 'A-2', 'phone'], ['indicators', 'phone from a peer', 'value']]);
    expect([...said.out, ...said.err].join('\n')).not.toContain('555');
    expect(lines(said).every((line) => line['verdict'] === null)).toBe(true);
  });

  it('finds every spelling of a number where rows name their country, also where the company names none', async () => {
    const other = deskIn(join(root, 'phones'), NOW);
    const numbers = ['+1 314 555 0134', '(314) 555-0134', '1-314-555-0134', '314.555.0134', '0151 23456789', '+49 151 23456789'];
    other.file('applications.csv', `application_id,phone,claimed_country\n${numbers.map((number, nth) => `A-${nth},${number},${nth < 4 ? 'US' : 'DE'}`).join('\n')}\n`);
    other.file('people.csv', 'hire_id,email,start_date,phone,home_country\nh-1,kim@company.example,2026-11-02,314 555 0134,US\n');
    other.file('indicators.csv', 'kind,value,source,received\nphone,314-555-0134,a peer,2026-11-01\n');
    await other.type('import', 'people.csv', 'applications.csv', 'indicators.csv');

    const rowsOf = async (value: string): Promise<unknown> => lines(await other.type('search', value, '--json')).map((line) => line['row']);
    for (const spelling of ['+1 314 555 0134', '314-555-0134']) expect(await rowsOf(spelling)).toEqual(['A-0', 'A-1', 'A-2', 'A-3', 'h-1', 'phone from a peer']);
    expect(await rowsOf('+49 151 23456789')).toEqual(['A-4', 'A-5']);
    expect((await other.type('import', 'people.csv', 'applications.csv', 'indicators.csv')).out.at(-1)).toBe('all files: read 8 / added 0 / already known 8 / rejected 0');
  });

  it('finds addresses of a block in events, with whose they were and when', async () => {
    const said = await type('search', '192.0.2.0/24');

    expect(said.out).toEqual([
      'ip 192.0.2.0/24: indicators ip from a list, value; received from a list on 2026-11-01, confidence low',
      'ip 192.0.2.0/24: events h-1, source.ip, 2 events from 2026-11-10T15:00:00Z to 2026-11-10T15:00:00Z',
    ]);
    expect(said.err[0]).toBe('Searched for the value as ip in 2 people, 2 laptops, 0 accounts, 3 applications, 4 indicators with their earlier versions, and 3 events from 2026-11-10 to 2026-11-10.');
    expect(said.err[1]).toContain('Could not be searched: events that housekeeping let go of');
    expect(said.err.at(-1)).toContain('never a verdict: listed identities are mostly stolen from real people');
  });

  it('finds the list on which an address lies in a block, and which block', async () => {
    expect((await type('search', '192.0.2.9')).out).toEqual(['ip 192.0.2.9: indicators ip from a list, value 192.0.2.0/24; received from a list on 2026-11-01, confidence low']);
    expect(lines(await type('search', '192.0.2.9', '--json')).map((line) => line['listed'])).toEqual(['192.0.2.0/24']);
    expect((await type('search', '192.0.0.0/16')).out).toHaveLength(2);
  });

  it('finds a passage of a résumé', async () => {
    expect(lines(await type('search', 'wrote the tests that caught the rounding error before the audit did', '--json')).map((line) => line['row'])).toEqual(['A-1', 'A-2']);
  });

  it('finds what an earlier version of a row said', async () => {
    const other = deskIn(join(root, 'versions'), NOW);
    other.file('people.csv', 'hire_id,email,start_date,known_from\nh-1,kim@company.example,2026-11-02,\nh-1,kim.lee@company.example,2026-11-02,2026-11-10T00:00:00Z\n');
    await other.type('import', 'people.csv');

    expect((await other.type('search', 'Kim@company.example')).out).toEqual(['email Kim@company.example: people h-1, email, in an earlier version of the row']);
  });

  it('finds received indicators with their source, expired ones too, and what recurs', async () => {
    const said = await type('search', '--indicators', '--json');

    expect(lines(said).map((line) => [line['found'], line['kind'] ?? line['trait'], line['source'], line['in'], line['row'] ?? line['applications'], line['expired']])).toEqual([
      ['indicator', 'phone', 'a peer', 'applications', 'A-1', true],
      ['indicator', 'email', 'a peer', 'applications', 'A-2', false],
      ['indicator', 'phone', 'a peer', 'applications', 'A-2', true],
      ['indicator', 'tool', 'a list', 'events', 'h-1', false],
      ['indicator', 'ip', 'a list', 'events', 'h-1', false],
      ['pattern', 'phone', undefined, undefined, ['A-1', 'A-2'], undefined],
      ['pattern', 'resume', undefined, undefined, ['A-1', 'A-2'], undefined],
    ]);
  });

  it('says what it could not search', async () => {
    const other = deskIn(join(root, 'empty'), NOW);
    await other.type('user', 'add', 'boss', '--role', 'admin');

    const said = await other.type('search', 'kim@post.example');

    expect(said.exit).toBe(0);
    expect(said.out).toEqual([]);
    expect(said.err[1]).toBe('Could not be searched: applications: none are held; events: none are held.');
  });

  it('wants a value, or --indicators, and not both', async () => {
    expect((await type('search')).exit).toBe(2);
    expect((await type('search', 'x', '--indicators')).exit).toBe(2);
  });
});

describe('sweep', () => {
  const PURPOSE = 'A peer reported a farm in our region; counsel agreed';

  it('runs the detectors once over earlier hires, keeps purpose and end, and stores no run', async () => {
    const said = await type('sweep', '--hired-since', '2025-01-01', '--purpose', PURPOSE, '--until', '2026-12-31', '--json');

    expect(said.exit).toBe(0);
    expect(lines(said).map((line) => [line['hire_id'], line['detector']])).toContainEqual(['h-1', 'application']);
    expect(said.err[0]).toContain('2 people hired since 2025-01-01');
    expect(said.err[1]).toBe('1 of them is in their first months, where every run looks anyway; "farmwatch risk" has the sums.');
    expect(said.err[2]).toBe('Of 1 of them no event of the last thirty days is held: that nothing was found about them says nothing.');
    expect((await type('findings')).exit).toBe(1);
    const store = await openStore(loadConfig(undefined), join(root, 'desk', 'store'), () => NOW);
    const kept = await Array.fromAsync(sweepJournal(store).read());
    await store.close();
    expect(kept.map(({ entry }) => entry)).toMatchObject([{ at: NOW, hiredSince: '2025-01-01', purpose: PURPOSE, until: '2026-12-31', people: 2, unseen: 1 }]);
  });

  it('takes people hired since a day only', async () => {
    const said = await type('sweep', '--hired-since', '2026-11-03', '--purpose', PURPOSE, '--until', '2026-12-31');

    expect(said.out).toEqual([]);
    expect(said.err[0]).toContain('0 people hired since 2026-11-03');
  });

  it.each([
    [['--hired-since', '2025-01-01', '--purpose', 'test', '--until', '2026-12-31'], 'says too little'],
    [['--hired-since', '2025-01-01', '--purpose', PURPOSE, '--until', '2026-11-21'], 'is over'],
    [['--hired-since', 'last year', '--purpose', PURPOSE, '--until', '2026-12-31'], 'is no day'],
    [['--hired-since', '2025-01-01', '--until', '2026-12-31'], '--purpose'],
  ])('refuses %j', async (argv, why) => {
    const said = await type('sweep', ...argv);

    expect(said.exit).toBe(2);
    expect(said.err.join('\n')).toContain(why);
  });
});

describe('who looked at whom', () => {
  const looksOf = async (...commands: readonly (readonly string[])[]): Promise<readonly Viewed[]> => {
    const read = async <T>(work: (store: Store) => Promise<T>): Promise<T> => {
      const store = await openStore(loadConfig(undefined), join(root, 'desk', 'store'), () => NOW);
      try {
        return await work(store);
      } finally {
        await store.close();
      }
    };
    const looks = (): Promise<readonly Viewed[]> => read(async (store) => (await Array.fromAsync(viewJournal(store).read())).map(({ entry }) => entry));
    const before = (await looks()).length;
    for (const command of commands) expect((await type(...command)).exit).toBe(0);
    return (await looks()).slice(before);
  };
  const pseudonym = /^[A-Z][a-z]+-\d{3}$/;

  it('is kept of screen, by pseudonym; of an applicant who was not hired by a mark', async () => {
    const [hired, applicant] = await looksOf(['screen', 'A-1', '--by', 'Kim'], ['screen', 'A-2', '--by', 'Kim']);

    expect(hired).toEqual({ at: NOW, by: 'Kim', what: 'screen', id: expect.stringMatching(pseudonym), people: [expect.stringMatching(pseudonym)] });
    expect(applicant).toEqual({ at: NOW, by: 'Kim', what: 'screen', id: applicantMark('A-2'), people: [applicantMark('A-2')] });
  });

  it('is kept of search, with what kind of value was asked for and never the value', async () => {
    const looks = await looksOf(['search', '1 (415) 555-0100', '--by', 'Kim'], ['search', 'nobody@post.example', '--by', 'Lea'], ['search', '--indicators', '--by', 'Lea']);

    expect(looks.map(({ by, what, id }) => ({ by, what, id }))).toEqual([
      { by: 'Kim', what: 'search', id: 'phone' }, { by: 'Lea', what: 'search', id: 'account, email' }, { by: 'Lea', what: 'search', id: 'indicators' },
    ]);
    expect(looks[0]!.people).toEqual([expect.stringMatching(pseudonym), applicantMark('A-2')]);
    expect(looks[1]!.people).toEqual([]);
    expect(JSON.stringify(looks)).not.toMatch(/4155550100|555-0100|nobody@|h-1|A-2/);
  });

  it('names the account of this machine where nobody else is named', async () => {
    expect((await looksOf(['screen', 'A-3']))[0]!.by).toBe(userInfo().username);
  });
});
