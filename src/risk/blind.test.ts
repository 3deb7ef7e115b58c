import { describe, expect, it } from 'vitest';
import { DETECTORS } from '../../detectors/index.ts';
import { blindFamilies, isUnknown } from './blind.ts';

const DETECTING = DETECTORS.map(({ family, needs }) => ({ family, needs }));
const nothing = (): boolean => false;

describe('families that had nothing to look at', () => {
  it('are all that need what a company with an identity provider alone does not have', () => {
    expect(blindFamilies({ 'sign-in': 0.9 }, (action) => action === 'sign-in', DETECTING)).toEqual(['place', 'machine', 'session']);
  });

  const has = (action: string): boolean => action === 'sign-in' || action === 'vpn-connected';

  it('are not those that look at connections as well, where a company has an identity provider and a VPN', () => {
    const blind = blindFamilies({ 'sign-in': 0.9, 'vpn-connected': 0.8 }, has, DETECTING);

    expect(blind).toEqual(['machine', 'session']);
    expect(isUnknown({ band: 'quiet', blind })).toBe(false);
  });

  it('are those of one person who never connected, whatever others did', () => {
    expect(blindFamilies({ 'sign-in': 0.9, 'vpn-connected': 0 }, has, DETECTING)).toEqual(['place', 'machine', 'session']);
  });

  it('are told by the person’s own records where there is a share of days, else by anybody’s', () => {
    const detectors = [{ family: 'hours', needs: ['activity', 'sign-in'] }, { family: 'session', needs: ['session-connected'] }] as const;

    expect(blindFamilies({ 'activity': 0, 'sign-in': 0 }, () => true, detectors)).toEqual(['hours']);
    expect(blindFamilies({ 'activity': 0, 'sign-in': 0.1 }, nothing, detectors)).toEqual(['session']);
  });

  it('are none of those that need no records', () => {
    expect(blindFamilies({}, nothing, [{ family: 'human', needs: [] }])).toEqual([]);
  });
});

describe('a quiet sum', () => {
  it.each([
    ['says nothing over mostly dark data', 'quiet', ['company', 'machine', 'place', 'session'], true],
    ['says something where most families looked', 'quiet', ['company', 'place', 'session'], false],
    ['that is not quiet speaks whatever was dark', 'watch', ['company', 'machine', 'place', 'session'], false],
  ] as const)('%s', (_what, band, blind, unknown) => {
    expect(isUnknown({ band, blind })).toBe(unknown);
  });

  it('of a run that was stored before is taken as it stands', () => {
    expect(isUnknown({ band: 'quiet' })).toBe(false);
  });
});
