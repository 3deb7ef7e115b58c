import { describe, expect, it } from 'vitest';
import { deskSays, stopSays, townSays } from './devices-wording.ts';

const BECAUSE = "Settled on 6 of the last 7 days at a router where another person's laptop is settled too.";

describe('deskSays', () => {
  it.each([[undefined, 'Same place as other laptops.'], [1, 'Same place as 1 other laptop.'], [3, 'Same place as 3 other laptops.']])('says of a shared place with %s others no more than that', (others, said) => {
    expect(deskSays({ verdict: 'shared-place', ...(others === undefined ? {} : { others }), because: BECAUSE }, undefined)).toBe(said);
  });

  it('names the last day of an approved move, and who approved it', () => {
    const trip = { hire_id: 'h-1', from: '2026-11-01', to: '2026-12-01', approved_by: 'M. Ortiz' };

    expect(deskSays({ verdict: 'moved-approved', because: 'On a trip.' }, trip)).toBe('On an approved move until 2026-12-01, by M. Ortiz.');
    expect(deskSays({ verdict: 'moved-approved', because: 'On a trip.' }, undefined)).toBe('Seen where an approved move led that is over.');
  });

  it('repeats the reason of every other verdict', () => {
    expect(deskSays({ verdict: 'dark', because: 'No contact for 9 days.' }, undefined)).toBe('No contact for 9 days.');
  });
});

describe('the words beside a stop', () => {
  it('are where it went, where it was, and that it was redirected', () => {
    expect(stopSays({ stop: 'shipped', state: 'planned' }, 'Chicago, IL', true)).toBe('to Chicago, IL');
    expect(stopSays({ stop: 'delivered', state: 'elsewhere', city: 'Tulsa' }, 'Chicago, IL', true)).toBe('Tulsa, redirected on the way');
    expect(stopSays({ stop: 'settled', state: 'elsewhere' }, undefined, false)).toBe('at another place');
    expect(stopSays({ stop: 'settled', state: 'no-data' }, undefined, false)).toBe('');
  });

  it('show a town with its state', () => {
    expect(townSays({ shipCity: 'Chicago', shipRegion: 'US-IL' })).toBe('Chicago, IL');
    expect(townSays({ shipCity: undefined, shipRegion: undefined })).toBeUndefined();
  });
});
