import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FIELDS, type Event } from '../../src/core/event.ts';
import type { HireId } from '../../src/core/person.ts';
import { random } from '../../src/core/random.ts';
import { settle, type SettingsTable, type Values } from '../../src/core/settings.ts';
import { DAY, dayOf } from '../../src/core/time.ts';
import type { Detector, EvidencePlan, Reading, Window } from '../../src/detect/detector.ts';
import { marked, personalValues, planted, withoutReferences, MARK, MARKED_NETWORK } from '../support/personal.ts';
import { readPage, SECTIONS } from '../support/page.ts';
import { splitIdentities } from '../support/split.ts';
import { storeOf, windowOf, type Company } from '../support/window.ts';

/** A small company in which a detector has something to say, or must hold back. */
export interface Story {
  /** Completes "weighs …": `a laptop with AnyDesk from the first hour`. */
  readonly tells: string;
  readonly company: Company;
  /** The hire the promise is about. */
  readonly about: HireId;
  /** A farm story: the weight is at least this. */
  readonly reaches?: number;
  /** A look-alike: the weight stays below this, or nothing is said. */
  readonly staysBelow?: number;
}

export interface Suite {
  readonly stories: readonly Story[];
  /** For detectors to which one row is evidence enough, such as a check by a human: they speak of one, and of that one only. */
  readonly oneRowIsEnough?: true;
  /** For detectors that read tables and no events: they say the same whatever the events say. */
  readonly leansOnTables?: true;
}

/**
 * What every detector promises, tested on its own stories.
 *
 * A bug found in one detector becomes a line here for all.
 */
export function describeDetector<P extends EvidencePlan, S extends SettingsTable>(detector: Detector<P, S>, { stories, oneRowIsEnough, leansOnTables }: Suite): void {
  const { values } = settle(detector.settings);
  const detect = (window: Window<P>): readonly Reading[] => inOrder(detector.detect(window, values));
  const readings = async (company: Company): Promise<readonly Reading[]> => detect(await windowOf(detector, company));

  describe(`${detector.id}: what every detector promises`, () => {
    it('is told by at least one farm story and one look-alike', () => {
      expect(stories.some(({ reaches }) => reaches !== undefined)).toBe(true);
      expect(stories.some(({ staysBelow }) => staysBelow !== undefined)).toBe(true);
    });

    for (const story of stories) describeStory(story);

    it('stays silent on an empty company and on one without rows', async () => {
      const { company } = stories[0]!;

      expect(await readings({ asOf: company.asOf, people: [], events: [] })).toEqual([]);
      expect(await readings({ asOf: company.asOf, people: company.people, events: [] })).toEqual([]);
      if (!leansOnTables) expect(await readings({ ...company, events: [] })).toEqual([]);
    });

    if (leansOnTables) it('says the same whatever order its tables are in', async () => {
      for (const { company, tells } of stories) {
        const source = random(tells);
        const shuffled = Object.fromEntries(Object.entries(company).map(([name, rows]) => [name, Array.isArray(rows) ? source.shuffle(rows as readonly unknown[]) : rows])) as unknown as Company;

        expect(await readings(shuffled)).toEqual(await readings(company));
      }
    });

    if (!leansOnTables) it(oneRowIsEnough ? 'speaks of a single row, about one person, and leans on nothing else' : 'stays silent on a single row', async () => {
      await expectOfFew((company) => sample(company.events, 12).map((event) => [event]));
    });

    if (!leansOnTables) it(oneRowIsEnough ? 'speaks of one day, about each person once, and leans on nothing else' : 'stays silent on one day', async () => {
      await expectOfFew((company) => sample([...Map.groupBy(company.events, (event) => dayOf(event['@timestamp'])).values()], 5));
    });

    describePage(detector);
  });

  /** Few rows of each story say nothing; or, where one row is enough, they are what is said, once about each person. */
  async function expectOfFew(fewOf: (company: Company) => readonly (readonly Event[])[]): Promise<void> {
    let spoken = 0;
    for (const { company } of stories) {
      for (const events of fewOf(company)) {
        const few = { ...company, events };
        const said = await readings(few);
        spoken += said.length;

        if (!oneRowIsEnough) expect(said).toEqual([]);
        else {
          expect(new Set(said.map(({ subject }) => subject)).size).toBe(said.length);
          expect(said.length).toBeLessThanOrEqual(events.length);
          for (const { newest, look } of said) {
            expect(events.map((event) => event['@timestamp'])).toContain(newest);
            expect(await Array.fromAsync((await storeOf(few)).events.select(look, { from: 0, to: company.asOf + DAY, asOf: company.asOf }))).not.toEqual([]);
          }
        }
      }
    }
    if (oneRowIsEnough) expect(spoken).toBeGreaterThan(0);
  }

  function describeStory({ tells, company, about, reaches, staysBelow }: Story): void {
    describe(tells, () => {
      it('gets the weight it should', async () => {
        const weights = (await readings(company)).filter(({ subject }) => subject === about).map(({ llr }) => llr);

        for (const weight of weights) expect(Number.isFinite(weight)).toBe(true);
        if (reaches !== undefined) expect(Math.max(...weights)).toBeGreaterThanOrEqual(reaches);
        if (staysBelow !== undefined) expect(Math.max(-Infinity, ...weights)).toBeLessThan(staysBelow);
      });

      it('is weighed the same again, and its rows are left as they were', async () => {
        const window = await windowOf(detector, company);
        const before = JSON.stringify(window.rows);
        const once = detect(window);

        expect(detect(window)).toEqual(once);
        expect(JSON.stringify(window.rows)).toBe(before);
      });

      it('does not depend on the order of rows', async () => {
        const window = await windowOf(detector, company);
        const source = random(tells);
        const rows = Object.fromEntries(Object.entries(window.rows).map(([name, list]) => [name, source.shuffle(list as readonly unknown[])])) as unknown as typeof window.rows;

        expect(detect({ ...window, rows })).toEqual(detect(window));
      });

      it('does not depend on how rows come in: other batches, other names for the same machine and account', async () => {
        const expected = await readings(company);
        const source = random(tells);
        const shuffled = source.shuffle(company.events);
        const batches = Array.from({ length: 7 }, (_, index) => shuffled.filter((_, at) => at % 7 === index));

        expect(detect(await windowOf(detector, company, await storeOf(company, batches)))).toEqual(expected);
        expect(await readings(splitIdentities(company))).toEqual(expected);
      });

      it('is explained: numbers, what is usual, an innocent reason, what would clear it', async () => {
        for (const { because, clear } of await readings(company)) {
          expect(withoutReferences([because.headline])).toMatch(/\d/);
          expect(because.facts.length).toBeGreaterThan(0);
          for (const fact of because.facts) {
            expect(fact.label.trim()).not.toBe('');
            expect(fact.value.length).toBeGreaterThan(0);
            expect(fact.usual.trim()).not.toBe('');
          }
          expect(because.innocent.length).toBeGreaterThan(0);
          for (const reason of because.innocent) expect(withoutReferences([reason]).trim()).not.toBe('');
          expect(withoutReferences([clear]).trim()).not.toBe('');
        }
      });

      it('brings up the rows it leans on', async () => {
        const store = await storeOf(company);
        const window = await windowOf(detector, company, store);
        for (const { look, newest } of detect(window)) {
          for (const field of Object.keys(look.where)) expect(Object.keys(FIELDS)).toContain(field);
          expect(newest).toBeGreaterThanOrEqual(window.from);
          expect(newest).toBeLessThanOrEqual(window.asOf);
          if (leansOnTables) continue;
          const found = await Array.fromAsync(store.events.select({ ...look, limit: 1 }, { from: window.from, to: window.asOf + DAY, asOf: window.asOf }));

          expect(found.length).toBeGreaterThan(0);
        }
      });

      it('tells nothing personal outside references', async () => {
        const own = await readings(company);
        const renamed = await readings(marked(company));

        expect(renamed.length).toBe(own.length);
        for (const value of personalValues(company)) for (const text of own.map(textOf)) expect(text).not.toContain(value);
        for (const text of [...renamed, ...await readings(planted(company))].map(textOf)) {
          expect(text).not.toContain(MARK);
          expect(text).not.toContain(MARKED_NETWORK);
        }
      });

      it('has a key of its own for each reading about a person, so that no two findings of a run have one id', async () => {
        const ids = (await readings(company)).map(({ subject, key }) => `${subject}\0${key}`);

        expect(ids).toEqual([...new Set(ids)]);
      });

      it('concerns people it names', async () => {
        const known = new Set(company.people.map(({ hire_id: id }) => id));
        for (const { subject, alongside = [] } of await readings(company)) {
          expect(known).toContain(subject);
          for (const other of alongside) expect(known).toContain(other);
          expect(alongside).not.toContain(subject);
        }
      });
    });
  }
}

