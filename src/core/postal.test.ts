import { describe, expect, it } from 'vitest';
import { canonicalPostal, parsePostal } from './postal.ts';

describe('canonicalPostal', () => {
  it.each([
    [{ street: '12 Main Street', unit: 'Apt. 4B', postcode: '78701-1234' }],
    [{ street: '12 MAIN ST.', unit: '#4b', postcode: '78701' }],
    [{ street: '12 main st apt 4B', postcode: '78701' }],
    [{ street: '12 Main St., Unit #4-B', postcode: ' 78701 ' }],
    [{ street: '12  Main  Street #4B', postcode: '78701', city: 'Austin', region: 'US-TX' }],
  ])('reads %o as one door', (address) => {
    expect(canonicalPostal(address)).toBe('12 main st|4b|78701');
  });

  it('keeps two flats of one house apart', () => {
    expect(canonicalPostal({ street: '12 Main St', unit: '4', postcode: '78701' })).not.toBe(canonicalPostal({ street: '12 Main St', unit: '5', postcode: '78701' }));
  });

  it('folds accents and the German street', () => {
    expect(canonicalPostal({ street: 'Königstraße 5', postcode: '70173' })).toBe('konigstr 5||70173');
    expect(canonicalPostal({ street: 'Konigstr. 5', postcode: '70173' })).toBe('konigstr 5||70173');
  });

  it('uses city and region where there is no postcode', () => {
    expect(canonicalPostal({ street: '1 Elm Rd', city: 'Springfield', region: 'US-IL' })).toBe('1 elm rd||springfield il');
    expect(canonicalPostal({ street: '1 Elm Rd', city: 'Springfield', region: 'MA' })).toBe('1 elm rd||springfield ma');
  });

  it('knows no door without a street, or without any place', () => {
    expect(canonicalPostal({ street: ' ', postcode: '78701' })).toBeUndefined();
    expect(canonicalPostal({ street: '12 Main St' })).toBeUndefined();
  });
});

describe('parsePostal', () => {
  it('finds street, unit and postcode on one line', () => {
    expect(parsePostal('12 Main St, Apt 4, Austin, TX 78701')).toEqual({ street: '12 Main St', unit: 'Apt 4', postcode: '78701', city: 'Austin', region: 'TX' });
  });

  it('takes a house number of five digits for no postcode', () => {
    expect(parsePostal('12345 Main St, Austin, TX')).toEqual({ street: '12345 Main St', unit: undefined, postcode: undefined, city: 'Austin', region: 'TX' });
  });
});
