import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { memoryStore } from '../../../test/support/memory-store.ts';
import type { TableKind } from '../../core/person.ts';
import { FarmwatchError } from '../../errors.ts';
import type { Store } from '../../store/store.ts';
import { importTable, type TableRequest, type TableResult } from './import-table.ts';
import { kindOfFile } from './kind-of-file.ts';
import { mappingShelf } from './mappings.ts';
import { registryShelf } from './registry.ts';
import type { RegistryRow } from './registry-row.ts';
import { workbook, workbookOf } from './workbook.fixture.ts';

const KEY = { version: 1, secret: Buffer.from('a company key of some length') };
const MONDAY = Date.UTC(2026, 10, 2);
const TUESDAY = Date.UTC(2026, 10, 3);

let folder: string;
let store: Store;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'farmwatch-tables-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(() => {
  store = memoryStore({ now: () => MONDAY });
});

async function bring(content: string | Buffer, request: Partial<TableRequest> = {}): Promise<TableResult> {
  const file = request.file ?? join(folder, 'file.csv');
  await writeFile(file, content);
  return importTable({ file, at: MONDAY, ...request }, { store, key: KEY });
}
async function held(): Promise<RegistryRow[]> {
  const rows: RegistryRow[] = [];
  for await (const { value } of registryShelf(store).list()) rows.push(value);
  return rows;
}
const failure = (promise: Promise<unknown>): Promise<FarmwatchError> => promise.then(() => expect.unreachable(), (error: unknown) => error as FarmwatchError);

const FILES: Readonly<Record<TableKind, string>> = {
  people: 'hire_id,email,start_date,user_names\nh-17,kim@corp.example,2026-11-02,kim;CORP\\kim\nh-21,lee@corp.example,2026-10-05,\n',
  devices: 'serial,asset_tag,hire_id,assigned_from\nSN-1,A1,h-17,2026-10-28\nSN-2,A2,,\n',
  accounts: 'email,user_name,sid,object_id\nkim@corp.example,kim,S-1-5-21-1,\nkim@corp.example,kim-admin,,\n',
  places: 'place_id,name,kind,cidr,lat,lon,time_zone\naus,Austin,office,192.0.2.0/24;198.51.100.0/24,30.2,-97.8,America/Chicago\nvpn,Exit,vpn-egress,203.0.113.7,,,\n',
  travel: 'hire_id,from,to,city,country\nh-17,2026-11-03,2026-11-05,Cebu,PH\nh-17,2026-11-09,2026-11-10,Cebu,PH\n',
  allowed: 'tool,scope,until,owner,reason\nanydesk,all,2027-01-01,it@corp.example,service desk\nanydesk,hire:h-17,,it@corp.example,lab\n',
  applications: 'application_id,hire_id,applied_at,email,phone\na-1,h-17,2026-10-01T09:00:00Z,kim@post.example,+1 415 555 0123\na-2,,2026-10-02,sam@post.example,\n',
  institutions: 'name,kind,note,majors\nOld River,school,,Physics;English\nOld River,watch,seen often,\n',
  indicators: 'kind,value,source,received\nemail,x@post.example,ISAC,2026-10-01\nip,192.0.2.9,ISAC,2026-10-01\n',
};
/** Trips name a town and no coordinates. */
const TOWNS_SAID = '2 places without coordinates are taken from the town, to within 25 km.';
const KINDS = Object.keys(FILES) as TableKind[];

