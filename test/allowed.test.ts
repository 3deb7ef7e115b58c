import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgesOf } from '../src/app.ts';
import { eventsOf, twoFarms } from '../src/api/desk.fixture.ts';
import { changePermission, permissionJournal } from '../src/collect/tables/permissions.ts';
import { loadConfig } from '../src/config.ts';
import type { Event } from '../src/core/event.ts';
import type { AllowedRow, PersonRow, PlaceRow, TableKind, TableRows, Versioned } from '../src/core/person.ts';
import { DAY, dayOf, isoOf } from '../src/core/time.ts';
import { historyOf } from '../src/detect/people/history.ts';
import { readHistory, registryAt } from '../src/detect/people/registry.ts';
import { hiddenBetween, type Hidden } from '../src/run/allowed/hidden.ts';
import { ledger, type Entry } from '../src/run/allowed/ledger.ts';
import { tryPermission } from '../src/run/allowed/trial.ts';
import { pipeline, type Pipeline } from '../src/run/pipeline.ts';
import type { Run } from '../src/run/stored-run.ts';
import type { Store } from '../src/store/store.ts';
import { deskIn, type Desk } from './support/command-line.ts';
import { memoryStore } from './support/memory-store.ts';

/**
 * A simulated company with two farms, one of which drives its laptops by a tool that a planted row permits. What a row
 * hides is held against runs that never knew it.
 */

const STORY = twoFarms();
const AS_OF = STORY.endsAt;
/** The large farm; the small one runs another tool. */
const FARM = STORY.subjects.slice(0, 4);
const PERMIT: AllowedRow = { tool: 'anydesk', scope: 'all', owner: 'it@company.example', reason: 'for shops' };
const NEVER_USED: AllowedRow = { tool: 'splashtop', scope: 'all', until: '2030-01-01', owner: 'it@company.example', reason: 'for labs' };

/** What speaks of such a farm: where its laptops stand, what runs on them, and who connects to them. */
const JUDGES = ['shared-place', 'remote-control-software', 'remote-sessions'];
const lineOver = (store: Store): Pipeline => {
  const judges = judgesOf(loadConfig(undefined));
  return pipeline({ store, ...judges, detectors: judges.detectors.filter(({ detector }) => JUDGES.includes(detector.id)) });
};

let events: readonly Event[];
let plain: Pipeline;
let bare: Run;
beforeAll(async () => {
  events = await eventsOf(STORY);
  const store = memoryStore({ now: () => AS_OF });
  await store.events.append(events);
  const { catalogue: _shipped, ...tables } = historyOf(STORY.tables);
  await store.shelf<Versioned<TableRows[TableKind]>>('registry').putAll(Object.values(tables).flat());
  plain = lineOver(store);
  bare = await plain.run(AS_OF);
}, 120_000);

type More = { readonly [K in 'allowed' | 'places']?: readonly TableRows[K][] } & { readonly household?: readonly string[] };

/** The same company whose registry holds these rows from the beginning, judged by the same runs. */
async function companyWith({ household = [], ...tables }: More): Promise<{ readonly line: Pipeline; readonly run: Run }> {
  const store: Store = { ...memoryStore({ now: () => AS_OF }), events: plain.parts.store.events };
  const held = (await Array.fromAsync(plain.parts.store.shelf<Versioned<TableRows[TableKind]>>('registry').list())).map(({ value }) => value);
  const together = held.map((row) => (row.kind === 'people' && household.includes((row.versions[0]!.row as PersonRow).hire_id)
    ? { ...row, versions: row.versions.map((version) => ({ ...version, row: { ...version.row, household: 'planted' } })) } : row));
  const more = Object.entries(tables).flatMap(([kind, rows]) => rows.map((row, index): Versioned<TableRows[TableKind]> => ({ id: `${kind}/planted-${index}`, kind: kind as TableKind, versions: [{ from: null, row }] })));
  await store.shelf<Versioned<TableRows[TableKind]>>('registry').putAll([...together, ...more]);
  const line = lineOver(store);
  return { line, run: await line.run(AS_OF) };
}