function describePage<P extends EvidencePlan, S extends SettingsTable>(detector: Detector<P, S>): void {
  describe('its page', () => {
    const file = new URL(`../../detectors/${detector.id}/README.md`, import.meta.url);
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const page = readPage(text);

    it('asks the question and has every section', () => {
      expect(text).toContain(detector.question);
      expect(page.sections).toEqual(expect.arrayContaining([...SECTIONS]));
      if (detector.technique !== undefined) expect(text).toContain(detector.technique);
    });

    it('repeats the settings as they are', () => {
      expect(page.settings).toEqual(Object.entries(detector.settings).map(([name, { is, from, to, unit, doc }]) => ({ name, is, from, to, unit, doc })));
    });

    it('has settings whose defaults lie within their ranges', () => {
      expect(settle(detector.settings, settle(detector.settings).values as Values<SettingsTable>).problems).toEqual([]);
    });
  });
}

/** Readings in one order, with sums rounded: the last digits depend on the order of adding. */
function inOrder(readings: readonly Reading[]): readonly Reading[] {
  const rounded = readings.map((reading) => ({ ...reading, llr: Math.round(reading.llr * 1e9) / 1e9 }));
  return rounded.sort((a, b) => (`${a.subject}\0${a.key}` < `${b.subject}\0${b.key}` ? -1 : 1));
}

/** Everything of a Reading that is kept as text for people. */
function textOf({ because, clear }: Reading): string {
  return withoutReferences([because.headline, ...because.facts.flatMap(({ label, value, usual }) => [[label], value, [usual]]), ...because.innocent, clear]);
}

function sample<T>(items: readonly T[], many: number): readonly T[] {
  const step = Math.max(1, Math.floor(items.length / many));
  return items.filter((_, index) => index % step === 0).slice(0, many);
}