describe('serial numbers', () => {
  it('have one spelling in every table; placeholders stay refused in any', async () => {
    const people = await bring('hire_id,email,start_date,device_serials\nh-17,kim@corp.example,2026-11-02,sn-1 ;SN-1;None\n');
    const devices = await bring('serial,hire_id\n sn-2 ,h-17\nNone,h-17\n');

    expect([people.added, devices.added, devices.rejected.length]).toEqual([1, 1, 1]);
    expect((await held()).map(({ id, versions }) => [id, versions[0]!.row])).toMatchObject([['devices/SN-2', { serial: 'SN-2' }], ['people/h-17', { device_serials: ['SN-1'] }]]);
  });

  it('of a row that was stored as it came mean that row', async () => {
    await registryShelf(store).putAll([
      { id: 'devices/sn-1', kind: 'devices', versions: [{ from: null, row: { serial: 'sn-1', hire_id: 'h-17' } }] },
      { id: 'people/h-17', kind: 'people', versions: [{ from: null, row: { hire_id: 'h-17', email: 'kim@corp.example', start_date: '2026-11-02', user_names: [], device_serials: ['sn-1'] } }] },
    ]);

    const same = [await bring('serial,hire_id\nSN-1,h-17\n'), await bring('hire_id,email,start_date,device_serials\nh-17,kim@corp.example,2026-11-02,sn-1\n')];
    const passedOn = await bring('serial,hire_id\nsn-1,h-21\n', { at: TUESDAY });

    expect([...same.map(({ added }) => added), passedOn.added]).toEqual([0, 0, 1]);
    expect((await held()).filter(({ kind }) => kind === 'devices')).toMatchObject([{ id: 'devices/sn-1', versions: [{ row: { serial: 'SN-1', hire_id: 'h-17' } }, { from: TUESDAY, row: { serial: 'SN-1', hire_id: 'h-21' } }] }]);
  });
});

