import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { strFromU8, unzipSync } from 'fflate';
import pc from 'picocolors';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { accountBook } from '../src/api/accounts.ts';
import { openApp, type App } from '../src/app.ts';
import { fileDesk } from '../src/cli/bring/file-desk.ts';
import { afterDuties, startable } from '../src/cli/serve/gate.ts';
import type { CommandIo } from '../src/cli/io.ts';
import { jobsOf } from '../src/cli/serve/jobs.ts';
import { runCommand } from '../src/cli/program.ts';
import { loadConfig } from '../src/config.ts';
import { noteSimulated } from '../src/run/company-note.ts';
import { recordDuties } from '../src/run/duties.ts';
import { NOW, PEOPLE, register } from '../src/run/housekeeping.fixture.ts';
import { deskIn } from './support/command-line.ts';

const root = mkdtempSync(join(tmpdir(), 'farmwatch-gate-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let open: App | undefined;
afterEach(async () => { await open?.close(); open = undefined; });

async function anApp(name: string): Promise<App> {
  return (open = await openApp(loadConfig(undefined), join(root, name), () => NOW));
}
const DUTIES = { noticeGivenOn: '2026-11-02', purpose: 'To find farms', owner: 'Head of security' };
const work = async (app: App, id: string): Promise<string> => jobsOf(app, () => {}).find((job) => job.id === id)!.work(new AbortController().signal);

describe('serve on real people', () => {
  it('refuses to start before notice, purpose and owner are recorded, and names what lacks and the command', async () => {
    const app = await anApp('people');
    await register(app.store, 'people', PEOPLE);
    await accountBook(app.store).add('kim', 'admin', 'correct horse battery', NOW);
    await app.close();
    open = undefined;
    const desk = deskIn(root, NOW);
    const said = await desk.type('serve', '--port', '0', '--store', 'people');

    expect(said.exit).toBe(1);
    expect(said.err.join('\n')).toContain('Real people are not watched before it is recorded since when staff have been told; what it is for; who answers for it. Record it: farmwatch duties record --notice-given-on DAY');
    expect((await desk.type('doctor', '--store', 'people')).out.join('\n')).toContain('duties   not recorded: since when staff have been told; what it is for; who answers for it');
    expect((await desk.type('duties', 'record', '--notice-given-on', '2026-11-02', '--purpose', 'To find farms', '--by', 'kim', '--store', 'people')).out).toEqual(['Recorded. It is still to be recorded who answers for it.']);
    expect((await desk.type('duties', 'record', '--owner', 'Head of security', '--by', 'kim', '--store', 'people')).out).toEqual(['Recorded; nothing lacks.']);
    expect(await startable(await anApp('people'))).toEqual([]);
  });

  it('starts over an empty store, and collects, runs and takes in nothing', async () => {
    const app = await anApp('empty');

    expect(await startable(app)).toHaveLength(3);
    expect(await work(app, 'collect')).toMatch(/^nothing was collected: it is not recorded since when staff/);
    expect(await work(app, 'detect')).toMatch(/^nothing was run: /);
    await expect(afterDuties(fileDesk(app), app).take('kim', 'people.csv', Readable.from(['hire_id']))).rejects.toThrow(/Real people are not watched/);
    expect(await app.pipeline.runs.instants()).toEqual([]);

    await recordDuties(app.store, DUTIES, 'kim', NOW);
    expect(await work(app, 'detect')).toMatch(/^0 people, 0 findings/);
  });

  it('asks nothing of a made-up company', async () => {
    const app = await anApp('made-up');
    await register(app.store, 'people', PEOPLE);
    await noteSimulated(app.store);

    expect(await startable(app)).toEqual([]);
  });

  it('takes what the configuration says, and no notice that is still to come', async () => {
    const desk = deskIn(join(root, 'config'), NOW);
    desk.file('farmwatch.json', JSON.stringify({ duties: { notice_given_on: '2026-12-01', purpose: 'To find farms', owner: 'Head of security' } }));
    const config = join(root, 'config', 'farmwatch.json');

    expect((await desk.type('duties', 'show', '--config', config)).err.join('\n')).toContain('the notice is for 2026-12-01, which has not come yet');
    desk.file('farmwatch.json', JSON.stringify({ duties: { notice_given_on: '2026-11-20', purpose: 'To find farms', owner: 'Head of security' } }));
    expect((await desk.type('duties', 'show', '--config', config)).err).toEqual([]);
  });
});

describe('the commands about rights', () => {
  it('lead from the ask to the copy, and refuse what was not prepared', async () => {
    const folder = join(root, 'rights');
    const desk = deskIn(folder, NOW);
    desk.file('people.csv', 'hire_id,email,start_date\nh-17,kim@acme.example,2026-11-02\n');
    await desk.type('import', 'people.csv');

    const early = await desk.type('export', 'person', 'h-17', '--out', 'copy.zip');
    const noted = await desk.type('rights', 'add', 'h-17', '--right', 'access', '--by', 'pia', '--json');
    const { id } = JSON.parse(noted.out[0]!) as { id: string };
    const draft = await desk.type('export', 'person', 'h-17', '--to-look-over', '--out', 'draft.zip', '--by', 'pia');
    await desk.type('rights', 'prepare', id, '--by', 'pia');
    const late = await desk.type('export', 'person', 'h-17', '--to-look-over', '--out', 'late.zip', '--by', 'pia');
    const copy = await desk.type('export', 'person', 'h-17', '--out', 'copy.zip', '--by', 'pia');
    const again = await desk.type('export', 'person', 'h-17', '--out', 'copy.zip', '--by', 'pia');

    expect([early.exit, noted.exit, draft.exit, late.exit, copy.exit, again.exit]).toEqual([1, 0, 0, 1, 0, 1]);
    const pageIn = (name: string): string => strFromU8(unzipSync(readFileSync(join(folder, name)))['about-you.html']!);
    expect([pageIn('draft.zip').includes('To be looked over'), pageIn('copy.zip').includes('To be looked over')]).toEqual([true, false]);
    expect(early.err.join(' ')).toContain('rights add HIRE');
    expect(copy.err).toEqual(['Written: copy.zip']);
    expect(again.err.join(' ')).toContain('it is there already');
    expect((await desk.type('rights', 'list')).out[0]).toContain('due 2026-12-20, prepared by pia');
  });

  it('note that somebody asks for a restriction of use, which the notice promises', async () => {
    const desk = deskIn(join(root, 'rights'), NOW);

    const { exit, out } = await desk.type('rights', 'add', 'h-17', '--right', 'restriction', '--by', 'pia');

    expect([exit, out[0]]).toEqual([0, expect.stringContaining('a restriction of use for h-17; an answer is due by 2026-12-20')]);
  });

  it.each([
    [['export', 'asked'], 'Nothing was asked to leave the company.'],
    [['audit', 'list', '--person', 'Nobody-000'], 'Nothing of that stands in the audit.'],
    [['report', 'kept', 'views', '--week', '2026-W01'], 'Nothing is kept of views in 2026-W01.'],
  ] as const)('say so where there is nothing: %j', async (words, says) => {
    const { exit, out, err } = await deskIn(join(root, 'rights'), NOW).type(...words);

    expect([exit, out, err]).toEqual([0, [], [says]]);
  });

  it('hold by two names, and say what is kept', async () => {
    const desk = deskIn(join(root, 'rights'), NOW);
    const { id } = JSON.parse((await desk.type('hold', 'add', '--hire', 'h-17', '--matter', 'Acme v. Doe', '--reason', 'Counsel', '--review', '2027-05-31', '--by', 'hana', '--json')).out[0]!) as { id: string };

    expect((await desk.type('hold', 'confirm', id, '--by', 'hana')).exit).toBe(2);
    expect((await desk.type('hold', 'confirm', id, '--by', 'pia')).exit).toBe(0);
    const retention = (await desk.type('retention')).out.join('\n');
    expect(retention).toContain('shelf `registry`: 1 held. Kept: applications of people not hired 180 days');
    expect(retention).toContain(`On hold: ${id}, 1 ids for Acme v. Doe, in force, review 2027-05-31.`);
    expect(retention).toContain('Proof: housekeeping has let nothing go yet.');
    const io: CommandIo = { out: () => {}, err: () => {}, progress: () => {}, colour: pc.createColors(false), now: () => NOW, folder: join(root, 'rights') };
    for (const words of [['notice', '--out', 'notice.md'], ['assess', '--out', 'assess.md'], ['correction', 'add', 'h-17', '--about', 'ship_city', '--says', 'Tulsa', '--by', 'hana']]) expect(await runCommand([...words, '--store', 'store'], { io })).toBe(0);
    expect(desk.read('notice.md')).toContain('# Notice: how Company looks');
    expect(desk.read('assess.md')).toContain('## Open questions');
  });
});
