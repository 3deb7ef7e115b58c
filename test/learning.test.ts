import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../src/app.ts';
import { loadConfig } from '../src/config.ts';
import { DETECTORS } from '../detectors/index.ts';
import type { PersonRow, Versioned } from '../src/core/person.ts';
import { settle } from '../src/core/settings.ts';
import { DAY, HOUR, dayOf, isoOf, type Instant } from '../src/core/time.ts';
import type { Detector } from '../src/detect/detector.ts';
import { FUSION_SETTINGS } from '../src/risk/fuse.ts';
import { compareSettings } from '../src/run/compare-settings.ts';
import { linesOf } from '../src/run/lines.ts';
import { muteJournal, type Mute } from '../src/run/mutes.ts';
import type { Pipeline } from '../src/run/pipeline.ts';
import { releasesOf } from '../src/run/releases.ts';
import { laidOver, settingsJournal, type SettingsEntry, type Wanted } from '../src/run/settings-book.ts';
import type { Store } from '../src/store/store.ts';
import { deskIn, type Desk } from './support/command-line.ts';
import { lineOver, storesFor } from './support/lines-over-stores.ts';
import { FIRST, SWIFT, happenings, settleIn } from './support/small-company.ts';

const RUNS: readonly Instant[] = [9, 10, 11, 12].map((day) => FIRST + day * DAY + HOUR);
const LAST = RUNS.at(-1)!;
const STORES = storesFor('learning', LAST);

/** The small company, in which the three of the farm are of one team. */
async function companyIn(store: Store): Promise<Store> {
  await settleIn(store);
  const registry = store.shelf<Versioned<PersonRow>>('registry');
  for await (const { value } of registry.list()) {
    if (value.kind !== 'people' || !['h-03', 'h-07', 'h-11'].includes(value.versions[0]!.row.hire_id)) continue;
    await registry.put({ ...value, versions: value.versions.map((version) => ({ ...version, row: { ...version.row, team: 'Payments' } })) });
  }
  await store.events.append(happenings(SWIFT));
  return store;
}
async function aStore(make: () => Promise<Store> = STORES['in memory']): Promise<Store> {
  return companyIn(await make());
}

const replay = (line: Pipeline, instants = RUNS): Promise<void> => line.replay(instants, () => {});

async function accept(store: Store, id: string, at: Instant, values: Wanted): Promise<void> {
  const nothing = { people: { compared: 0, up: 0, down: 0 }, cases: { before: 0, after: 0, opened: [], lost: [], moved: [] } };
  const entries: readonly SettingsEntry[] = [
    { kind: 'proposed', at, proposal: { id, at, by: 'kim', values, shown: { from: at, to: at, runs: 1, difference: nothing }, basis: {} } },
    { kind: 'accepted', at, id, by: 'lee', reason: 'shown and seen' },
  ];
  for (const entry of entries) await settingsJournal(store).append(entry);
}

describe.each(Object.entries(STORES))('accepted settings, %s', (_, make) => {
  it('judge from their instant on, earlier runs by the earlier values, and a replay says the same', async () => {
    const store = await aStore(make);
    const line = lineOver(store);
    // Nobody has nine families that speak.
    await accept(store, 's-1', RUNS[1]! + 1, { fusion: { familiesNeeded: 9 } });

    await replay(line);
    const runs = await Promise.all(RUNS.map(async (asOf) => (await line.runs.get(asOf))!));

    expect(runs.map(({ versions }) => versions['settings'])).toEqual([undefined, undefined, 's-1', 's-1']);
    const above = runs.map(({ risks }) => risks.filter(({ band }) => band === 'review' || band === 'act').length);
    expect(above[1]).toBeGreaterThan(0);
    expect(above.slice(2)).toEqual([0, 0]);
    expect(runs[0]!.risks.map(({ logOdds }) => logOdds)).not.toEqual([]);

    const before = JSON.stringify(runs);
    await replay(line);
    expect(JSON.stringify(await Promise.all(RUNS.map((asOf) => line.runs.get(asOf))))).toBe(before);
  });
});