describe('importTable', () => {
  it.each(KINDS)('reads a %s file, known by its header, and adds nothing the second time', async (kind) => {
    const first = await bring(FILES[kind]);
    const before = await held();
    const second = await bring(FILES[kind], { at: TUESDAY });

    expect(first).toMatchObject({ kind, read: 2, added: 2, known: 0, rejected: [], unknownColumns: [], warnings: kind === 'travel' ? [TOWNS_SAID] : [] });
    expect(second).toMatchObject({ kind, read: 2, added: 0, known: 2, rejected: [] });
    expect(before).toHaveLength(2);
    // But for the day on which a file of people named them last.
    expect(await held()).toEqual(before.map((row) => (kind === 'people' ? { ...row, told: '2026-11-03' } : row)));
    expect(before.map(({ told }) => told)).toEqual(kind === 'people' || kind === 'applications' ? ['2026-11-02', '2026-11-02'] : [undefined, undefined]);
  });

  it('keeps rows under kind and key', async () => {
    for (const kind of KINDS.filter((one) => one !== 'accounts')) await bring(FILES[kind]);

    expect((await held()).map((row) => row.id)).toEqual([
      'allowed/anydesk|all', 'allowed/anydesk|hire:h-17', 'applications/a-1', 'applications/a-2', 'devices/SN-1|2026-10-28T00:00:00Z', 'devices/SN-2',
      'indicators/email|x@post.example', 'indicators/ip|192.0.2.9', 'institutions/Old River|school', 'institutions/Old River|watch', 'people/h-17', 'people/h-21',
      'places/aus', 'places/vpn', 'travel/h-17|2026-11-03|2026-11-05', 'travel/h-17|2026-11-09|2026-11-10',
    ]);
  });

  it('reads a workbook and a packed file', async () => {
    const book = workbook([['Employee ID', 'Work Email', 'Hire Date'], ['h-17', 'kim@corp.example', new Date('2026-11-02T00:00:00Z')]]);

    expect(await bring(book, { file: join(folder, 'people.xlsx') })).toMatchObject({ kind: 'people', added: 1 });
    expect(await bring(gzipSync('hire_id,email,start_date\nh-17,kim@corp.example,2026-11-02'), { file: join(folder, 'people.csv.gz') })).toMatchObject({ added: 0, known: 1 });
  });

  it('reads a report with a title above its header, and one whose table is not on the first worksheet', async () => {
    const report = [['Staff'], ['Run on', '2026-11-02'], [], ['Employee ID', 'Work Email', 'Hire Date'], ['h-17', 'kim@corp.example', '2026-11-02'], ['h-18', '', '2026-11-02']];
    const titled = await bring(report.map((row) => row.join(';')).join('\n'), { kind: 'people' });
    const workbooked = await bring(workbookOf({ Cover: [['Made for HR']], Staff: report }), { file: join(folder, 'staff.xlsx') });

    expect(titled).toMatchObject({ kind: 'people', read: 2, added: 1, rejected: [{ line: 6 }] });
    expect(titled.warnings[0]).toBe('the header is line 4; what stands above it was passed over.');
    expect(workbooked).toMatchObject({ kind: 'people', read: 2, known: 1, rejected: [{ line: 6 }] });
    expect(workbooked.warnings[0]).toBe('worksheet "Staff" was read, number 2 of 2: those before it hold no such table.');
  });

  it('goes on after rows it cannot read, and returns them with line, reason and record', async () => {
    const result = await bring('hire_id,email,start_date,phone,Salary\nh-1,a@corp.example,0000-00-00,+1 415 555 0123,90000\nh-2,b@corp.example,2026-11-02,,\nh-3,c@corp.example\n');

    expect(result).toMatchObject({ read: 3, added: 1, known: 0 });
    expect(result.rejected).toEqual([
      { line: 2, reason: 'start_date "0000-00-00" is no day; leave the cell empty where the day is not known', record: { hire_id: 'h-1', email: 'a@corp.example', start_date: '0000-00-00', phone: '(not kept)' } },
      { line: 4, reason: 'start_date is empty; a people row needs it', record: { hire_id: 'h-3', email: 'c@corp.example' } },
    ]);
  });

  it('rejects a row with more cells than columns, and shows only its key', async () => {
    const { rejected } = await bring('hire_id,email,start_date,role\nh-1,a@corp.example,2026-11-02,sales, north,+1 415 555 0123\n');

    expect(rejected).toEqual([{ line: 2, reason: 'has 6 cells under 4 columns; put quotes around cells that hold the separator', record: { hire_id: 'h-1' } }]);
  });

  it('takes two hires with one mail address, and warns that it names nobody', async () => {
    const result = await bring('hire_id,email,start_date\nh-1,Kim@corp.example,2026-11-02\nh-2,kim@corp.example,2026-11-02\n');

    expect(result.added).toBe(2);
    expect(result.warnings).toEqual(['email "kim@corp.example" stands for 2 hires (h-1, h-2); events that name it belong to nobody until each has an address of their own.']);
  });

  it('warns of a mail address that an earlier file gave to another hire', async () => {
    await bring('hire_id,email,start_date\nh-1,kim@corp.example,2026-11-02\n');

    const { warnings } = await bring('hire_id,email,start_date\nh-2,kim@corp.example,2026-11-02\n', { at: TUESDAY });

    expect(warnings).toHaveLength(1);
  });

  it('says once, with a count, what was left out of many rows', async () => {
    const { warnings } = await bring('hire_id,email,start_date,device_serials\nh-1,a@corp.example,2026-11-02,Default string\nh-2,b@corp.example,2026-11-02,None;SN-2\n');

    expect(warnings).toEqual(['device_serials has placeholders that name no laptop; they are left out (2 rows, first in line 2: "Default string").']);
  });

  it('keeps formulas as text', async () => {
    await bring('hire_id,email,start_date,display_name\nh-1,a@corp.example,2026-11-02,"=HYPERLINK(""http://x.example"")"\n');

    expect((await held())[0]!.versions[0]!.row).toMatchObject({ display_name: '=HYPERLINK("http://x.example")' });
  });

  it('keeps no plain phone number anywhere', async () => {
    await bring('hire_id,email,start_date,Mobile\nh-1,a@corp.example,2026-11-02,+1 415 555 0123\n');

    expect(JSON.stringify(await held())).toMatch(/"phone_token":"phone:1:[0-9a-f]{32}"/);
    expect(JSON.stringify(await held())).not.toContain('5550123');
  });
});