async function entriesOf(line: Pipeline): Promise<readonly Entry[]> {
  const told: string[] = [];
  const entries = await ledger(line, AS_OF, (done, of) => told.push(`${done}/${of}`));
  expect(told.at(-1)).toBe(`${entries.length}/${entries.length}`);
  return entries;
}
const ofRow = (entries: readonly Entry[], id: string): Hidden => entries.find(({ row }) => row.id === id)!.hides;
const plainly = ({ findings, ...rest }: Hidden): object => ({ ...rest, findings: findings.map(({ finding, withRow }) => [finding.id, finding.llr, withRow]) });

describe('what a permission hides', () => {
  it('is what runs that never knew it tell besides, no more and no less', async () => {
    const { line, run: permitted } = await companyWith({ allowed: [PERMIT, NEVER_USED] });

    const entries = await entriesOf(line);
    const hides = ofRow(entries, 'allowed/planted-0');

    // These runs were made without asking what is hidden.
    const lost = bare.findings.filter(({ id, llr }) => llr > 0 && llr > (permitted.findings.find((one) => one.id === id)?.llr ?? -Infinity) + 1e-9);
    expect(lost.length).toBeGreaterThanOrEqual(FARM.length);
    expect(hides.findings.map(({ finding }) => finding)).toEqual(lost);
    expect(hides.people).toEqual([...FARM].sort());
    const bandOf = (run: Run, hire: string) => run.risks.find((risk) => risk.hire_id === hire)!.band;
    for (const { hire, withRow, without } of hides.bands) expect([withRow, without]).toEqual([bandOf(permitted, hire), bandOf(bare, hire)]);
    expect(hides.laptops).toEqual([]);
    expect(plainly(ofRow(entries, 'allowed/planted-1'))).toEqual({ findings: [], people: [], bands: [], cases: [], laptops: [] });
  }, 120_000);

  it('is told before it is permitted, and the same after it is', async () => {
    const { line } = await companyWith({ allowed: [PERMIT] });
    const before = await tryPermission(plain, AS_OF, 'allowed/planted-0', PERMIT);

    expect(plainly(before)).toEqual(plainly(ofRow(await entriesOf(line), 'allowed/planted-0')));
    expect(before.findings.length).toBeGreaterThan(0);
  }, 120_000);

  it('counts bands that fall and cases that close', async () => {
    const rustdesk: AllowedRow = { ...PERMIT, tool: 'rustdesk' };
    const [one, both] = [await companyWith({ allowed: [rustdesk] }), await companyWith({ allowed: [rustdesk, PERMIT] })];

    const hides = await tryPermission(one.line, AS_OF, 'allowed/x', PERMIT);

    // Who only lives together is no farm: with all its tools permitted, one family is left.
    const open = (run: Run): readonly string[] => run.cases.filter(({ status }) => status === 'open').map(({ id }) => id);
    expect(hides.bands.map(({ hire }) => hire)).toEqual([...FARM].sort());
    for (const { hire, withRow, without } of hides.bands) {
      expect([both.run, one.run].map((run) => run.risks.find((risk) => risk.hire_id === hire)!.band)).toEqual([withRow, without]);
      expect(['review', 'act']).toContain(without);
      expect(['quiet', 'watch']).toContain(withRow);
    }
    expect(hides.cases.map(({ hires }) => [...hires])).toEqual([[...FARM].sort()]);
    expect(open(one.run).filter((id) => !open(both.run).includes(id))).toEqual(hides.cases.map(({ id }) => id));
  }, 120_000);

  it('is nothing where another row permits the same, and only its days where it ended', async () => {
    const ended: AllowedRow = { ...PERMIT, until: dayOf(AS_OF - 60 * DAY) };
    const { line } = await companyWith({ allowed: [PERMIT, { ...PERMIT, scope: `hire:${FARM[0]!}` }, ended] });

    const entries = await entriesOf(line);

    expect(ofRow(entries, 'allowed/planted-0').people).toEqual(FARM.slice(1).sort());
    for (const id of ['allowed/planted-1', 'allowed/planted-2']) expect(plainly(ofRow(entries, id))).toEqual({ findings: [], people: [], bands: [], cases: [], laptops: [] });
  }, 120_000);
});

