import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { starterOf, worldOf } from './company.ts';
import { KNOBS, knobsWith } from './knobs.ts';
import type { Life } from './life.ts';

describe('rates of the simulated world', () => {
  const world = worldOf({ seed: 'rates', days: 60, endsAt: Date.UTC(2026, 9, 26), knobs: { couples: 0.03 } });
  const lives = Array.from({ length: 3_000 }, (_, number) => starterOf(world, number));
  const share = (test: (life: Life) => boolean): number => lives.filter(test).length / lives.length;
  const has = (kind: string) => (life: Life): boolean => life.kinds.includes(kind);

  it.each([
    ['night-owl', 'nightOwls'], ['carer', 'carers'], ['privacy-vpn', 'privacyVpn'], ['private-relay', 'privateRelay'], ['jiggler', 'jigglers'],
    ['it-support', 'itSupport'], ['own-desktop', 'ownDesktops'], ['traveller', 'travellers'], ['dark-source', 'darkSources'], ['contractor', 'contractors'],
  ] as const)('%s comes as often as its knob %s says', (kind, knob) => {
    const is = world.knobs[knob];

    // Four standard errors of a share.
    expect(Math.abs(share(has(kind)) - is)).toBeLessThan(4 * Math.sqrt((is * (1 - is)) / lives.length));
  });

  it('puts couples into one home and other people into homes of their own', () => {
    const homes = Map.groupBy(lives, (life) => life.home.line.kind === 'campus' ? life.hire : life.home.line.gateway);
    const shared = [...homes.values()].filter((group) => group.length > 1);

    expect(shared.every((group) => group.every((life) => life.kinds.some((kind) => /^couple|^housemates/.test(kind))))).toBe(true);
    // Pairs are drawn, so the error of 1,500 pairs counts.
    expect(Math.abs(share((life) => /couple/.test(life.kinds.join())) - 0.03)).toBeLessThan(4 * Math.sqrt((0.03 * 0.97) / 1_500));
  });

  it('gives no two homes one address', () => {
    const owners = new Map<string, string>();
    for (const { home } of lives) {
      if (home.line.kind !== 'home') continue;
      for (const address of home.line.addresses) {
        expect(owners.get(address) ?? home.line.id).toBe(home.line.id);
        owners.set(address, home.line.id);
      }
    }
  });

  it('gives every person an id, an account and a laptop of their own', () => {
    expect(new Set(lives.map(({ hire }) => hire)).size).toBe(lives.length);
    expect(new Set(lives.map(({ row }) => row.user_names[0])).size).toBe(lives.length);
    const serials = lives.flatMap(({ laptops }) => [...new Set(laptops.map(({ serial }) => serial))]);
    expect(new Set(serials).size).toBe(serials.length);
  });
});

describe('knobs', () => {
  it('stand in the README as they are in the code', () => {
    const page = readFileSync(new URL('README.md', import.meta.url), 'utf8');

    const missing = Object.entries(KNOBS).filter(([name, { is, unit, doc, source }]) => !page.includes(`| \`${name}\` | ${is} | ${unit} | ${doc} | ${source} |`));

    expect(missing.map(([name]) => name)).toEqual([]);
  });

  it('refuse what is out of range, by name', () => {
    expect(() => knobsWith({ couples: 2 })).toThrow('couples is 2; it takes 0 to 1 share');
  });
});