describe('the time of rows', () => {
  const team = (name: string, knownFrom = ''): string => `hire_id,email,start_date,team,known_from\nh-1,a@corp.example,2026-11-02,${name},${knownFrom}\n`;
  const versions = async (): Promise<unknown[]> => (await held())[0]!.versions.map(({ from, row }) => [from, (row as { team?: string }).team]);

  it('lets a changed row hold from its import', async () => {
    await bring(team('QA'));
    await bring(team('Sales'), { at: TUESDAY });

    expect(await versions()).toEqual([[null, 'QA'], [TUESDAY, 'Sales']]);
  });

  it('lets a changed row hold from its known_from', async () => {
    await bring(team('QA'));
    await bring(team('Sales', '2026-10-01T00:00:00Z'), { at: TUESDAY });

    expect(await versions()).toEqual([[null, 'QA'], [Date.UTC(2026, 9, 1), 'Sales']]);
  });

  it('is not taken back by a file without dates that says what it said before, until it has said otherwise', async () => {
    await bring(team('QA'));
    await bring(team('Sales', '2026-10-01'));
    const moves = [[null, 'QA'], [Date.UTC(2026, 9, 1), 'Sales']];

    expect(await bring(team('QA'), { at: TUESDAY })).toMatchObject({ added: 0, known: 1 });
    expect(await bring(team('Sales', '2026-10-01'), { at: TUESDAY })).toMatchObject({ added: 0, known: 1 });
    expect(await versions()).toEqual(moves);

    expect(await bring(team('Sales'), { at: TUESDAY })).toMatchObject({ added: 0, known: 1 });
    expect(await versions()).toEqual(moves);
    expect(await bring(team('QA'), { at: TUESDAY })).toMatchObject({ added: 1 });
    expect(await versions()).toEqual([...moves, [TUESDAY, 'QA']]);
  });

  it('says what places without address blocks vouch for', async () => {
    const { warnings } = await bring('place_id,kind,cidr,lat,lon\nhq,office,198.51.100.0/24,41.88,-87.63\ndorm,campus,,40.61,-74.46\nexit,vpn-egress,,40.61,-74.46\nflat,office,,,\n');

    expect(warnings).toEqual([
      'cidr is empty (line 3: "dorm"): only laptops that report where they are, to within 1 km of its point, and those behind the same lines are taken to be there. Write its public address blocks where laptops do not report it.',
      'cidr is empty (2 rows, first in line 4: "exit"): such a place vouches for nobody. Write its public address blocks, or, of an office, a co-working floor or a campus, lat and lon.',
    ]);
  });

  it('warns of a first row with a known_from, and its cure mends what came in the wrong order', async () => {
    const moved = await bring(team('Sales', '2026-11-20'));
    const before = await bring(team('QA', '2026-11-02'));
    const again = await bring(team('Sales', '2026-11-20'));

    expect(moved.warnings).toEqual(['known_from of the first row of a hire does not count, it holds from the beginning; if another file has what was before, give its rows a known_from as well, such as the first day of work, import it and then this one again (line 2).']);
    expect([before.warnings, again.warnings]).toEqual([[], []]);
    expect(await versions()).toEqual([[null, 'Sales'], [Date.UTC(2026, 10, 2), 'QA'], [Date.UTC(2026, 10, 20), 'Sales']]);
  });

  it('does not warn where a row without one tells the beginning', async () => {
    expect((await bring(`${team('QA')}h-1,a@corp.example,2026-11-02,Sales,2026-10-01\n`)).warnings).toEqual([]);
  });

  it('reads several versions from one file', async () => {
    const text = `${team('QA')}h-1,a@corp.example,2026-11-02,Sales,2026-10-01\n`;

    expect(await bring(text)).toMatchObject({ added: 2 });
    expect(await bring(text, { at: TUESDAY })).toMatchObject({ added: 0, known: 2 });
    expect(await versions()).toEqual([[null, 'QA'], [Date.UTC(2026, 9, 1), 'Sales']]);
  });

  it('rejects the second of two different rows with one key and no known_from', async () => {
    const result = await bring(`${team('QA')}h-1,a@corp.example,2026-11-02,Sales,\n`);

    expect(result).toMatchObject({ read: 2, added: 1, rejected: [{ line: 3, record: { hire_id: 'h-1', team: 'Sales' } }] });
    expect(await versions()).toEqual([[null, 'QA']]);
  });

  it('leaves rows that a later file lacks', async () => {
    await bring(FILES.people);
    await bring('hire_id,email,start_date\nh-30,new@corp.example,2026-11-09\n', { at: TUESDAY });

    expect((await held()).map((row) => row.id)).toEqual(['people/h-17', 'people/h-21', 'people/h-30']);
  });
});