describe('a comparison of settings', () => {
  const compare = async (wanted: Wanted) => {
    const line = lineOver(await aStore());
    const { judges } = await line.inForce(LAST);
    const done: number[] = [];
    const difference = await compareSettings(line, judges, laidOver(judges, wanted).judges, RUNS, (count) => done.push(count));
    expect(done).toEqual([1, 2, 3, 4]);
    expect(await line.runs.instants()).toEqual([]);
    return difference;
  };

  it('finds nothing where the values are the same', async () => {
    const { people, cases } = await compare({ fusion: { cap: settle(FUSION_SETTINGS).values.cap } });

    expect([people.up, people.down, cases.opened, cases.lost, cases.moved]).toEqual([[], [], [], [], []]);
    expect(cases.before).toBe(1);
  });

  it('tells of cases that would not have opened, and whom they were about', async () => {
    const { people, cases } = await compare({ fusion: { familiesNeeded: 9 } });

    expect(cases.lost.map(({ hires }) => hires)).toEqual([['h-03', 'h-07', 'h-11']]);
    expect([cases.after, people.up]).toEqual([0, []]);
    expect(people.down.map(({ hire, to }) => [hire, to])).toEqual([['h-03', 'watch'], ['h-07', 'watch'], ['h-11', 'watch']]);
  });

  it('says of a detector what runs with its values would have said', async () => {
    const wanted: Wanted = { 'remote-control-software': Object.fromEntries(Object.entries(DETECTORS.find(({ id }) => id === 'remote-control-software')!.settings).slice(0, 3).map(([name, { from }]) => [name, from])) };
    const difference = await compare(wanted);
    const store = await aStore();
    await accept(store, 's-1', RUNS[0]! - 1, wanted);
    const [plain, changed] = [lineOver(await aStore()), lineOver(store)];
    await replay(plain);
    await replay(changed);
    const peaks = async (line: Pipeline): Promise<ReadonlyMap<string, number>> => {
      const most = new Map<string, number>();
      for (const asOf of RUNS) for (const { hire_id: hire, band } of (await line.runs.get(asOf))!.risks) most.set(hire, Math.max(most.get(hire) ?? 0, ['quiet', 'watch', 'review', 'act'].indexOf(band)));
      return most;
    };
    const [before, after] = [await peaks(plain), await peaks(changed)];

    expect(difference.people.down.map(({ hire }) => hire)).toEqual([...before.keys()].filter((hire) => after.get(hire)! < before.get(hire)!).sort());
    expect(difference.people.up.map(({ hire }) => hire)).toEqual([...before.keys()].filter((hire) => after.get(hire)! > before.get(hire)!).sort());
  });
});

describe.each(Object.entries(STORES))('a mute, %s', (_, make) => {
  const MUTE: Mute = { id: 'm-1', detector: 'shared-place', team: 'Payments', until: dayOf(RUNS[2]!), owner: 'lee', reason: 'a flat of the team' };

  it('hides a detector for a team from its instant to its last day, counted and shown, and nothing else moves', async () => {
    const store = await aStore(make);
    const [line, plain] = [lineOver(store), lineOver(await aStore())];
    await muteJournal(store).append({ kind: 'added', at: RUNS[0]! + 1, mute: MUTE });

    await replay(line);
    await replay(plain);

    for (const [nth, asOf] of RUNS.entries()) {
      const [run, usual] = [(await line.runs.get(asOf))!, (await plain.runs.get(asOf))!];
      const hidden = run.findings.filter(({ muted }) => muted !== undefined);
      const inForce = nth === 1 || nth === 2;
      expect(run.findings.map(({ muted: _muted, ...finding }) => finding)).toEqual(usual.findings);
      expect(hidden.map(({ detector, hire_id: hire }) => `${detector} ${hire}`)).toEqual(inForce ? usual.findings.filter(({ detector, hire_id: hire }) => detector === 'shared-place' && ['h-03', 'h-07', 'h-11'].includes(hire)).map(({ detector, hire_id: hire }) => `${detector} ${hire}`) : []);
      expect(hidden.length > 0).toBe(inForce);
      expect(run.mutes).toEqual(inForce ? [MUTE] : undefined);
      for (const risk of run.risks) {
        expect(risk.parts.reduce((sum, { adds }) => sum + adds, 0)).toBe(risk.logOdds);
        const lines = risk.parts.filter((part) => part.kind === 'limit' && part.muted === 'm-1');
        expect(lines.map(({ adds }) => adds)).toEqual(hidden.some(({ hire_id: hire }) => hire === risk.hire_id) ? [0] : []);
        if (lines.length === 0) expect(risk).toEqual(usual.risks.find(({ hire_id: hire }) => hire === risk.hire_id));
      }
    }
    const run = (await line.runs.get(RUNS[1]!))!;
    expect(linesOf('findings', run, []).filter((told) => JSON.stringify(told).includes('"muted":{"id":"m-1"'))).toHaveLength(run.findings.filter(({ muted }) => muted !== undefined).length);
  });
});

