import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ACTIONS } from '../core/event.ts';
import { isRejected, parseEvent } from '../core/parse-event.ts';
import { simulate, worldOf, type Company, type SimulateOptions } from './company.ts';
import { FARM_STYLES, farmOf } from './farm.ts';
import { owning } from './owned.ts';
import { busyOn } from './rhythm.ts';
import { farmStory } from './story.ts';
import { lineOf } from './write.ts';

const OPTIONS: SimulateOptions = { seed: 'test', people: 16, staff: 5, days: 16, farms: [3], endsAt: Date.UTC(2026, 9, 26) };

function fingerprint(company: Company): string {
  const hash = createHash('sha256').update(JSON.stringify(company.tables));
  for (const event of company.events()) hash.update(lineOf(event));
  return hash.digest('hex');
}

describe('a simulated company', () => {
  const company = simulate(OPTIONS);
  const events = [...company.events()];

  it('is the same for the same seed, however often it is asked', () => {
    expect(fingerprint(simulate(OPTIONS))).toBe(fingerprint(company));
    expect(fingerprint(simulate({ ...OPTIONS, seed: 'other' }))).not.toBe(fingerprint(company));
  });

  it('leaves everybody else alone when people and farms are added', () => {
    const hires = new Set(company.tables.people.slice(0, 8).map(({ hire_id }) => hire_id));
    const rowsOf = (some: Company): readonly string[] => {
      const mails = new Set<unknown>(some.tables.people.filter(({ hire_id }) => hires.has(hire_id)).map(({ email }) => email));
      const serials = new Set<unknown>(some.tables.devices.filter(({ hire_id }) => hires.has(hire_id ?? '')).map(({ serial }) => serial));
      return [...some.events()].filter((event) => mails.has(event['user.email']) || serials.has(event['device.serial_number'])).map((event) => JSON.stringify(event));
    };

    const larger = simulate({ ...OPTIONS, people: 18, staff: 6, farms: [3, 4] });

    expect(rowsOf(larger)).toEqual(rowsOf(company));
  });

  it('writes only events that are understood, without unknown fields', () => {
    const unknown = new Set<string>();

    const refused = events.map((event) => parseEvent(JSON.parse(lineOf(event)), { unknownField: (name) => unknown.add(name) })).filter(isRejected);

    expect(refused).toEqual([]);
    expect([...unknown]).toEqual([]);
  });

  it('lets rows out in the order in which they were learned of, none after the end', () => {
    const stamps = events.map((event) => event['event.ingested'] as number);

    expect(stamps).toEqual([...stamps].sort((a, b) => a - b));
    expect(stamps.at(-1)).toBeLessThanOrEqual(OPTIONS.endsAt);
    expect(events.every((event) => (event['@timestamp'] as number) <= (event['event.ingested'] as number))).toBe(true);
  });

  it('gives a row that comes twice one id and one time', () => {
    const seen = new Map<unknown, unknown>();
    let repeated = 0;
    for (const event of events) {
      if (seen.has(event['event.id'])) {
        repeated++;
        expect(event['@timestamp']).toBe(seen.get(event['event.id']));
      }
      seen.set(event['event.id'], event['@timestamp']);
    }

    // 0.4 % of rows, as the knob says, and four standard errors of some ten thousand.
    expect(repeated / events.length).toBeGreaterThan(0.002);
    expect(repeated / events.length).toBeLessThan(0.006);
  });

  it('knows every action', () => {
    const crowd = simulate({ ...OPTIONS, people: 30, knobs: { hybrid: 0.5, itSupport: 0.8 } });

    const actions = new Set([...crowd.events()].map((event) => event['event.action']));

    expect([...Object.keys(ACTIONS)].filter((action) => !actions.has(action))).toEqual([]);
  });

  it('writes lines of a realistic length', () => {
    const bytes = events.reduce((sum, event) => sum + Buffer.byteLength(lineOf(event)) + 1, 0);

    expect(bytes / events.length).toBeGreaterThan(600);
  });

  it('tells where each issued laptop stood, day by day, and keeps those of a farm in one place', () => {
    const { truth, tables } = company;
    const farm = truth.farms[0]!;
    const serials = tables.devices.filter(({ hire_id: hire }) => farm.hires.includes(hire ?? '')).map(({ serial }) => serial);
    const spots = serials.map((serial) => truth.laptops[serial]!.map(({ lat, lon }) => `${lat},${lon}`));

    expect(new Set(spots.flat()).size).toBeLessThan(serials.length);
    expect(spots.every(({ length }) => length === 1)).toBe(true);
    expect(Object.values(truth.laptops).every((spans) => spans.every(({ from, to }, index) => from <= to && (index === 0 || from > spans[index - 1]!.to)))).toBe(true);
  });

  it('tells a truth that its tables bear out', () => {
    const hires = new Set(company.tables.people.map(({ hire_id }) => hire_id));
    const farmed = company.truth.farms.flatMap((farm) => farm.hires);

    expect(farmed).toHaveLength(3);
    expect(farmed.every((hire) => hires.has(hire))).toBe(true);
    expect(Object.keys(company.truth.innocents).every((hire) => hires.has(hire) && !farmed.includes(hire))).toBe(true);
    expect(company.truth.farms[0]!.since).toBe(Object.values(company.truth.farms[0]!.arrivals).sort((a, b) => a - b)[2]);
  });

  it('tells docks and network KVMs by what is plugged in, as its rows do', () => {
    const { truth } = farmStory({ style: 'kvm', laptops: 3 });
    const docked = [...company.events()].filter((event) => event['farmwatch.usb.product'] === 'USB-C Dock Ethernet').map((event) => event['device.serial_number'] as string);

    expect(Object.values(truth.hardware).filter((found) => found.includes('kvm'))).toHaveLength(3);
    expect(docked.length).toBeGreaterThan(0);
    expect(docked.filter((serial) => !company.truth.hardware[serial]?.includes('dock'))).toEqual([]);
    expect(Object.values(company.truth.hardware).filter((found) => found.length === 0)).toEqual([]);
  });

  it('keeps the rows of some sources only where a company owns no more', () => {
    const modules = new Set([...owning(company, ['identity-provider']).events()].map((event) => event['event.module']));

    expect([...modules].sort()).toEqual(['lenel', 'okta', 'parcel', 'workday']);
  });

  it('shows no home behind a full tunnel', () => {
    const tunnelled = simulate({ ...OPTIONS, farms: [], knobs: { fullTunnel: 1, contractors: 0 } });
    const checkIns = [...tunnelled.events()].filter((event) => event['event.action'] === 'check-in');

    expect(new Set(checkIns.map((event) => event['source.ip'])).size).toBeLessThanOrEqual(36);
  });
});