describe('columns', () => {
  const ODD = 'Ficha,Correo,Alta\nh-1,a@corp.example,2026-11-02\n';
  const MAPS = ['Ficha=hire_id', 'Correo=email', 'Alta=start_date'];

  it('may be named with --map, which is kept for the next file with this header', async () => {
    expect(await bring(ODD, { map: MAPS })).toMatchObject({ kind: 'people', added: 1 });

    const next = await bring(`${ODD}h-2,b@corp.example,2026-11-02\n`, { at: TUESDAY });

    expect(next).toMatchObject({ kind: 'people', added: 1, known: 1 });
    expect(next.mapping.map((column) => column.ground)).toEqual(['kept', 'kept', 'kept']);
  });

  it('that are unknown are named, each with its nearest known name', async () => {
    const { unknownColumns } = await bring('hire_id,email,start_date,tme_zone\nh-1,a@corp.example,2026-11-02,UTC\n');

    expect(unknownColumns).toEqual([{ name: 'tme_zone', nearest: 'time_zone' }]);
  });

  it('that mean a person or a day are told by what stands below them', async () => {
    await bring(FILES.people);
    const people = await bring('Serial Number,Assigned To,Assigned Date\nSN-1,h-17,2026-10-28\nSN-2,,\nSN-3,Lee@corp.example,\n');
    const days = await bring('serial,hire_id,assigned_to\nSN-4,h-17,2026-11-28\n');

    expect(people.mapping.map(({ header, column, ground }) => `${header} ${column} ${ground}`)).toEqual(['Serial Number serial alias', 'Assigned To hire_id values', 'Assigned Date assigned_from alias']);
    expect(days.mapping.map(({ column }) => column)).toEqual(['serial', 'hire_id', 'assigned_to']);
    expect((await held()).filter(({ kind }) => kind === 'devices').map(({ versions: [first] }) => (first!.row as { hire_id?: string }).hire_id)).toEqual(['h-17', undefined, 'h-21', 'h-17']);
  });

  it('that are required and missing stop the file before anything is written', async () => {
    const error = await failure(bring('hire_id,email\nh-1,a@corp.example\n', { kind: 'people' }));

    expect(error.code).toBe('file.columns');
    expect(error.message).toContain('needs start_date');
    expect(await held()).toEqual([]);
  });

  it('that stand twice stop the file', async () => {
    expect((await failure(bring('hire_id,email,email,start_date\n', { kind: 'people' }))).code).toBe('file.columns');
  });

  it('that nobody knows leave the kind open', async () => {
    expect((await failure(bring('x,y\n1,2\n'))).code).toBe('file.kind');
  });
});