describe('what vouched places and declared households hide', () => {
  it('is counted alike', async () => {
    const serials = new Set(STORY.tables.people.filter(({ hire_id: hire }) => FARM.includes(hire)).flatMap(({ device_serials: of }) => of));
    const lines = new Set(events.flatMap((event) => (serials.has(event['device.serial_number'] ?? '') ? event['farmwatch.net.line'] ?? [] : [])));
    const place: PlaceRow = { place_id: 'planted', name: 'A floor', kind: 'cowork', cidr: [...lines] };
    const [vouched, tied] = [await companyWith({ places: [place] }), await companyWith({ household: FARM })];

    const byPlace = ofRow(await entriesOf(vouched.line), 'places/planted-0');
    const byHousehold = ofRow(await entriesOf(tied.line), `household/${[...FARM].sort().join('+')}`);

    for (const hides of [byPlace, byHousehold]) expect(hides.findings.filter(({ finding }) => finding.detector === 'shared-place').map(({ finding }) => finding.hire_id).sort()).toEqual([...FARM].sort());
    expect(plainly(byHousehold)).toEqual(plainly(hiddenBetween(tied.run, bare)));
    expect(plainly(byPlace)).toEqual(plainly(hiddenBetween(vouched.run, bare)));
  }, 120_000);
});

describe('a permission by command', () => {
  it('holds from its instant, and so does its end: earlier runs and replays stay as they were', async () => {
    const store = memoryStore({ now: () => AS_OF });
    const [before, from, to] = [AS_OF - 3 * DAY, AS_OF - 2 * DAY, AS_OF - DAY];

    const changed = [await changePermission(store, PERMIT, 'kim', from), await changePermission(store, PERMIT, 'lee', from + 1), await changePermission(store, { ...PERMIT, owner: 'lee', absent: true }, 'lee', to)];
    const history = await readHistory(store);
    const holds = (asOf: number): boolean => registryAt(history, asOf, plain.parts.scope).allowed('anydesk', 'kim', dayOf(before));

    expect(changed).toEqual([true, false, true]);
    expect([before, from, to - 1, to, AS_OF].map(holds)).toEqual([false, true, true, false, false]);
    expect(await Array.fromAsync(permissionJournal(store).read(), ({ entry }) => [entry.at, entry.by, entry.did, entry.owner])).toEqual([[from, 'kim', 'permitted', 'it@company.example'], [to, 'lee', 'taken back', 'lee']]);
  });
});