describe('a farm', () => {
  const world = worldOf({ seed: 'farms', days: 30, endsAt: Date.UTC(2026, 9, 26) });

  it.each(FARM_STYLES)('of style %s puts its laptops into one home, careful ones into several', (style) => {
    const { lives } = farmOf(world, { id: 'f', number: 3, laptops: 6, style });
    const routers = new Set(lives.map((life) => life.laptops[0]!.standsAt!.line.gateway));

    expect(routers.size).toBe(style === 'careful' ? 4 : 1);
    expect(lives.every((life) => life.driver.remote !== undefined)).toBe(true);
  });

  it('has operators who drive one persona at a time', () => {
    const { lives } = farmOf(world, { id: 'f', number: 5, laptops: 6, style: 'personas', hours: 'us' });

    for (const hand of [lives.slice(0, 3), lives.slice(3)]) {
      const zones = new Set(hand.map(({ driver }) => driver.zone));
      const busy = hand.flatMap((life) => busyOn(world.calendar, life.driver, 8, life.draw, (name) => world.draw.fork(name))).sort((a, b) => a.from - b.from);
      expect(zones.size).toBe(1);
      expect(busy.every((part, nth) => nth === 0 || part.from >= busy[nth - 1]!.to)).toBe(true);
    }
  });

  it('has unlike hire ids, accounts and laptops', () => {
    const { lives } = farmOf(world, { id: 'f', number: 4, laptops: 20 });

    expect(new Set(lives.map(({ hire }) => hire)).size).toBe(20);
    expect(new Set(lives.map(({ row }) => row.email)).size).toBe(20);
    expect(new Set(lives.map(({ laptops }) => laptops[0]!.serial)).size).toBe(20);
  });
});