describe('a release', () => {
  const newer = (id: string, change: Partial<Detector> = {}): readonly Detector[] => DETECTORS.map((detector) => (detector.id === id ? { ...detector, version: detector.version + 1, ...change } : detector));

  it('tells once what it says otherwise about the last instant, before its weights take effect', async () => {
    const store = await aStore();
    await replay(lineOver(store), RUNS.slice(0, 3));
    const version = DETECTORS.find(({ id }) => id === 'shared-place')!.version;
    const line = lineOver(store, newer('shared-place', { detect: () => [] }));

    await line.run(LAST);
    await line.run(LAST + HOUR);

    const [told, ...others] = await releasesOf(store);
    expect(others).toEqual([]);
    expect(told!.acknowledged).toBe(undefined);
    expect(told!.release).toMatchObject({ asOf: RUNS[2], from: LAST, changed: [{ part: 'shared-place', from: version, to: version + 1 }] });
    expect(told!.release.difference.people.compared).toBe(12);
    // Without what ties them, the one case of three falls apart or nobody of it is left.
    const { opened, lost, moved } = told!.release.difference.cases;
    expect(told!.release.difference.people.down + opened.length + lost.length + moved.length).toBeGreaterThan(0);
    expect((await line.runs.get(RUNS[2]!))!.versions['shared-place']).toBe(version);
  });

  it('is told also where a replay is first to judge with it', async () => {
    const store = await aStore();
    await replay(lineOver(store), RUNS.slice(0, 2));

    await replay(lineOver(store, newer('never-sleeps')), RUNS.slice(0, 2));

    expect((await releasesOf(store)).map(({ release }) => [release.asOf, release.from, release.changed.map(({ part }) => part)])).toEqual([[RUNS[1], RUNS[0], ['never-sleeps']]]);
  });

  it.each([['the same versions', { fusion: 2 }, []], ['another catalogue', { fusion: 2, catalogue: 2 }, []], ['another fusion', { fusion: 3 }, ['fusion']]])('is seen in %s: %j', async (_, versions, parts) => {
    const store = await aStore();
    await replay(lineOver(store), RUNS.slice(0, 1));

    await lineOver(store, DETECTORS, versions as Readonly<Record<string, number>>).run(RUNS[1]!);

    expect((await releasesOf(store)).flatMap(({ release }) => release.changed.map(({ part }) => part))).toEqual(parts);
  });
});

