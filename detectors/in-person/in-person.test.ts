import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import { describeDetector } from '../../test/contract/detector.ts';
import { anEvent } from '../../test/support/builders.ts';
import { withoutReferences } from '../../test/support/personal.ts';
import { aPerson, at, readingsOf, type Company } from '../../test/support/window.ts';
import { inPerson } from './in-person.ts';

const KIM = 'kim@company.example';

function checked(kind: string, outcome: string, day = '2026-11-10'): Event {
  return anEvent({
    '@timestamp': at(day, 17), 'event.action': 'verified', 'user.email': KIM,
    'farmwatch.verification.kind': kind, 'farmwatch.verification.outcome': outcome, 'farmwatch.verification.by': 'it.lead@company.example',
  });
}

function badged(place: string, day = '2026-11-09'): Event {
  return anEvent({ '@timestamp': at(day, 14), 'event.action': 'badge-in', 'user.email': KIM, 'farmwatch.place.id': place });
}

function company(events: readonly Event[]): Company {
  return {
    asOf: at('2026-11-12', 23), people: [aPerson({ hire_id: 'kim' }), aPerson({ hire_id: 'lee' })],
    places: [{ place_id: 'office-nyc', name: 'New York office', kind: 'office', cidr: [] }], events,
  };
}

describeDetector(inPerson, {
  oneRowIsEnough: true,
  stories: [
    { tells: 'another face than in the interview', company: company([checked('same-person', 'refuted')]), about: 'kim', reaches: 3 },
    { tells: 'a false document and a refused camera', company: company([checked('identity', 'refuted'), checked('video-call', 'refuted')]), about: 'kim', reaches: 2.5 },
    { tells: 'nine days at the office', company: company(['02', '03', '04', '05', '06', '09', '10', '11', '12'].map((day) => badged('office-nyc', `2026-11-${day}`))), about: 'kim', staysBelow: -2 },
    { tells: 'a first call that failed and a later one that did not', company: company([checked('video-call', 'refuted', '2026-11-04'), checked('video-call', 'confirmed', '2026-11-06')]), about: 'kim', staysBelow: 0 },
    { tells: 'a check without a result', company: company([checked('video-call', 'inconclusive')]), about: 'kim', staysBelow: 0 },
  ],
});

describe('in-person', () => {
  const about = async (events: readonly Event[]) => (await readingsOf(inPerson, company(events))).find(({ subject }) => subject === 'kim');

  it('lets a photo of the serial number speak for the holder of the laptop', async () => {
    const photo = anEvent({ '@timestamp': at('2026-11-10', 17), 'event.action': 'verified', 'device.serial_number': 'SN-KIM', 'farmwatch.verification.kind': 'serial-photo', 'farmwatch.verification.outcome': 'refuted' });

    expect((await about([photo]))!.llr).toBe(1.5);
  });

  it('lets a badge speak for the person who carried it, not for the holder of a machine', async () => {
    const atReader = anEvent({ '@timestamp': at('2026-11-10', 14), 'event.action': 'badge-in', 'device.serial_number': 'SN-KIM', 'farmwatch.place.id': 'office-nyc' });

    expect(await about([atReader])).toBeUndefined();
  });

  it('trusts a place of the list more than one that only the reader names', async () => {
    expect((await about([badged('office-nyc')]))!.llr).toBe(-2.5);
    expect((await about([badged('door-7')]))!.llr).toBe(-1.5);
  });

  it('counts one kind once, however often it was confirmed', async () => {
    const once = await about([checked('manager', 'confirmed')]);
    const often = await about(['03', '04', '05', '10'].map((day) => checked('manager', 'confirmed', `2026-11-${day}`)));

    expect(often!.llr).toBe(once!.llr);
  });

  it('adds further kinds by half', async () => {
    // −3.5 for the meeting, half of −0.8 for the manager.
    expect((await about([checked('in-person', 'confirmed'), checked('manager', 'confirmed')]))!.llr).toBeCloseTo(-3.9, 10);
  });

  it('keeps an older check when the newest of its kind is inconclusive', async () => {
    expect((await about([checked('in-person', 'confirmed', '2026-11-04'), checked('in-person', 'inconclusive', '2026-11-10')]))!.llr).toBe(-3.5);
  });

  it('believes the doubt where one instant says both', async () => {
    expect((await about([checked('same-person', 'confirmed'), checked('same-person', 'refuted')]))!.llr).toBe(3);
  });

  it('counts days at a place in the headline', async () => {
    const reading = await about([badged('office-nyc', '2026-11-04'), badged('office-nyc', '2026-11-05')]);

    expect(withoutReferences([reading!.because.headline])).toBe('Badged in on 2 days at , last on 2026-11-05.');
  });

  it('calls a badge no check by somebody, beside one that is', async () => {
    const reading = await about([badged('office-nyc', '2026-11-04'), checked('manager', 'confirmed'), checked('video-call', 'refuted')]);

    expect(withoutReferences([reading!.because.headline])).toContain('Human checks: 1 refuted, 1 confirmed. ');
  });
});
