import { describe, expect, it } from 'vitest';
import type { Event } from '../../core/event.ts';
import { DAY, HOUR, MINUTE, type Instant } from '../../core/time.ts';
import { anEvent, MONDAY } from '../../../test/support/builders.ts';
import { memoryStore } from '../../../test/support/memory-store.ts';
import { aPerson } from '../../../test/support/window.ts';
import type { Identified, Store } from '../../store/store.ts';
import { factsOfStore } from './facts-of-store.ts';
import { troublesOf, type Trouble } from './troubles.ts';

const NOW = MONDAY + 8 * HOUR;

async function troubles(events: readonly Event[], prepare: (store: ReturnType<typeof memoryStore>) => Promise<unknown> = async () => {}): Promise<readonly Trouble[]> {
  const store = memoryStore({ now: () => NOW });
  await prepare(store);
  await store.events.append(events);
  return troublesOf({ now: NOW, pulls: [], refusing: [], unreadable: [], ...await factsOfStore(store, NOW, { zoned: ['fortigate'], fields: ['source.ip', 'user_agent.original'] }) });
}
/** A row of the registry as an import writes it. */
const register = (store: Store, kind: string, id: string, row: object): Promise<unknown> => store.shelf<Identified>('registry').putAll([{ id: `${kind}/${id}`, kind, versions: [{ from: null, row }] } as Identified]);
const aPlace = (kind: string) => (store: Store): Promise<unknown> => register(store, 'places', 'p', { place_id: 'p', name: 'P', kind, cidr: ['203.0.113.0/24'] });
const times = <T>(count: number, make: (nth: number) => T): T[] => Array.from({ length: count }, (_, nth) => make(nth));
/** A tunnel that came up, as its firewall dates it. */
const aTunnel = (at: Instant, late: number): Event => anEvent({ '@timestamp': at - late, 'event.ingested': at + MINUTE, 'event.action': 'vpn-connected', 'event.module': 'fortigate', 'user.name': 'kim' });