describe('the commands', () => {
  let desk: Desk;
  const until = dayOf(LAST + 20 * DAY);
  const words = (line: string): readonly string[] => line.split(' ').map((word) => word.replaceAll('_', ' '));
  const type = (line: string) => desk.type(...words(line));
  beforeAll(async () => {
    desk = deskIn(mkdtempSync(join(tmpdir(), 'farmwatch-decisions-')), LAST);
    const store = await companyIn(await openStore(loadConfig(undefined), join(desk.folder, 'store'), () => LAST));
    await replay(lineOver(store), RUNS);
    await store.close();
  });
  afterAll(() => rmSync(desk.folder, { recursive: true, force: true }));

  it('propose other values, show what they would have changed, and keep who and what', async () => {
    const said = await type('settings propose fusion.familiesNeeded=9 --by kim --days 3');

    const id = /^(s-[0-9a-f]{8})  fusion\.familiesNeeded 2 → 9$/.exec(said.out[0]!)?.[1];
    expect(said.exit).toBe(0);
    expect(said.out[1]).toBe('0 cases opened, 1 lost, 0 in another band (1 before, 0 after); of 12 people 0 in a higher band, 3 in a lower one');
    expect(said.out.join('\n')).toContain('h-03 h-07 h-11');
    const list = JSON.parse((await type('settings list --json')).out[0]!) as { shown: object };
    expect(list).toMatchObject({ id, status: 'proposed', proposed_by: 'kim', values: { fusion: { familiesNeeded: 9 } }, shown: { runs: 3, people: { down: 3 }, cases: { lost: [{ people: 3 }] } } });
    expect(JSON.stringify(list)).not.toContain('h-03');
  });

  it.each([
    ['settings propose fusion.familysNeeded=3 --by kim', 'the nearest name is fusion.familiesNeeded'],
    ['settings propose never-sleep.ordinaryAwake=0.2 --by kim', 'the nearest name is never-sleeps'],
    ['settings propose fusion.cap=21 --by kim', 'fusion.cap is 21; it takes 0 to 20 nats'],
    ['settings propose fusion.cap= --by kim', 'fusion.cap is ""; it takes 0 to 20 nats'],
    ['settings propose fusion.cap=4,5 --by kim', 'fusion.cap is "4,5"; it takes 0 to 20 nats'],
    ['settings propose fusion.cap=Infinity --by kim', 'fusion.cap is Infinity; it takes 0 to 20 nats'],
    ['settings propose fusion --by kim', 'is no setting with a value'],
    ['settings propose --by kim', 'No setting is named'],
    ['settings propose fusion.cap=3', '--by'],
    ['settings accept s-00000000 --by lee --reason so', 'There is no proposal "s-00000000"'],
    ['mute add never-sleep --team Payments --until 2026-12-01 --owner lee --reason so', 'the nearest name is never-sleeps'],
    ['mute add never-sleeps --team Payment --until 2026-12-01 --owner lee --reason so', 'the nearest name is Payments'],
    ['mute add never-sleeps --team Payments --owner lee --reason so', '--until'],
    ['mute add never-sleeps --team Payments --until 2026-11-01 --owner lee --reason so', '--until 2026-11-01 is over'],
    ['mute add never-sleeps --team Payments --until 2099-01-01 --owner lee --reason so', 'more than 366 days away'],
    ['mute remove m-00000000 --by lee --reason so', 'There is no mute "m-00000000" in force'],
    ['releases acknowledge r-0 --by lee', 'There is no release "r-0"'],
  ])('refuse %s', async (line, said) => {
    const { exit, out, err } = await type(line);

    expect(out).toEqual([]);
    expect([1, 2]).toContain(exit);
    expect(err.join(' ')).toContain(said);
  });

  it.each([['fusion.__proto__=1', 'fusion has no setting "__proto__"'], ['__proto__.cap=1', 'There is no detector "__proto__"'], ['constructor.name=1', 'There is no detector "constructor"']])('refuse %s, which is no name of ours', async (value, said) => {
    const { exit, err } = await desk.type('settings', 'propose', value, '--by', 'kim', '--days', '1');

    expect([exit, err[0]]).toEqual([2, expect.stringContaining(said)]);
    expect(({} as Readonly<Record<string, unknown>>)['cap']).toBe(undefined);
  });

  it('read values from a file that is written as the configuration is', async () => {
    desk.file('wanted.json', JSON.stringify({ detectors: { 'never-sleeps': { ordinaryAwake: 0.2 } }, fusion: { cap: 3.5 } }));
    desk.file('other.json', JSON.stringify({ sources: {} }));

    const said = await type('settings propose --file wanted.json --by kim --days 1 --json');
    const refused = await type('settings propose --file other.json --by kim --days 1');

    expect(JSON.parse(said.out[0]!)).toMatchObject({ values: { 'never-sleeps': { ordinaryAwake: 0.2 }, 'fusion': { cap: 3.5 } } });
    expect([refused.exit, refused.err[0]]).toEqual([1, expect.stringContaining('something else than settings')]);
  });

  it('accept one proposal; what was shown for another before it does not hold any more', async () => {
    const ids = (await type('settings list --json')).out.map((line) => (JSON.parse(line) as { id: string }).id);

    const accepted = await type(`settings accept ${ids[0]} --by lee --reason seen`);
    const other = await type(`settings accept ${ids[1]} --by lee --reason seen`);
    const again = await type(`settings reject ${ids[0]} --by lee --reason no`);
    const rejected = await type(`settings reject ${ids[1]} --by lee --reason no`);
    const run = await type(`detect --as-of ${isoOf(LAST)} --json`);
    const doctor = await type('doctor --json');

    // Somebody else had proposed it.
    expect(accepted.err.join(' ')).not.toContain('nobody else');
    expect(JSON.parse((await type('settings list --json')).out[0]!)).toMatchObject({ proposed_by: 'kim', decided_by: 'lee', own_decision: false });
    expect(accepted.out).toEqual([`${ids[0]} takes effect with runs from ${isoOf(LAST)} on.`]);
    expect([other.exit, other.err[0]]).toEqual([2, expect.stringContaining(`What was shown for ${ids[1]} does not hold any more: settings changed since`)]);
    expect([again.exit, rejected.exit]).toEqual([2, 0]);
    expect(JSON.parse(run.out[0]!)).toMatchObject({ bands: { act: 0, review: 0 } });
    expect(JSON.parse(doctor.out[0]!)).toMatchObject({ settings: ids[0], unfit_settings: [], muted: [] });
    expect((await type('settings list')).out.join('\n')).toMatch(new RegExp(`${ids[0]}  accepted[^]*by lee: seen[^]*${ids[1]}  rejected`));
  });

  it('are told as nobody else\'s where who proposed one accepts it', async () => {
    const id = /s-[0-9a-f]{8}/.exec((await type('settings propose fusion.cap=6 --by kim --days 1')).out[0]!)![0];

    const accepted = await type(`settings accept ${id} --by Kim --reason alone`);

    expect([accepted.exit, accepted.err.at(-1)]).toEqual([0, 'Kim proposed it and accepted it: nobody else is on record as having looked. "farmwatch settings list" goes on saying so.']);
    expect((await type('settings list')).out.join('\n')).toContain('by Kim, who proposed it: alone');
  });

  it('mute a detector, and every summary says so until it is removed', async () => {
    const added = await type(`mute add remote-control-software --team payments --until ${until} --owner lee --reason pairing_sessions`);
    const id = /^m-[0-9a-f]{8}/.exec(added.out[0]!)![0];
    const sentence = `remote-control-software is muted for team Payments until ${until} (lee: pairing sessions): 3 findings about 3 people hidden, each adding 0`;

    const detect = await type(`detect --as-of ${isoOf(LAST)}`);
    const [risk, cases, findings, doctor, explain] = [await type('risk'), await type('cases'), await type('findings'), await type('doctor'), await type('explain h-03')];
    const line = JSON.parse((await type('risk --json')).out.find((text) => text.includes('"h-03"'))!) as { log_odds: number; parts: readonly { kind: string; adds: number; muted?: string }[] };
    const cased = JSON.parse((await type('cases --json')).out[0]!) as { muted: unknown };

    expect(added.out[0]).toContain('Payments');
    for (const said of [detect, risk, cases, findings]) expect(said.err).toContain(`Muted: ${sentence}.`);
    expect(doctor.out).toContain(`muted    ${sentence}`);
    expect(explain.out.join('\n')).toMatch(/ 0  machine: \(muted\) [^]* 0  remote-control-software is muted for team Payments[^]*1 finding is hidden and adds 0; heard, the sum would be/);
    expect(risk.out.filter((text) => text.includes('(1 muted)'))).toHaveLength(3);
    expect(line.parts.filter(({ muted }) => muted === id)).toEqual([expect.objectContaining({ kind: 'limit', adds: 0 })]);
    expect(line.parts.reduce((sum, { adds }) => sum + adds, 0)).toBe(line.log_odds);
    expect(cased.muted).toEqual([expect.objectContaining({ id, detector: 'remote-control-software', findings: 3 })]);

    await type(`mute remove ${id} --by kim --reason over`);
    const after = await type(`detect --as-of ${isoOf(LAST)}`);
    expect(after.err.join(' ')).not.toContain('Muted');
    expect((await type('mute list')).out).toEqual([expect.stringMatching(new RegExp(`^${id}  removed  .*; removed .* by kim: over$`))]);
  });

  it('tell of a release until somebody has seen it', async () => {
    const store = await openStore(loadConfig(undefined), join(desk.folder, 'store'), () => LAST);
    const { runs } = lineOver(store);
    const run = (await runs.newest())!;
    await runs.put({ ...run, versions: { ...run.versions, fusion: 0 } });
    await store.close();

    const detect = await type(`detect --as-of ${isoOf(LAST)}`);
    const doctor = await type('doctor');
    const id = /(r-[0-9a-f]{10})  fusion 0 → \d+, in force from the run of/.exec(doctor.out.join('\n'))![1];
    const seen = await type(`releases acknowledge ${id} --by lee`);

    expect(detect.err.join(' ')).toContain('Other versions judge now');
    expect(seen.exit).toBe(0);
    expect((await type('doctor')).out.join('\n')).not.toContain('release ');
    expect((await type('releases list')).out[0]).toContain('seen by lee');
  });

  it('say of closings that they are too few to judge', async () => {
    const { exit, out } = await type('closings');

    expect(exit).toBe(0);
    expect(out[1]).toMatch(/^all cases +\d+ +0 +0 +0 +0 +0 +too few to judge/);
    expect((await type('closings --json')).out.map((line) => JSON.parse(line) as object)).toContainEqual(expect.objectContaining({ detector: 'shared-place', shares: null, said: 'too few to judge' }));
  });
});
