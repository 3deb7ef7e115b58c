import { describe, expect, it } from 'vitest';
import { demoCompany } from './demo.ts';

describe('the demo', () => {
  const endsAt = Date.UTC(2026, 10, 22, 9, 30);
  const demo = demoCompany(endsAt);
  const personOf = new Map(demo.tables.people.map((person) => [person.hire_id, person]));

  it('has 120 starters, 16 others and a farm of four', () => {
    expect(demo.tables.people.filter(({ known_from }) => known_from === undefined)).toHaveLength(140);
    expect(demo.truth.farms[0]!.hires).toEqual(demo.cast.farm);
    expect(demo.cast.farm).toHaveLength(4);
  });

  it('casts the look-alikes it promises', () => {
    const [one, other] = demo.cast.coupleDeclared.map((hire) => personOf.get(hire)!);
    const [quiet, quieter] = demo.cast.coupleUndeclared.map((hire) => personOf.get(hire)!);

    expect(one!.household).toBe(other!.household);
    expect(one!.household).toBeDefined();
    expect([quiet!.household, quieter!.household]).toEqual([undefined, undefined]);
    expect(quiet!.home).toEqual(quieter!.home);
    expect(demo.cast.coworkers).toHaveLength(5);
    expect(demo.tables.travel.some(({ hire_id }) => hire_id === demo.cast.traveller)).toBe(true);
    expect(demo.tables.places.some(({ place_id }) => place_id === 'cowork-den')).toBe(true);
  });

  it('shows sessions into farm laptops with clocks far from the claim, and help-desk sessions with the sanctioned tool', () => {
    const serials = new Map(demo.tables.devices.map(({ serial, hire_id }) => [serial, hire_id]));
    const sessions = [...demo.events()].filter((event) => event['event.action'] === 'session-connected' && event['farmwatch.remote.direction'] === 'incoming');
    const ofHires = (hires: readonly string[]) => sessions.filter((event) => hires.includes(serials.get(event['device.serial_number'] as string) ?? ''));

    expect(new Set(ofHires(demo.cast.farm).map((event) => event['farmwatch.remote.client_utc_offset_min'])).has(480)).toBe(true);
    expect(ofHires([demo.cast.itSupported]).length).toBeGreaterThan(0);
    expect(new Set(ofHires([demo.cast.itSupported]).map((event) => event['farmwatch.remote.protocol']))).toEqual(new Set(['ninjaone']));
  });
});
