import { describe, expect, it } from 'vitest';
import { anEvent } from '../../../test/support/builders.ts';
import { memoryStore } from '../../../test/support/memory-store.ts';
import { aPerson, at } from '../../../test/support/window.ts';
import type { Event } from '../../core/event.ts';
import { directoryOf } from '../../core/identity.ts';
import type { PersonRow } from '../../core/person.ts';
import type { Evidence, Whom } from '../detector.ts';
import { gatherer } from '../counts/gather.ts';

const NOON = at('2026-11-10', 12);
const PLAN = { where: { 'event.action': 'process-started' }, by: ['host.name'], measure: { times: 'count' } } as const satisfies Evidence;
const PEOPLE = [aPerson({ hire_id: 'kim', device_serials: ['SN-KIM'] }), aPerson({ hire_id: 'lee', device_serials: [] }), aPerson({ hire_id: 'max', device_serials: ['SN-MAX', 'SN-MAX2'] })];

/** Tunnels of an account on a machine that tells its name alone. */
const tunnels = (hire: string, host: string, days: readonly number[]): readonly Event[] =>
  days.map((day) => anEvent({ '@timestamp': at(`2026-11-0${day}`, 9), 'event.action': 'vpn-connected', 'user.email': `${hire}@company.example`, 'host.name': host }));
/** What the machine does without naming anybody, on the last of these days. */
const alone = (host: string): Event => anEvent({ '@timestamp': at('2026-11-09', 10), 'event.action': 'process-started', 'host.name': host });
const WEEK = [2, 3, 4];

/** About whom a program on a machine is that is known by its name. */
async function whomOf(host: string, events: readonly Event[], people: readonly PersonRow[] = PEOPLE): Promise<Pick<Whom, 'laptop' | 'holder' | 'hire'>> {
  const store = memoryStore({ now: () => NOON });
  await store.events.append([...events, alone(host)]);
  const rows = await (await gatherer(store).gather([{ plan: PLAN, days: 7 }], NOON, directoryOf(people, [], []))).rowsOf(0);
  const { laptop, holder, hire } = rows.find((row) => row['host.name'] === host)!;
  return { laptop, holder, hire };
}
const NOBODYS = (host: string) => ({ laptop: host, holder: undefined, hire: undefined });

describe('machines known by name, where serial numbers are hardly ever told', () => {
  it('are taken for the one laptop of the one hire who uses them', async () => {
    expect(await whomOf('PC-1', tunnels('kim', 'PC-1', WEEK))).toEqual({ laptop: 'SN-KIM', holder: 'kim', hire: 'kim' });
  });

  it('keep their name where no laptop is on record, or several are', async () => {
    expect(await whomOf('PC-2', tunnels('lee', 'PC-2', WEEK))).toEqual({ laptop: 'PC-2', holder: 'lee', hire: 'lee' });
    expect(await whomOf('PC-3', tunnels('max', 'PC-3', WEEK))).toEqual({ laptop: 'PC-3', holder: 'max', hire: 'max' });
  });

  it('belong to nobody where two hires use them, on few days, or beside another', async () => {
    expect(await whomOf('PC-1', [...tunnels('kim', 'PC-1', WEEK), ...tunnels('lee', 'PC-1', [4])])).toEqual(NOBODYS('PC-1'));
    expect(await whomOf('PC-1', tunnels('kim', 'PC-1', [2, 3]))).toEqual(NOBODYS('PC-1'));
    expect(await whomOf('PC-1', [...tunnels('kim', 'PC-1', WEEK), ...tunnels('kim', 'PC-9', WEEK)])).toEqual(NOBODYS('PC-1'));
  });

  it('are nobody’s where somebody who is no hire uses them alone', async () => {
    expect(await whomOf('PC-1', tunnels('stranger', 'PC-1', WEEK))).toEqual(NOBODYS('PC-1'));
  });

  it('keep the laptop that a serial number once told', async () => {
    const told = anEvent({ '@timestamp': at('2026-11-01', 9), 'event.action': 'check-in', 'host.name': 'PC-1', 'device.serial_number': 'SN-OTHER' });

    expect(await whomOf('PC-1', [told, ...tunnels('kim', 'PC-1', WEEK)])).toEqual({ laptop: 'SN-OTHER', holder: undefined, hire: undefined });
  });

  it('are no laptop on record where they tell a placeholder for their serial number', async () => {
    const told = anEvent({ '@timestamp': at('2026-11-01', 9), 'event.action': 'check-in', 'host.name': 'PC-1', 'device.serial_number': 'To be filled by O.E.M.' });

    expect(await whomOf('PC-1', [told, ...tunnels('kim', 'PC-1', WEEK)])).toEqual(NOBODYS('PC-1'));
  });

  it('are devices of people’s own where laptops are heard of by serial number', async () => {
    const heard = anEvent({ '@timestamp': at('2026-11-03', 9), 'event.action': 'check-in', 'device.serial_number': 'SN-MAX' });

    expect(await whomOf('PC-1', [heard, ...tunnels('kim', 'PC-1', WEEK)])).toEqual(NOBODYS('PC-1'));
  });

  it('are told anew once more is known', async () => {
    const store = memoryStore({ now: () => NOON });
    const gather = gatherer(store);
    const directory = directoryOf(PEOPLE, [], []);
    const holder = async (): Promise<unknown> => (await (await gather.gather([{ plan: PLAN, days: 7 }], NOON, directory)).rowsOf(0))[0]!.holder;
    await store.events.append([alone('PC-1'), ...tunnels('kim', 'PC-1', [2, 3])]);
    const before = await holder();
    await store.events.append(tunnels('kim', 'PC-1', [4]));

    expect([before, await holder()]).toEqual([undefined, 'kim']);
  });
});
