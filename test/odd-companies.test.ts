import { beforeAll, describe, expect, it } from 'vitest';
import { judgesOf } from '../src/app.ts';
import { openEnricher, type Enricher } from '../src/collect/enrich.ts';
import { loadConfig } from '../src/config.ts';
import { DAY, HOUR, dayOf } from '../src/core/time.ts';
import { rankOf } from '../src/risk/risk.ts';
import { pipeline } from '../src/run/pipeline.ts';
import type { Run } from '../src/run/stored-run.ts';
import { simulate, type Company, type EcsDocument } from '../src/simulate/company.ts';
import { memoryStore } from './support/memory-store.ts';
import { takeIn } from './support/simulated-store.ts';

/** Companies without a farm whose records are thin, torn or wrong: whatever is missing, nobody is held to be a case. */

const ENDS = Date.UTC(2026, 9, 26);
const COMPANY = simulate({ seed: 'odd', people: 26, staff: 6, days: 24, farms: [], endsAt: ENDS });
const parts = judgesOf(loadConfig(undefined));

let enricher: Enricher;
beforeAll(async () => {
  enricher = await openEnricher();
});

type Change = (event: EcsDocument, place: number) => EcsDocument | undefined;

/** The same company with each event changed or left out. */
function changed(change: Change, tables: Partial<Company['tables']> = {}): Pick<Company, 'tables' | 'events'> {
  return {
    tables: { ...COMPANY.tables, ...tables },
    *events() {
      let place = 0;
      for (const event of COMPANY.events()) {
        const other = change({ ...event }, place++);
        if (other) yield other;
      }
    },
  };
}

async function runOf(company: Pick<Company, 'tables' | 'events'>): Promise<Run> {
  const store = memoryStore({ now: () => ENDS });
  await takeIn(store, company, enricher);
  return pipeline({ store, ...parts }).run(ENDS);
}

const instantOf = (event: EcsDocument): number => new Date(event['@timestamp'] as string | number).getTime();
const same: Change = (event) => event;
const without = (event: EcsDocument, ...prefixes: readonly string[]): EcsDocument =>
  Object.fromEntries(Object.entries(event).filter(([name]) => !prefixes.some((prefix) => name.startsWith(prefix)))) as EcsDocument;
const people = COMPANY.tables.people;
const few = new Set(people.slice(0, 1).map(({ hire_id: hire }) => hire));
const of = (hires: ReadonlySet<string>): Partial<Company['tables']> => ({
  people: people.filter(({ hire_id: hire }) => hires.has(hire)), devices: COMPANY.tables.devices.filter(({ hire_id: hire }) => hire !== undefined && hires.has(hire)),
});
const ten = new Set(people.slice(0, 10).map(({ hire_id: hire }) => hire));
const serials = COMPANY.tables.devices.flatMap(({ serial, hire_id: hire }) => (hire === undefined ? [] : [serial]));
const HALF_WAY = ENDS - 8 * DAY;

const ODD: readonly (readonly [string, Pick<Company, 'tables' | 'events'>])[] = [
  ['as it is', changed(same)],
  ['of one person', changed(same, of(few))],
  ['of ten people', changed(same, of(ten))],
  ['all of whose events come from one address', changed((event) => (event['source.ip'] === undefined ? event : { ...event, 'source.ip': '96.230.12.77' }))],
  ['whose laptops tell a placeholder for their serial number', changed((event) => (event['device.serial_number'] === undefined ? event : { ...event, 'device.serial_number': 'To be filled by O.E.M.' }))],
  ['with an identity provider alone, which tells no laptops', changed((event) => (event['event.action'] === 'sign-in' ? without(event, 'device.', 'host.') : undefined))],
  ['whose agents stop in the middle of the window', changed((event) => (instantOf(event) > HALF_WAY && ['check-in', 'activity', 'process-started'].includes(String(event['event.action'])) ? undefined : event))],
  ['the clocks of some of whose laptops jump by hours', changed((event, place) => (place % 4 === 0 && String(event['device.serial_number'] ?? '').endsWith('0') ? { ...event, '@timestamp': instantOf(event) - [5, 9, 12][place % 3]! * HOUR } : event))],
  ['that issued one laptop to two hires', changed(same, { devices: [...COMPANY.tables.devices, { ...COMPANY.tables.devices.find(({ hire_id: hire }) => hire !== undefined)!, hire_id: people[3]!.hire_id }] })],
  ['that issued the laptops of two people to one', changed(same, { devices: COMPANY.tables.devices.map((device) => (device.serial === serials[4] ? { ...device, hire_id: people[5]!.hire_id } : device)) })],
  ['that received its own address as an indicator', changed((event) => (event['source.ip'] === undefined ? event : { ...event, 'source.ip': '96.230.12.77' }), {
    ...({ indicators: [{ kind: 'ip', value: '96.230.12.77', source: 'a feed', received: dayOf(ENDS - 30 * DAY) }] } as object),
  })],
];

describe('a company without a farm', () => {
  it.each(ODD)('%s: nobody is a case', async (_what, company) => {
    const { cases, risks } = await runOf(company);

    expect(cases).toEqual([]);
    expect(risks.filter(({ band }) => rankOf(band) >= rankOf('review')).map(({ parts: lines }) => lines)).toEqual([]);
    expect(risks.length).toBeGreaterThan(0);
  });

  it.each(ODD.filter(([what]) => /placeholder|identity provider alone/.test(what)))('%s: it cannot be told where laptops are', async (_what, company) => {
    const { custody } = await runOf(company);

    expect(custody.length).toBeGreaterThan(0);
    expect(new Set(custody.map(({ verdict }) => verdict))).toEqual(new Set(['cannot-tell']));
  });
});