describe('what the store tells of its sources', () => {
  it('shows a firewall whose zone is five hours off, and not one that is right', async () => {
    expect(await troubles(times(40, (nth) => aTunnel(NOW - nth * 20 * MINUTE - HOUR, 5 * HOUR)))).toMatchObject([{ kind: 'zone', source: 'fortigate', what: expect.stringContaining('40 of 40 events come 5 hours after') }]);
    expect(await troubles(times(40, (nth) => aTunnel(NOW - nth * 20 * MINUTE - HOUR, 0)))).toEqual([]);
  });

  it('shows one firewall of several whose zone is five hours off, by the name of its log', async () => {
    const log = (dataset: string, late: number): Event[] => times(40, (nth) => ({ ...aTunnel(NOW - nth * 20 * MINUTE - HOUR, late), 'event.dataset': dataset }));

    expect(await troubles([...log('fw-boston', 0), ...log('fw-dallas', 5 * HOUR)])).toMatchObject([{ kind: 'zone', source: 'fortigate', what: 'fortigate, log fw-dallas: 40 of 40 events come 5 hours after the time they tell, always the same' }]);
  });

  it('shows no zone by instants that were assumed', async () => {
    const late = times(40, (nth) => aTunnel(NOW - nth * 20 * MINUTE - HOUR, 5 * HOUR));
    const saved = times(40, (nth) => ({ ...aTunnel(NOW - nth * 20 * MINUTE - HOUR, 0), 'farmwatch.ingested_assumed': true as const }));

    expect(await troubles(saved.map((event) => ({ ...event, 'event.ingested': event['@timestamp'] + 5 * HOUR })))).toEqual([]);
    // Nor do they hide one that is wrong.
    expect(await troubles([...saved, ...late])).toMatchObject([{ kind: 'zone' }]);
  });

  it('shows a zone that puts events into the future', async () => {
    expect(await troubles(times(40, (nth) => aTunnel(NOW - nth * 20 * MINUTE - HOUR, -3 * HOUR)))).toMatchObject([{ kind: 'zone', what: expect.stringContaining('3 hours before') }]);
  });

  it('shows a source without a zone whose rows come seven hours late for days, and not one that was imported in one go', async () => {
    const signIns = (stamp: (at: Instant) => Instant): Event[] => times(20 * 24, (nth) => NOW - 20 * DAY + nth * HOUR).map((at) => anEvent({ '@timestamp': at, 'event.ingested': stamp(at), 'event.module': 'okta' }));
    const late = (at: Instant): Instant => at + MINUTE + (at >= NOW - 6 * DAY ? 7 * HOUR : 0);

    expect((await troubles(signIns(late))).filter(({ kind }) => kind === 'shifted')).toMatchObject([{ source: 'okta', since: NOW - 6 * DAY + 7 * HOUR + MINUTE, what: expect.stringContaining('7 hours after') as string }]);
    expect((await troubles(signIns(() => NOW - HOUR))).filter(({ kind }) => kind === 'shifted')).toEqual([]);
    expect((await troubles(signIns(late).map((event) => ({ ...event, 'farmwatch.ingested_assumed': true as const })))).filter(({ kind }) => kind === 'shifted')).toEqual([]);
  });

  it('shows events of a time to come', async () => {
    expect(await troubles([anEvent({ '@timestamp': NOW + HOUR, 'event.ingested': NOW - MINUTE, 'event.module': 'windows' })])).toMatchObject([{ kind: 'future', source: 'windows', since: NOW - MINUTE }]);
  });

  it('shows a field that is gone since an update, and the hour in which it stood last', async () => {
    const signIns = times(100, (nth) => anEvent({ '@timestamp': NOW - nth * HOUR - MINUTE, 'event.module': 'okta', 'user.email': `p${nth % 9}@acme.example`, ...(nth < 24 ? {} : { 'source.ip': '198.51.100.7' }) }));

    expect(await troubles(signIns)).toMatchObject([{ kind: 'field-gone', source: 'okta', since: NOW - 25 * HOUR, what: 'okta: source.ip stood in 75 of 75 events (sign-in) of the week before, and in none of 24 after it' }]);
  });

  const leavingBy = (line: string): Event[] => times(30, (nth) => anEvent({ '@timestamp': NOW - nth * HOUR, 'event.module': 'okta', 'user.email': `p${nth % 15}@acme.example`, 'farmwatch.net.line': line }));

  it("shows that all sign-ins leave by the company's exit", async () => {
    const found = await troubles(leavingBy('203.0.113.9/32'), aPlace('vpn-egress'));

    expect(found).toMatchObject([{ kind: 'own-exit' }]);
  });

  it('shows one address that carries everybody, and not an office that is vouched for', async () => {
    expect(await troubles(leavingBy('203.0.113.9/32'))).toMatchObject([{ kind: 'one-address', what: expect.stringContaining('15 of 15 accounts') }]);
    expect(await troubles(leavingBy('203.0.113.9/32'), aPlace('office'))).toEqual([]);
  });

  it('counts accounts that began lately and are in no people file, and names none', async () => {
    const daily = (email: string, days: number): Event[] => times(days, (nth) => anEvent({ '@timestamp': NOW - nth * DAY - HOUR, 'event.module': 'okta', 'user.email': email }));

    const found = await troubles([...daily('old@acme.example', 60), ...daily('kim@acme.example', 20), ...daily('robin@acme.example', 20)], (store) => register(store, 'people', 'kim', aPerson({ hire_id: 'kim', email: 'kim@acme.example' })));

    expect(found).toEqual([{ kind: 'unknown-joiners', source: null, since: NOW - 19 * DAY - HOUR, what: '1 account that began in the last 90 days is active and in no people file: whoever is behind is not watched', cure: expect.any(String) }]);
    expect(JSON.stringify(found)).not.toContain('robin');
  });

  it('counts accounts by what was known at the instant, also where HR has changed an address since', async () => {
    const store = memoryStore({ now: () => NOW });
    const kim = (email: string) => aPerson({ hire_id: 'kim', email });
    await store.shelf<Identified>('registry').putAll([{ id: 'people/kim', kind: 'people', versions: [{ from: null, row: kim('kim@acme.example') }, { from: NOW + 10 * DAY, row: kim('kim.lee@acme.example') }] } as Identified]);
    await store.events.append([...times(60, (nth) => anEvent({ '@timestamp': NOW - nth * DAY - HOUR, 'event.module': 'okta', 'user.email': 'old@acme.example' })), ...times(20, (nth) => anEvent({ '@timestamp': NOW - nth * DAY - HOUR, 'event.module': 'okta', 'user.email': 'kim@acme.example' }))]);

    expect((await factsOfStore(store, NOW, { zoned: [], fields: [] })).joiners).toEqual({ accounts: 0, since: null });
  });

  it('takes nobody for a joiner before two weeks are held', async () => {
    expect(await troubles(times(10, (nth) => anEvent({ '@timestamp': NOW - nth * DAY, 'event.module': 'okta', 'user.email': 'robin@acme.example' })))).toEqual([]);
  });

  it('shows laptops of a file whose hires lost their leading zeros, whichever file came first, and names nobody', async () => {
    const found = await troubles([], async (store) => {
      await register(store, 'devices', 'A', { serial: 'A', hire_id: '1001' });
      await register(store, 'people', '001001', aPerson({ hire_id: '001001' }));
    });

    expect(found).toMatchObject([{ kind: 'unknown-hires', source: null, what: expect.stringMatching(/^1 row of devices\.csv names a hire that no people file has/) as string }]);
    expect(JSON.stringify(found)).not.toContain('1001');
  });

  it('shows permissions for a tool that the catalogue lacks', async () => {
    expect(await troubles([], (store) => register(store, 'allowed', 'x', { tool: 'tool-x', scope: 'all', owner: 'it', reason: 'help' }))).toMatchObject([{ kind: 'idle-permissions' }]);
    expect(await troubles([], (store) => register(store, 'allowed', 'x', { tool: 'anydesk', scope: 'all', owner: 'it', reason: 'help' }))).toEqual([]);
  });
});
