import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgesOf } from '../src/app.ts';
import { plantedIn } from '../src/cli/evaluate/planted.ts';
import { groundOf } from '../src/cli/evaluate/planted-ground.ts';
import { openEnricher, type Enricher } from '../src/collect/enrich.ts';
import { loadConfig } from '../src/config.ts';
import { gatherer, type Gatherer } from '../src/detect/counts/gather.ts';
import { historyOf } from '../src/detect/people/history.ts';
import { toldByEvents } from '../src/detect/places/told-by-events.ts';
import { readHistory, registryAt } from '../src/detect/people/registry.ts';
import { detect } from '../src/detect/run.ts';
import { gathererOfBoth } from '../src/detect/counts/two-logs.ts';
import { pipeline } from '../src/run/pipeline.ts';
import { simulate } from '../src/simulate/company.ts';
import { SOURCES, owning, type Source } from '../src/simulate/owned.ts';
import { plantingOf } from '../src/simulate/planting.ts';
import { openDuckdbStore } from '../src/store/duckdb/duckdb-store.ts';
import type { Store } from '../src/store/store.ts';
import { deskIn } from './support/command-line.ts';
import { memoryStore } from './support/memory-store.ts';
import { readOnly, takeIn } from './support/simulated-store.ts';

const AS_OF = Date.UTC(2026, 9, 26);
const COMPANY = simulate({ seed: 'planted-among', people: 14, staff: 2, days: 30, farms: [], endsAt: AS_OF });
const ASKED = { laptops: 3, style: 'software', seed: '1', times: 1, asOf: AS_OF } as const;
const parts = judgesOf(loadConfig(undefined));