describe('the command allowed', () => {
  const NOW = Date.parse('2026-11-22T12:00:00Z');
  const root = mkdtempSync(join(tmpdir(), 'farmwatch-allowed-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  let desks = 0;
  let shared: Promise<Desk> | undefined;
  /** For commands that change nothing. */
  const sharedDesk = (): Promise<Desk> => (shared ??= aDesk());
  async function aDesk(): Promise<Desk> {
    const desk = deskIn(join(root, String(++desks)), NOW);
    desk.file('people.csv', `hire_id,email,start_date,user_names,team,device_serials\n${['kim', 'lee', 'max'].map((hire) => `${hire},${hire}@company.example,2026-11-02,${hire},shops,SN-${hire}\n`).join('')}`);
    desk.file('allowed.csv', 'tool,scope,until,owner,reason\nteamviewer,team:gone,2026-11-01,it@company.example,for partners\nrustdeks,all,,it@company.example,=1+1 \u001b[2J\n');
    // Ten working days on which everybody works, and kim's laptop runs a tool.
    const lines = Array.from({ length: 19 }, (_, day) => Date.UTC(2026, 10, 2 + day, 15)).filter((at) => ![0, 6].includes(new Date(at).getUTCDay())).flatMap((at) => ['kim', 'lee', 'max'].flatMap((hire) =>
      ['git.exe', ...(hire === 'kim' ? ['AnyDesk.exe'] : [])].map((name) => JSON.stringify({
        '@timestamp': at, 'event.ingested': at + 1_000, 'event.action': 'process-started', 'event.id': `${hire} ${at} ${name}`, 'device.serial_number': `SN-${hire}`, 'process.name': name, 'process.pe.original_file_name': name,
      }))));
    desk.file('events.ndjson', lines.join('\n'));
    expect((await desk.type('import', 'people.csv', 'allowed.csv', 'events.ndjson')).exit).toBe(0);
    return desk;
  }

  it('tries, permits, lists what that hides, and takes it back', async () => {
    const desk = await aDesk();
    const args = ['--tool', 'AnyDesk', '--scope', 'team:shops'];
    const hidden = async (): Promise<readonly object[]> => (await desk.type('allowed', 'list', '--as-of', isoOf(NOW), '--json')).out.map((line) => JSON.parse(line) as { id: string; hides: { people: string[] } }).map(({ id, hides }) => ({ id, people: hides.people }));
    const others = [{ id: 'allowed/rustdeks|all', people: [] }, { id: 'allowed/teamviewer|team:gone', people: [] }];

    const tried = await desk.type('allowed', 'try', ...args, '--as-of', isoOf(NOW), '--json');
    const before = await hidden();
    const added = await desk.type('allowed', 'add', ...args, '--until', '2027-03-31', '--owner', 'it@company.example', '--reason', 'help desk for shops');
    const during = await hidden();
    const removed = await desk.type('allowed', 'remove', ...args, '--owner', 'soc@company.example', '--reason', 'replaced');
    const after = await hidden();

    expect([tried, added, removed].map(({ exit }) => exit)).toEqual([0, 0, 0]);
    expect(JSON.parse(tried.out[0]!)).toMatchObject({ tool: 'anydesk', scope: 'team:shops', would_hide: { people: ['kim'], findings: [{ hire_id: 'kim', detector: 'remote-control-software' }] } });
    expect(before).toEqual(others);
    expect(during).toEqual([{ id: 'allowed/anydesk|team:shops', people: ['kim'] }, ...others]);
    expect(after).toEqual(others);
    expect(added.out).toEqual(['anydesk for team:shops is permitted until 2027-03-31.']);
    expect(removed.err.at(-1)).toMatch(/^If allowed\.csv still has the row/);
    expect((await desk.type('allowed', 'list', '--as-of', isoOf(NOW - 1), '--json')).out).toHaveLength(2);
  }, 60_000);

  it('names rows that never end, have ended, or hold nothing that is known, and shows text as text', async () => {
    const desk = await sharedDesk();

    const { out, err } = await desk.type('allowed', 'list', '--no-count', '--as-of', isoOf(NOW));

    expect(out).toHaveLength(3);
    expect(out[0]).toMatch(/^row +owner +until +reason$/);
    expect(out.join('\n')).toContain('=1+1 \\u001b[2J');
    expect(err).toEqual([
      'rustdeks for all: It never ends.',
      'rustdeks for all: There is no rustdeks in the catalogue: it hides nothing, or sessions that a source names so.',
      'teamviewer for team:gone: Expired on 2026-11-01.',
      'teamviewer for team:gone: It holds nobody who is known.',
    ]);
  });

  it.each([
    [['try', '--tool', 'anydeks', '--scope', 'all'], 2, /^--tool "anydeks" is not in the catalogue; did you mean anydesk\?/],
    [['add', '--tool', 'anydesk', '--scope', 'hire:nobody', '--owner', 'it', '--reason', 'x'], 2, /^--scope "hire:nobody" holds nobody who is known/],
    [['add', '--tool', 'anydesk', '--scope', 'somebody', '--owner', 'it', '--reason', 'x'], 2, /^scope "somebody" is no scope; write all, team:NAME or hire:ID\.$/],
    [['add', '--tool', 'anydesk', '--scope', 'all', '--owner', 'it', '--reason', ' '], 2, /^reason is empty/],
    [['add', '--tool', 'anydesk', '--scope', 'all', '--owner', 'it', '--reason', 'x', '--until', '2026-11-01'], 2, /^--until 2026-11-01 is over/],
    [['remove', '--tool', 'anydesk', '--scope', 'all', '--owner', 'it', '--reason', 'x'], 1, /^There is no permission for "anydesk" with the scope "all"/],
  ] as const)('says what is wrong and how to mend it: %j', async (argv, exit, said) => {
    const desk = await sharedDesk();

    expect(await desk.type('allowed', ...argv)).toEqual({ exit, out: [], err: [expect.stringMatching(said)] });
  });
});
