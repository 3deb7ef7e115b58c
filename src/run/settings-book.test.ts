import { describe, expect, it } from 'vitest';
import { DETECTORS } from '../../detectors/index.ts';
import { settle } from '../core/settings.ts';
import { CUSTODY_SETTINGS } from '../detect/places/custody-settings.ts';
import { FUSION_SETTINGS } from '../risk/fuse.ts';
import type { Judges } from './judged.ts';
import { acceptedBy, isOwnDecision, laidOver, proposalsOf, settledAt, type Proposal, type SettingsEntry, type Wanted } from './settings-book.ts';

const BASE: Judges = { detectors: DETECTORS.map((detector) => ({ detector, settings: settle(detector.settings).values })), fusion: settle(FUSION_SETTINGS).values, custody: settle(CUSTODY_SETTINGS).values };
const NOTHING = { people: { compared: 0, up: 0, down: 0 }, cases: { before: 0, after: 0, opened: [], lost: [], moved: [] } };
const proposal = (id: string, at: number, values: Wanted): Proposal => ({ id, at, by: 'kim', values, shown: { from: 0, to: 0, runs: 1, difference: NOTHING }, basis: {} });
const proposed = (id: string, at: number, values: Wanted): SettingsEntry => ({ kind: 'proposed', at, proposal: proposal(id, at, values) });
const decided = (kind: 'accepted' | 'rejected', id: string, at: number): SettingsEntry => ({ kind, id, at, by: 'lee', reason: 'so it is' });

describe('values laid over others', () => {
  it('change what they name and nothing else', () => {
    const { judges, unfit } = laidOver(BASE, { fusion: { cap: 5 }, 'never-sleeps': { ordinaryAwake: 0.2 } });

    expect(unfit).toEqual([]);
    expect(judges.fusion).toEqual({ ...BASE.fusion, cap: 5 });
    for (const [index, { detector, settings }] of judges.detectors.entries()) {
      const before = BASE.detectors[index]!.settings;
      if (detector.id === 'never-sleeps') expect(settings).toEqual({ ...before, ordinaryAwake: 0.2 });
      else expect(settings).toBe(before);
    }
  });

  it('of the detector custody hold for verdicts about laptops too', () => {
    const [name, { to }] = Object.entries(CUSTODY_SETTINGS)[0]!;

    expect(laidOver(BASE, { custody: { [name]: to } }).judges.custody).toMatchObject({ [name]: to });
  });

  it.each([
    ['out of range', { fusion: { cap: 21 } }, 'fusion.cap is 21; it takes 0 to 20 nats'],
    ['no number', { fusion: { cap: NaN } }, 'fusion.cap is NaN; it takes 0 to 20 nats'],
    ['of no setting', { fusion: { cup: 1 } }, 'fusion.cup is no setting here'],
    ['of no detector', { sleeps: { cap: 1 } }, 'sleeps: there is no such detector'],
  ])('are left out and named where they are %s', (_, wanted, said) => {
    const { judges, unfit } = laidOver(BASE, wanted);

    expect(unfit).toEqual([expect.stringContaining(said)]);
    expect(judges.fusion).toEqual(BASE.fusion);
  });
});

describe('what is in force', () => {
  const entries = [
    proposed('s-1', 10, { fusion: { cap: 5 } }), proposed('s-2', 11, { fusion: { cap: 6, floor: -1 } }), proposed('s-3', 12, { fusion: { cap: 7 } }),
    decided('accepted', 's-2', 20), decided('accepted', 's-1', 30), decided('rejected', 's-3', 40), decided('accepted', 's-3', 50),
  ];

  it.each([[19, 4, -2, undefined], [20, 6, -1, 's-2'], [30, 5, -1, 's-1'], [60, 5, -1, 's-1']])('at %s are the values accepted by then, the later decision over the earlier one', (asOf, cap, floor, id) => {
    const { judges, id: newest } = settledAt(BASE, entries, asOf);

    expect(judges.fusion).toMatchObject({ cap, floor });
    expect(newest).toBe(id);
  });

  it('is decided once: what comes after a decision changes nothing', () => {
    expect(proposalsOf(entries).map(({ proposal: { id }, decided: decision }) => [id, decision?.kind])).toEqual([['s-1', 'accepted'], ['s-2', 'accepted'], ['s-3', 'rejected']]);
    expect(acceptedBy(entries, 60).map(({ id }) => id)).toEqual(['s-2', 's-1']);
  });
});

describe('a decision', () => {
  it('is told as their own where who proposed it decided it, in whatever letters', () => {
    const of = (by: string) => isOwnDecision({ proposal: proposal('s-1', 10, {}), decided: { kind: 'accepted', id: 's-1', at: 20, by, reason: 'so it is' } });

    expect([of('kim'), of(' KIM'), of('lee'), isOwnDecision({ proposal: proposal('s-1', 10, {}) })]).toEqual([true, true, false, false]);
  });
});