const folder = mkdtempSync(join(tmpdir(), 'farmwatch-planted-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let enricher: Enricher;
beforeAll(async () => {
  enricher = await openEnricher();
});

async function filled(store: Store, owned = Object.keys(SOURCES) as readonly Source[]): Promise<Store> {
  await takeIn(store, owning(COMPANY, owned), enricher);
  return store;
}
const planted = (store: Store, asked = ASKED) => plantedIn({ store, pipeline: pipeline({ store, ...parts }), enricher: async () => enricher }, asked, () => {});

describe('a farm planted among records', () => {
  it('is judged alike on both stores, found by what its laptops do, and writes nothing', async () => {
    const embedded = await openDuckdbStore({ folder: join(folder, 'store'), now: () => AS_OF });
    try {
      const inMemory = await planted(readOnly(await filled(memoryStore({ now: () => AS_OF }))));
      const inFile = await planted(readOnly(await filled(embedded)));

      expect(inFile).toEqual(inMemory);
      expect(inMemory.people).toBeGreaterThan(10);
      expect(inMemory.outcomes).toHaveLength(1);
      expect(inMemory.outcomes[0]).toMatchObject({ found: true, style: 'software', laptops: 3 });
      expect(Object.keys(inMemory.outcomes[0]!.detectors)).toContain('remote-control-software');
      expect([...inMemory.missing.keys()]).toEqual([]);
    } finally {
      await embedded.close();
    }
  });

  it('is not seen by sources that the company has not, and these are named', async () => {
    const { outcomes, missing } = await planted(readOnly(await filled(memoryStore({ now: () => AS_OF }), ['identity-provider'])));

    // Sign-ins are enough for shared-place to look.
    expect(missing.get('check-in')).toEqual(['custody', 'never-sleeps']);
    expect([...missing.keys()]).toEqual(expect.arrayContaining(['activity', 'process-started', 'session-connected', 'usb-present']));
    expect(Object.keys(outcomes[0]!.detectors).filter((id) => ['never-sleeps', 'custody', 'remote-control-software', 'remote-sessions'].includes(id))).toEqual([]);
  });

  it('is refused where there is nobody among whom it could stand', async () => {
    const desk = deskIn(join(folder, 'empty'), AS_OF);

    const { exit, out, err } = await desk.type('evaluate', 'planted');

    expect([exit, out]).toEqual([1, []]);
    expect(err[0]).toMatch(/^There is no person in scope at 2026-10-26T00:00:00Z among whom a farm could be planted\. Import people\.csv/);
  });

  it.each([[['--laptops', '1'], '--laptops'], [['--times', '0'], '--times'], [['--style', 'sneaky'], 'software, kvm, vpn-router, personas, careful']])('is refused with %j by name', async (words, named) => {
    const { exit, out, err } = await deskIn(join(folder, 'wrong'), AS_OF).type('evaluate', 'planted', ...words);

    expect([exit, out]).toEqual([2, []]);
    expect(err[0]).toContain(named);
  });
});

describe('what is planted', () => {
  it('has the company’s domain, sources, days and columns, ends at the as-of, and shares no name with it', async () => {
    const store = await filled(memoryStore({ now: () => AS_OF }), ['identity-provider', 'device-management']);
    const ground = await groundOf(store.events, await readHistory(store), AS_OF, 60, parts.scope);
    const own = new Set(COMPANY.tables.people.flatMap(({ hire_id: hire, email, user_names: names, device_serials: serials }) => [hire, email, ...names, ...serials]));
    const days = new Set((await store.events.days({ from: 0, to: AS_OF + 1, asOf: AS_OF })).map(({ day }) => day));

    const { people, devices, truth, events } = plantingOf(ground, { laptops: 4, style: 'personas' }, 'x');
    const rows = [...events()];

    expect(people).toHaveLength(4);
    expect(people.every(({ email }) => email.endsWith('@halcyon.example'))).toBe(true);
    expect(people.every(({ team, role }) => COMPANY.tables.people.some((person) => person.team === team && person.role === role))).toBe(true);
    expect([...people.flatMap(({ hire_id: hire, email, user_names: names }) => [hire, email, ...names]), ...devices.map(({ serial }) => serial)].filter((name) => own.has(name))).toEqual([]);
    expect(devices.map(({ hire_id: hire }) => hire).sort()).toEqual([...truth.hires].sort());
    expect(rows.length).toBeGreaterThan(200);
    expect([...new Set(rows.map((row) => row['event.module']))].sort()).toEqual(['fleet', 'okta', 'parcel', 'workday']);
    expect(rows.filter((row) => row['event.ingested'] > AS_OF)).toEqual([]);
    expect(rows.filter((row) => !days.has(new Date(row['@timestamp']).toISOString().slice(0, 10)))).toEqual([]);
    expect([...events()]).toEqual(rows);
  });

  it('comes through the company’s own exit, without the fields that the company’s rows lack', async () => {
    const tunnelled = simulate({ seed: 'planted-among', people: 8, staff: 0, days: 20, farms: [], endsAt: AS_OF, knobs: { fullTunnel: 1, contractors: 0 } });
    const store = memoryStore({ now: () => AS_OF });
    const bare = { ...tunnelled, events: function* () { for (const { 'farmwatch.net.gateway_mac_token': _, ...event } of tunnelled.events()) yield event; } };
    await takeIn(store, bare, enricher);
    const ground = await groundOf(store.events, await readHistory(store), AS_OF, 60, parts.scope);
    const exits = tunnelled.tables.places.filter(({ kind }) => kind === 'vpn-egress').map(({ cidr }) => cidr[0]!.replace(/\.\d+\/\d+$/, '.'));

    const checkIns = [...plantingOf(ground, { laptops: 3, style: 'software' }, 'x').events()].filter((row) => row['event.action'] === 'check-in');

    expect(checkIns.length).toBeGreaterThan(50);
    expect(checkIns.filter((row) => !exits.some((exit) => row['source.ip']?.startsWith(exit)))).toEqual([]);
    expect(checkIns.filter((row) => row['farmwatch.net.gateway_mac_token'] !== undefined)).toEqual([]);
  });
});

describe('evidence of two logs', () => {
  it('says to every detector what it says in one', async () => {
    const store = await filled(memoryStore({ now: () => AS_OF }));
    const history = await readHistory(store);
    const ground = await groundOf(store.events, history, AS_OF, 60, parts.scope);
    const planting = plantingOf(ground, { laptops: 4, style: 'personas' }, 'both');
    const rows = [...planting.events()].map(enricher.enrich);
    const apart = memoryStore({ now: () => AS_OF });
    await apart.events.append(rows);
    const planted = historyOf(planting);
    const registry = registryAt({ ...history, people: [...history.people, ...planted.people], devices: [...history.devices, ...planted.devices] }, AS_OF, parts.scope);
    const saidBy = async (gather: Gatherer) => {
      const { findings, presence } = await detect(gather, await toldByEvents(registry, gather), parts.detectors);
      return { findings, presence: { ...presence, companyDays: [...presence.companyDays.keys()].sort() } };
    };

    const both = await saidBy(gathererOfBoth(gatherer(store), gatherer(apart)));
    await store.events.append(rows);
    const whole = await saidBy(gatherer(store));

    expect(both).toEqual(whole);
    expect(new Set(whole.findings.filter(({ hire_id: hire }) => planting.truth.hires.includes(hire)).map(({ detector }) => detector)).size).toBeGreaterThan(6);
  });
});