describe('rows that name somebody by mail address', () => {
  const devices = 'serial,hire_id\nSN-1,KIM@corp.example\n';
  const holder = async (): Promise<unknown> => (await held()).filter(({ kind }) => kind === 'devices').map(({ versions }) => (versions.at(-1)!.row as { hire_id?: string }).hire_id);

  it('are those of whom it is, also of an address that was changed', async () => {
    await bring(FILES.people);
    await bring(FILES.people.replace('kim@corp.example', 'kim.doe@corp.example'), { at: TUESDAY });
    const { warnings } = await bring(devices);

    expect(await holder()).toEqual(['h-17']);
    expect(warnings).toEqual([]);
  });

  it('stay as they are where nobody is known by it, and join once people have come', async () => {
    const { warnings } = await bring(devices);
    expect(warnings).toEqual(['hire_id is a mail address of nobody who is known; bring people.csv first, then this file again (line 2: "KIM@corp.example").']);
    expect(await holder()).toEqual(['KIM@corp.example']);

    await bring(FILES.people);
    await bring(devices);
    expect(await holder()).toEqual(['h-17']);
  });

  it('stay as they are where it is an id, or that of several', async () => {
    await bring('hire_id,email,start_date\nkim@corp.example,kim@corp.example,2026-11-02\nh-8,lee@corp.example,2026-10-05\nh-9,lee@corp.example,2026-10-05\n');
    const { warnings } = await bring('hire_id,from,to\nkim@corp.example,2026-11-03,2026-11-05\nlee@corp.example,2026-11-03,2026-11-05\n');

    expect((await held()).filter(({ kind }) => kind === 'travel').map(({ versions: [first] }) => (first!.row as { hire_id: string }).hire_id)).toEqual(['kim@corp.example', 'lee@corp.example']);
    expect(warnings).toContain('hire_id is the mail address of 2 people; write the hire_id of the one who is meant (line 3: "lee@corp.example").');
  });
});

describe('a dry run', () => {
  it('shows mapping, three rows and costs, and writes nothing', async () => {
    const rows = ['h-1', 'h-2', 'h-3', 'h-4'].map((id) => `${id},${id}@corp.example,2026-11-02\n`).join('');

    const result = await bring(`hire_id,Work Email,Start\n${rows}`, { dryRun: true, map: ['Start=start_date'] });

    expect(result.mapping.map((column) => `${column.header} → ${column.column} (${column.ground})`)).toEqual(['hire_id → hire_id (name)', 'Work Email → email (alias)', 'Start → start_date (map)']);
    expect(result.sample).toHaveLength(3);
    expect(result.missing).toContainEqual({ column: 'home_lat', cost: 'without home_lat: how far the laptop is from home is told by the town alone, to within 25 km, or not at all' });
    expect(result).toMatchObject({ read: 4, added: 4 });
    expect(await held()).toEqual([]);
    for await (const kept of mappingShelf(store).list()) expect.unreachable(JSON.stringify(kept));
  });
});

describe('kindOfFile', () => {
  it('tells events, STIX and tables apart by content and header', async () => {
    const events = join(folder, 'events.ndjson.gz');
    const bundle = join(folder, 'feed.json');
    const people = join(folder, 'staff.txt');
    await writeFile(events, gzipSync('{"@timestamp":"2026-11-02T09:00:00Z","event.action":"sign-in"}\n'.repeat(5_000)));
    await writeFile(bundle, '{"type":"bundle","id":"bundle--5d0092c5-5f74-4287-9642-33f4c354e56d","objects":[]}');
    await writeFile(people, FILES.people);

    expect(await kindOfFile(events, store)).toBe('events');
    expect(await kindOfFile(bundle, store)).toBe('stix');
    expect(await kindOfFile(people, store)).toBe('people');
    expect((await failure(kindOfFile(join(folder, 'none.csv'), store))).code).toBe('file.missing');
  });
});

describe('what is told of a file', () => {
  it('counts no row that is refused', async () => {
    const trip = 'h-17,2026-11-03,2026-11-05,Cebu,PH,';
    const { added, rejected, warnings } = await bring(`hire_id,from,to,city,country,approved_by\n${trip}kim\n${trip}lee\n`, { dryRun: true });

    expect([added, rejected.length]).toEqual([1, 1]);
    expect(warnings).toEqual(['1 place without coordinates is taken from the town, to within 25 km.']);
  });

  it('names a first day more than a year ahead', async () => {
    const { added, warnings } = await bring('hire_id,email,start_date\nh-17,kim@corp.example,2062-11-02\nh-18,lee@corp.example,2027-05-03\n');

    expect(added).toBe(2);
    expect(warnings).toEqual([expect.stringMatching(/^start_date is more than a year ahead \(line 2: "2062-11-02"\): .*mistyped year\.$/)]);
  });
});
