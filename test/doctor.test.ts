import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, isoOf } from '../src/core/time.ts';
import { MONDAY } from './support/builders.ts';
import { deskIn, type Desk } from './support/command-line.ts';
import { startStub, type Stub, type StubAnswer } from './support/vendor-stub.ts';

const NOW = MONDAY + 8 * HOUR;
const root = mkdtempSync(join(tmpdir(), 'farmwatch-doctor-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const open: Stub[] = [];
afterEach(async () => {
  for (const stub of open.splice(0)) await stub.close();
});

let desks = 0;
const aDesk = (now = NOW): Desk => deskIn(join(root, `desk-${++desks}`), now);
const signIn = (nth: number, at = NOW - nth * HOUR): object => ({
  uuid: `event-${nth}`, published: isoOf(at), eventType: 'user.session.start', outcome: { result: 'SUCCESS' },
  actor: { id: '00u1', type: 'User', alternateId: 'kim@acme.example' }, client: { ipAddress: '198.51.100.7' },
});

const programStart = (minute: number, program = 'tool.exe'): object => ({
  event_simpleName: 'ProcessRollup2', aid: 'a1', cid: 'c1', event_platform: 'Win', id: `start-${program}-${minute}`, name: 'ProcessRollup2V1', timestamp: String(NOW - HOUR + minute * MINUTE),
  ImageFileName: `\\Device\\HarddiskVolume3\\Tools\\${program}`, ProcessStartTime: String((NOW - HOUR + minute * MINUTE) / 1000), ComputerName: 'LT-7',
});

/** A desk whose Okta answers in a way of its own. */
async function withOkta(answer: () => StubAnswer): Promise<Desk> {
  const stub = await startStub(() => {
    const { headers, ...rest } = answer();
    return { ...rest, headers: { date: new Date(NOW).toUTCString(), ...headers } };
  });
  open.push(stub);
  const desk = aDesk();
  desk.file('token', 'secret');
  desk.file('farmwatch.json', JSON.stringify({ sources: { okta: { pull: { url: stub.url, token: 'file:token' } } } }));
  return desk;
}
const typed = (desk: Desk, ...argv: readonly string[]) => desk.type(...argv, '--config', join(desk.folder, 'farmwatch.json'));
/** A store in which nothing has come in. */
const aStoreAt = (desk: Desk): Promise<unknown> => desk.type('user', 'add', 'boss', '--role', 'admin');
const troublesOf = (out: readonly string[]): readonly string[] => out.filter((line) => line.startsWith('trouble'));

describe('doctor', () => {
  it('shows what may be brought on pages, as it is set', async () => {
    const desk = aDesk();
    desk.file('farmwatch.json', JSON.stringify({ uploads: { file_mb: 200, laptops_mb: 9 } }));
    await aStoreAt(desk);

    const { out } = await typed(desk, 'doctor');

    expect(out).toContain('uploads  a file up to 200 MB, a table 128 MB unpacked, a workbook 64 MB, a list of laptops 9 MB; 40 files a person and 4096 MB of everybody may wait, 8 may be on their way');
    expect(JSON.parse((await typed(desk, 'doctor', '--json')).out[0]!)).toMatchObject({ uploads: { file_mb: 200, table_mb: 128, at_once: 8 } });
    desk.file('farmwatch.json', JSON.stringify({ uploads: { table_mb: 0 } }));
    expect((await typed(desk, 'doctor')).err.join(' ')).toContain('uploads.table_mb');
  });

  it('says that a pattern is no name of files, as a collection does', async () => {
    const desk = aDesk();
    mkdirSync(join(desk.folder, 'drop'));
    desk.file('drop/a.json', '[]');
    desk.file('farmwatch.json', JSON.stringify({ sources: { okta: { files: ['drop/*.json'] } } }));
    await aStoreAt(desk);

    const { out } = await typed(desk, 'doctor');
    const collected = await typed(desk, 'collect');

    expect(troublesOf(out)[0]).toContain('cannot be read (there is no such file or folder, and patterns such as *.json are no names here: name the folder). Put it there, or mend sources.okta.files');
    expect(collected.err.join(' ')).toContain('drop/*.json: there is no such file. Patterns such as *.json are no names here: name each file, or the folder that records are exported into.');
  });

  it('says what is held of days to come, in place of nothing', async () => {
    const desk = aDesk();
    desk.file('events.ndjson', [1, 2, 40].map((days) => JSON.stringify({ '@timestamp': isoOf(NOW + days * DAY), 'event.action': 'sign-in', 'user.email': 'kim@acme.example', 'source.ip': '198.51.100.7' })).join('\n'));
    desk.file('farmwatch.json', '{}');
    await typed(desk, 'import', join(desk.folder, 'events.ndjson'));

    const { out } = await typed(desk, 'doctor');

    const [first, last] = [1, 40].map((days) => isoOf(NOW + days * DAY).slice(0, 10));
    expect(out.find((line) => line.startsWith('ahead'))).toContain(`3 events of ${first} to ${last} lie ahead of ${isoOf(NOW)}`);
    expect(out.join('\n')).not.toContain('nothing has come in yet');
    expect(JSON.parse((await typed(desk, 'doctor', '--json')).out[0]!)).toMatchObject({ ahead: { rows: 3, from: first, to: last } });
  });

  it('names a folder of records that is not there, and what to do where nothing came', async () => {
    const desk = aDesk();
    mkdirSync(join(desk.folder, 'drop'));
    desk.file('farmwatch.json', JSON.stringify({
      sources: { duo: { files: ['nothere/'] }, okta: { files: ['drop/'] }, cisco: { options: { zone: 'America/Chicago' } }, zeek: {} },
      intake: { syslog: [{ protocol: 'tcp', port: 5514, source: 'cisco' }] },
    }));
    await aStoreAt(desk);

    const { out } = await typed(desk, 'doctor');

    expect(troublesOf(out)).toEqual([`trouble  duo: ${join(desk.folder, 'nothere/')} cannot be read (there is no such file or folder). Put it there, or mend sources.duo.files in farmwatch.json.`]);
    expect(out.filter((line) => line.includes('nothing has come in yet: '))).toEqual([
      'source   nothing has come in yet: farmwatch import, or farmwatch collect',
      'source   duo: it is configured, and nothing has come in yet: farmwatch collect duo',
      'source   okta: it is configured, and nothing has come in yet: farmwatch collect okta',
      'source   cisco: it is configured, and nothing has come in yet: it comes in by itself while "farmwatch serve" runs; see to it that its sender sends, or its files grow',
      'source   zeek: it is configured, and nothing has come in yet: send it to "farmwatch serve", or say under sources.zeek which files hold it ("farmwatch sources zeek")',
    ]);
  });

  it('says where the key of identity was read from, and under which versions it seals', async () => {
    const desk = aDesk();
    await aStoreAt(desk);
    const key = join(desk.folder, 'store.identity-key');
    const one = (await desk.type('doctor')).out.find((line) => line.startsWith('identity'));
    desk.file('store.identity-key', `${desk.read('store.identity-key')}2:${'ab'.repeat(32)}\n`);
    const two = (await desk.type('doctor')).out.find((line) => line.startsWith('identity'));
    renameSync(join(desk.folder, 'store'), join(desk.folder, 'moved'));
    const moved = (await desk.type('doctor', '--store', 'moved')).out.find((line) => line.startsWith('identity'));

    expect(one).toBe(`identity sealed under version 1 of the key. It was read from ${key} and is not in the store`);
    expect(two).toBe(`identity sealed under version 1 of the key, as the store began; documents that are written now under version 2. It was read from ${key} and is not in the store`);
    // The store remembers where its key lay.
    expect(moved).toContain(`read from ${key} `);
  });

  it('takes an empty secret for a missing one, and sends it to nobody', async () => {
    const desk = await withOkta(() => ({ status: 401 }));
    desk.file('token', '\n');

    const { exit, err } = await typed(desk, 'collect');

    expect([exit, err.at(-1)]).toEqual([2, 'file:token: it is empty; put the secret there']);
    expect(open[0]!.requests).toEqual([]);
    expect(troublesOf((await typed(desk, 'doctor')).out)).toEqual([expect.stringMatching(/fetching cannot begin \(it is empty; put the secret there\).*farmwatch config check/)]);
  });

  it('names a secret that the vendor refuses, since the first refusal, and not once it is good again', async () => {
    let isGood = false;
    const desk = await withOkta(() => (isGood ? { body: [] } : { status: 401, body: { errorSummary: 'Invalid token provided' } }));
    await typed(desk, 'collect');

    const refused = await typed(desk, 'doctor');
    isGood = true;
    await typed(desk, 'collect');
    const good = await typed(desk, 'doctor');

    // Once it is taken out of the configuration it is nobody's trouble any more.
    const before = readFileSync(join(desk.folder, 'farmwatch.json'), 'utf8');
    desk.file('farmwatch.json', '{}');
    expect((await typed(desk, 'doctor')).out.filter((line) => line.includes('okta'))).toEqual([]);
    desk.file('farmwatch.json', before);
    expect(troublesOf(refused.out)).toEqual([expect.stringMatching(/^trouble {2}okta: fetching is refused \(127\.0\.0\.1:\d+\/api\/v1\/logs answers 401 \(Invalid token provided\)\); it never succeeded, since 2026-11-02T17:00:00Z\. The secret may have expired/)]);
    expect(troublesOf(good.out)).toEqual([]);
    expect(good.out).toContain('pull     okta: fetched to the end at 2026-11-02T17:00:00Z');
    expect(good.out).toContain('source   okta: it is configured, and nothing has come in yet: farmwatch collect okta');
  });

  it('names a secret that is not where the configuration points, before anything was fetched as well', async () => {
    const desk = await withOkta(() => ({ body: [] }));
    await aStoreAt(desk);
    rmSync(join(desk.folder, 'token'));
    expect((await typed(desk, 'doctor')).out).toContainEqual(expect.stringMatching(/^config {3}not there for this command, as far as it sees: sources\.okta\.pull\.token: .*token/));
    await typed(desk, 'collect');

    const { out } = await typed(desk, 'doctor', '--json');

    expect(JSON.parse(out[0]!)).toMatchObject({ troubles: [{ kind: 'misconfigured', source: 'okta', since: '2026-11-02T17:00:00Z' }] });
  });

  it('compares the clock of this machine with that of the vendor', async () => {
    const desk = await withOkta(() => ({ body: [], headers: { date: new Date(NOW + 10 * MINUTE).toUTCString() } }));
    await typed(desk, 'collect');

    expect(troublesOf((await typed(desk, 'doctor')).out)).toEqual([expect.stringMatching(/^trouble {2}the clock of this machine is 10 minutes behind okta/)]);
  });

  it('names a source of which nothing can be used any more, until something can', async () => {
    const desk = aDesk();
    desk.file('odd.json', JSON.stringify([1, 2, 3].map((nth) => ({ ...signIn(nth), published: 'soon' }))));
    desk.file('good.json', JSON.stringify([signIn(1)]));
    await desk.type('collect', 'okta', '--from-file', 'odd.json');

    const odd = await desk.type('doctor');
    await desk.type('collect', 'okta', '--from-file', 'good.json');
    const good = await desk.type('doctor');

    expect(troublesOf(odd.out)).toEqual(['trouble  okta: none of 3 records could be used (most: no time that can be read), since 2026-11-02T17:00:00Z. Its format or an option may have changed: farmwatch doctor okta --from-file FILE shows record by record how it is understood.']);
    expect(troublesOf(good.out)).toEqual([]);
    expect(good.out).toContain('came     okta: 4 records read since 2026-11-02, 1 used (25.0 %), 0 not our business, 3 rejected; something new came last at 2026-11-02T17:00:00Z');
  });

  it('says how old the tables are that name places, networks and tools', async () => {
    const desk = aDesk();
    await aStoreAt(desk);

    const { out } = await desk.type('doctor');

    expect(out.filter((line) => line.startsWith('data'))).toEqual(expect.arrayContaining([expect.stringMatching(/^data {5}asn [\d.]+, \d+ days old$/), expect.stringMatching(/^data {5}catalogue tools [\w.-]+, \d+ days old$/)]));
  });

  it('says from when rows that joined the catalogue can see programs', async () => {
    const desk = aDesk();
    desk.file('own.json', JSON.stringify([{ id: 'our-desk', name: 'Our Desk', kind: 'remote-control', processes: ['ourdesk*'], corporateUse: 'low', source: 'our wiki', date: '2026-10-20', owner: 'it@acme.example', reason: 'Seen in a case of ours' }]));
    desk.file('starts.ndjson', JSON.stringify(programStart(0)));
    await desk.type('collect', 'crowdstrike', '--from-file', 'starts.ndjson');
    const before = await desk.type('doctor', '--json');
    const added = await desk.type('data', 'add', 'tools', 'own.json', '--by', 'kim');
    const after = await desk.type('doctor', '--json');

    expect(added.exit).toBe(0);
    expect(JSON.parse(before.out[0]!)).toMatchObject({ new_rows: null });
    expect(JSON.parse(after.out[0]!)).toMatchObject({ new_rows: 'the catalogues changed at 2026-11-02T17:00:00Z: what is new in them sees every program from then on, and of those before, the first of each machine and day back to 2026-11-02T16:00:00Z' });
  });

  it('of one source tells of that source alone', async () => {
    const desk = aDesk();
    desk.file('good.json', JSON.stringify([signIn(1)]));
    await desk.type('collect', 'okta', '--from-file', 'good.json');

    const { out } = await desk.type('doctor', 'okta');

    expect(out).toEqual([expect.stringMatching(/^source {3}okta: fresh/), expect.stringMatching(/^came {5}okta: 1 record /)]);
    expect(await desk.type('doctor', 'okra')).toMatchObject({ exit: 2 });
  });
});

describe('doctor over records that ended long ago', () => {
  const ENDED = NOW - 25 * DAY;
  async function oldRecords(): Promise<Desk> {
    const desk = aDesk();
    desk.file('people.csv', `hire_id,email,start_date\nh-1,kim@acme.example,${isoOf(ENDED - 12 * DAY).slice(0, 10)}\n`);
    desk.file('old.json', JSON.stringify(Array.from({ length: 12 }, (_, nth) => signIn(nth, ENDED - nth * DAY))));
    await desk.type('import', 'people.csv');
    await desk.type('collect', 'okta', '--from-file', 'old.json');
    return desk;
  }

  it('says when they end and from when to look, and asks for no sign-ins that are held', async () => {
    const desk = await oldRecords();

    const now = await desk.type('doctor');
    const then = await desk.type('doctor', '--as-of', isoOf(ENDED));

    expect(now.out).toContain('ends     everything held ends at 2026-10-08T17:00:00Z, 25 days before 2026-11-02T17:00:00Z, by which this is judged. To judge by what was known then: farmwatch doctor --as-of 2026-10-08T17:00:00Z');
    expect(now.out).toContain('owns     not told: nothing is held of the last days');
    expect(then.out.map((line) => line.split(' ')[0])).toEqual(['as', 'newest', 'source', 'owns', 'thin', ...then.out.slice(5).map(() => 'data')]);
    expect(then.out).toContain('source   okta: fresh, 12 events in 60 days, last 2026-10-08T17:00:00Z');
    // One person is no company of the simulation.
    expect(then.out.join()).toContain('thin     an identity provider tells of 1 person, 1 of the 1 who started in the last 90 days');
    expect(JSON.parse((await desk.type('doctor', '--json')).out[0]!)).toMatchObject({ ends: '2026-10-08T17:00:00Z' });
    expect(JSON.parse((await desk.type('doctor', '--as-of', isoOf(ENDED), '--json')).out[0]!)).toMatchObject({ as_of: '2026-10-08T17:00:00Z', ends: null, newest_run: null, sources: [{ name: 'okta', state: 'fresh' }] });
  });

  it('suggests the newest run, whose day of employment --hires then says as explain does', async () => {
    const desk = await oldRecords();
    await desk.type('detect', '--as-of', isoOf(ENDED + DAY));

    const now = await desk.type('doctor', '--hires', 'h-1');
    const then = await desk.type('doctor', '--hires', 'h-1', '--as-of', '2026-10-09T17:00:00Z');
    const explained = await desk.type('explain', 'h-1');

    expect(now.err).toEqual([expect.stringContaining('To judge by what was known then: farmwatch doctor --hires h-1 --as-of 2026-10-09T17:00:00Z.')]);
    expect(then).toMatchObject({ out: [expect.stringMatching(/^hire {5}h-1, day 13: okta 12 events/)], err: [] });
    expect(explained.out[0]).toMatch(/^h-1, day 13, as of 2026-10-09T17:00:00Z/);
  });

  it('takes no file beside an instant, and no word for one', async () => {
    const desk = aDesk();

    expect(await desk.type('doctor', 'okta', '--from-file', 'x.json', '--as-of', '2026-10-09')).toMatchObject({ exit: 2, err: [expect.stringMatching(/^--as-of is for records that are held/)] });
    expect(await desk.type('doctor', '--as-of', 'yesterday')).toMatchObject({ exit: 2, err: [expect.stringMatching(/^--as-of "yesterday" is no instant/)] });
  });

  it('says nothing of the kind while records come in', async () => {
    const desk = aDesk();
    desk.file('good.json', JSON.stringify([signIn(1)]));
    await desk.type('collect', 'okta', '--from-file', 'good.json');

    expect([...(await desk.type('doctor')).out, ...(await desk.type('doctor', 'okta')).err].filter((line) => line.includes('ends'))).toEqual([]);
  });
});

describe('repeats at the door', () => {
  it('of programs are left out, counted and told of; what the catalogue knows is kept', async () => {
    const desk = aDesk();
    desk.file('starts.ndjson', [0, 1, 2, 3].flatMap((minute) => [programStart(minute), programStart(minute, 'AnyDesk.exe')]).map((row) => JSON.stringify(row)).join('\n'));

    const { out, err } = await desk.type('collect', 'crowdstrike', '--from-file', 'starts.ndjson');
    const doctor = await desk.type('doctor', 'crowdstrike');

    expect(out).toEqual(['crowdstrike: read 8 / added 5 / already known 0 / rejected 0 / repeats left out 3, which leaves 1 of 1.6 events (8 events from 8 records)']);
    expect(err).toContain('  3 × left out: process-started again on the same machine, in a half hour and of a program that are there already');
    expect(doctor.out).toContain('came     crowdstrike: 8 records read since 2026-11-02, 8 used (100 %), of them 3 repeats left out, 0 not our business, 0 rejected; something new came last at 2026-11-02T17:00:00Z');
  });
});

describe('doctor SOURCE --from-file', () => {
  it('shows beside each other what a record says and what becomes of it, what is refused, and what nobody fills', async () => {
    const desk = aDesk();
    desk.file('page.json', JSON.stringify([signIn(1), { ...signIn(2), published: 'soon' }, { ...signIn(3), eventType: 'policy.lifecycle.create' }]));

    const { exit, out } = await desk.type('doctor', 'okta', '--from-file', 'page.json');

    expect(exit).toBe(0);
    expect(out).toEqual(expect.arrayContaining([
      expect.stringMatching(/^record 1 → sign-in$/), expect.stringMatching(/^ {2}client\.ipAddress +→ {2}source\.ip +"198\.51\.100\.7"$/), expect.stringMatching(/^ {2}published +→ {2}@timestamp +2026-11-02T16:00:00Z$/),
      expect.stringMatching(/^record \d+: rejected, no time that can be read$/), 'page.json: read 3, 1 event of them, rejected 2', '  1 × not our business: policy.lifecycle.create',
      expect.stringMatching(/^ {2}without farmwatch\.factor\.token: .*see/),
    ]));
  });

  it('reads the files of a folder one after the other, and says which a record is of', async () => {
    const desk = aDesk();
    mkdirSync(join(desk.folder, 'pages'));
    mkdirSync(join(desk.folder, 'nothing'));
    for (const number of [1, 2]) desk.file(`pages/${number}.json`, JSON.stringify([signIn(number)]));

    const { exit, out } = await desk.type('doctor', 'okta', '--from-file', 'pages');

    expect(exit).toBe(0);
    expect(out).toEqual(expect.arrayContaining(['record 1 of 1.json → sign-in', 'record 1 of 2.json → sign-in', 'pages: read 2, 2 events of them, rejected 0']));
    expect(await desk.type('doctor', 'okta', '--from-file', 'nothing')).toMatchObject({ exit: 1, err: [expect.stringMatching(/^There is no file in .*nothing/)] });
  });

  it('tells the same as JSON, and writes nothing', async () => {
    const desk = aDesk();
    desk.file('page.json', JSON.stringify([signIn(1)]));

    const { out } = await desk.type('doctor', 'okta', '--from-file', 'page.json', '--json');

    expect(JSON.parse(out[0]!)).toMatchObject({ file: 'page.json', read: 1, made: 1, rejected: 0, records: [{ record: 1, action: 'sign-in', beside: { sides: expect.arrayContaining([{ field: 'source.ip', value: '198.51.100.7', from: ['client.ipAddress'] }]) } }] });
    expect(JSON.parse((await desk.type('doctor', '--json')).out[0]!)).toMatchObject({ sources: [], arrivals: [] });
  });

  it('shows control characters instead of obeying them', async () => {
    const desk = aDesk();
    desk.file('page.json', JSON.stringify([{ ...signIn(1), 'x\u001b[31m': 1, client: { ipAddress: '198.51.100.7', userAgent: { rawUserAgent: 'Fire\u001b[2Jfox' } } }]));

    const { out } = await desk.type('doctor', 'okta', '--from-file', 'page.json');

    expect(out.join('\n')).not.toContain('\u001b');
    expect(out.join('\n')).toContain('Fire\\u001b[2Jfox');
  });

  it('needs a source, and a file that is there', async () => {
    const desk = aDesk();

    expect(await desk.type('doctor', '--from-file', 'x.json')).toMatchObject({ exit: 2, err: ['Name the source of these records: farmwatch doctor SOURCE --from-file FILE.'] });
    expect(await desk.type('doctor', 'okta', '--from-file', 'x.json')).toMatchObject({ exit: 1, err: [expect.stringContaining('there is no such file')] });
  });
});

describe('doctor --hires', () => {
  const PEOPLE = 'hire_id,email,start_date\nh-1,kim@acme.example,2026-10-12\nh-2,robin@acme.example,2026-10-12\nh-3,lee@acme.example,2026-10-12\n';
  const event = (who: string, module: string, ago: number, action = 'sign-in'): string => JSON.stringify({ '@timestamp': isoOf(NOW - ago * DAY), 'event.action': action, 'event.module': module, 'event.id': `${who} ${module} ${ago}`, 'user.email': `${who}@acme.example` });

  it('names hires for whom a source fell silent, or never spoke, while it hears of others', async () => {
    const desk = aDesk();
    desk.file('people.csv', PEOPLE);
    desk.file('events.ndjson', [0, 1, 2, 6, 7].flatMap((ago) => [event('kim', 'okta', ago), event('kim', 'vpn', ago), ...(ago > 5 ? [event('robin', 'okta', ago)] : []), event('robin', 'vpn', ago), event('lee', 'okta', ago)]).concat(event('kim', 'hr', 0, 'verified'), event('robin', 'hr', 9, 'verified')).join('\n'));
    await desk.type('import', 'people.csv', '--events', 'events.ndjson');

    const { out } = await desk.type('doctor', '--hires');
    const one = await desk.type('doctor', '--hires', 'h-1', '--json');

    expect(out).toEqual(['hire     h-2, day 21: okta nothing since 2026-10-27T17:00:00Z, where it hears of others', 'hire     h-3, day 21: vpn never in 30 days, where it hears of most']);
    expect(JSON.parse(one.out[0]!)).toEqual({ hire_id: 'h-1', day: 21, sources: [{ source: 'hr', expected: false, times: 1, state: 'fresh', last: isoOf(NOW) }, { source: 'okta', expected: true, times: 5, state: 'fresh', last: isoOf(NOW) }, { source: 'vpn', expected: true, times: 5, state: 'fresh', last: isoOf(NOW) }] });
    expect(await desk.type('doctor', '--hires', 'h-9')).toMatchObject({ exit: 1 });
  });
});
