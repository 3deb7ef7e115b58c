import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import type { Point } from '../../src/core/geo.ts';
import type { HireId } from '../../src/core/person.ts';
import type { Reading } from '../../src/detect/detector.ts';
import { anEvent } from '../../test/support/builders.ts';
import { aPerson, at, readingsOf } from '../../test/support/window.ts';
import { sharedPlace } from './shared-place.ts';

const AUSTIN: Point = { lat: 30.27, lon: -97.74 };
const SUBURB: Point = { lat: 30.5, lon: -97.9 };
const RENO: Point = { lat: 39.53, lon: -119.81 };
const DENVER: Point = { lat: 39.74, lon: -104.99 };

/** Three laptops behind one router for a week, at a point that they report, or of which only the entry of the address is known. */
async function told(homes: Readonly<Record<HireId, Point | undefined>>, where: { readonly own?: Point; readonly entry?: Point }): Promise<Reading> {
  const events = Object.keys(homes).flatMap((hire) => [2, 3, 4, 5, 6].map((day): Event => anEvent({
    '@timestamp': at(`2026-11-0${day}`, 16), 'event.action': 'check-in', 'device.serial_number': `SN-${hire}`.toUpperCase(),
    'source.ip': '198.51.100.7', 'farmwatch.net.line': '198.51.100.7', 'farmwatch.net.kind': 'home', 'source.as.number': 7922, 'farmwatch.net.gateway_mac_token': 't-house',
    ...(where.entry ? { 'source.geo.location.lat': where.entry.lat, 'source.geo.location.lon': where.entry.lon, 'farmwatch.net.radius_km': 20 } : {}),
    ...(where.own ? { 'farmwatch.device.location.lat': where.own.lat, 'farmwatch.device.location.lon': where.own.lon, 'farmwatch.device.location.radius_km': 0.2, 'farmwatch.device.location.source': 'wifi' } : {}),
  })));
  const people = Object.entries(homes).map(([id, home]) => aPerson({ hire_id: id, ...(home ? { home } : {}) }));
  return (await readingsOf(sharedPlace, { asOf: at('2026-11-07', 12), people, events })).find(({ subject }) => subject === 'kim')!;
}
const factOf = ({ because }: Reading): unknown => because.facts.find(({ label }) => label === 'Home on record that this place may be')?.value;
const hire = (id: HireId) => ({ ref: 'hire', id });

describe('whose home on record a shared place may be', () => {
  it('is said, with a move of the others to ask about', async () => {
    const reading = await told({ kim: RENO, lee: AUSTIN, max: DENVER }, { own: AUSTIN });

    expect(factOf(reading)).toEqual(['that of ', hire('lee'), ', of 3 on record, by the location that laptops report']);
    expect(reading.because.innocent[1]).toEqual(['It is, or may be, the home on record of ', hire('lee'), '; the others moved in and their records are old: ask HR for changes of address.']);
  });

  it('is told by a region where only the entry of the address is known', async () => {
    const reading = await told({ kim: SUBURB, lee: AUSTIN, max: AUSTIN }, { entry: AUSTIN });

    expect(factOf(reading)).toEqual(['that of ', hire('kim'), ', ', hire('lee'), ' and ', hire('max'), ', of 3 on record, to within 60 km, by the entry of its address']);
    expect(JSON.stringify(reading.because.innocent)).not.toContain('moved in');
  });

  it('is said to be nobody’s where all homes lie elsewhere, and not at all where nothing tells', async () => {
    expect(factOf(await told({ kim: RENO, lee: DENVER, max: undefined }, { own: AUSTIN }))).toEqual(['none of the 2 on record, by the location that laptops report']);
    expect(factOf(await told({ kim: SUBURB, lee: DENVER }, { own: AUSTIN }))).toEqual(['none of the 2 on record, by the location that laptops report']);
    expect(factOf(await told({ kim: RENO, lee: DENVER }, {}))).toBeUndefined();
    expect(factOf(await told({ kim: undefined, lee: undefined }, { own: AUSTIN }))).toBeUndefined();
  });

  it('weighs nothing', async () => {
    const weights = await Promise.all([AUSTIN, RENO, DENVER].map(async (own) => (await told({ kim: RENO, lee: AUSTIN }, { own })).llr));

    expect(new Set(weights).size).toBe(1);
  });
});
