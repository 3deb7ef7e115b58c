import { describe, expect, it } from 'vitest';
import { carerStory, coupleStory, coworkStory, farmStory, homeLabStory, itSupportStory, jigglerStory, mobileWeekStory, moverStory, nightOwlStory, privacyVpnStory, spareStory, travellerStory, type Story } from './story.ts';

const STORIES: Readonly<Record<string, () => Story>> = {
  carer: carerStory, cowork: coworkStory, 'couple-declared': coupleStory, 'home-lab': homeLabStory, 'it-support': itSupportStory, jiggler: jigglerStory,
  'mobile-week': mobileWeekStory, mover: moverStory, 'night-owl': nightOwlStory, 'privacy-vpn': privacyVpnStory, spare: spareStory, traveller: travellerStory,
};

describe('stories', () => {
  it.each(Object.entries(STORIES))('%s is told about its subjects and nobody else', (kind, tell) => {
    const told = tell();

    expect(told.subjects.every((hire) => told.truth.innocents[hire]?.includes(kind))).toBe(true);
    expect(told.others).toHaveLength(10);
    expect(told.others.filter((hire) => told.truth.innocents[hire] !== undefined)).toEqual([]);
    expect([...told.events()].length).toBeGreaterThan(5_000);
  });

  it('of a farm names its hires and can be told in every style', () => {
    const told = farmStory({ laptops: 3, style: 'kvm', hours: 'us' });

    expect(told.truth.farms[0]).toMatchObject({ style: 'kvm', hours: 'us', hires: told.subjects });
    expect([...told.events()].some((event) => event['event.action'] === 'usb-present' && (event['farmwatch.usb.classes'] as readonly string[]).includes('mass-storage') && event['farmwatch.usb.absolute_pointer'] === true)).toBe(true);
  });
});
