import { describe, expect, it } from 'vitest';
import { STAFF, sharedExits as exitsAmong, type LineSight } from './shared-exits.ts';

const sharedExits = (sights: readonly LineSight[], crowd: Parameters<typeof exitsAmong>[1] = () => 0) => exitsAmong(sights, crowd);

const DAYS = ['2026-11-02', '2026-11-03', '2026-11-04'];
const behind = (line: string, nodes: readonly string[], routerOf: (node: string) => string | undefined = () => undefined): readonly LineSight[] =>
  DAYS.flatMap((day) => nodes.map((node) => ({ node, day, line, router: routerOf(node) })));
const laptops = (many: number, name = 'n'): readonly string[] => Array.from({ length: many }, (_, nth) => `${name}${nth}`);
/** Twelve homes of one laptop each. */
const OTHERS = laptops(12, 'other').flatMap((node) => behind(`line-${node}`, [node], () => `router-${node}`));

describe('a line that many homes leave by', () => {
  it('is told by routers of their own behind it', () => {
    expect(sharedExits([...OTHERS, ...behind('carrier', laptops(3), (node) => `of-${node}`)])).toEqual(new Set(['carrier']));
  });

  it('is told where nearly all of a company is behind it, also without routers', () => {
    expect(sharedExits([...behind('exit', laptops(8)), ...behind('elsewhere', ['n8'])])).toEqual(new Set(['exit']));
  });

  it('is told so also once the rows of most of the company have gone and left numbers, and a home by them is none', () => {
    const starters = [...behind('line', laptops(8)), ...behind('elsewhere', ['n8'])];
    const left = (there: number) => (mark: string): number => (mark === STAFF ? 60 : mark === 'line' ? there : 0);

    expect([sharedExits(starters, left(40)), sharedExits(starters, left(0))]).toEqual([new Set(['line']), new Set()]);
  });

  it('is no line behind which a router was replaced', () => {
    const until = (day: string, router: string, nodes: readonly string[]): readonly LineSight[] => behind('home', nodes, () => router).filter((sight) => (router === 'old' ? sight.day <= day : sight.day >= day));

    expect(sharedExits([...OTHERS, ...until(DAYS[1]!, 'old', ['n0', 'n1']), ...until(DAYS[1]!, 'new', ['n1', 'n2'])])).toEqual(new Set());
  });

  it.each([
    ['a farm: all behind one router', behind('farm', laptops(6), () => 'one')],
    ['a farm whose router stands beside a second one', behind('farm', laptops(6), (node) => (node === 'n0' ? 'two' : 'one'))],
    ['a farm of twenty beside twelve others, without routers', behind('farm', laptops(20))],
    ['two neighbours: too few to tell', behind('carrier', laptops(2), (node) => `of-${node}`)],
    ['a home of three with a second router', behind('home', laptops(3), (node) => (node === 'n0' ? 'two' : 'one'))],
    ['a farm behind one router that is most of what a company has', behind('farm', laptops(60), () => 'one')],
    ['laptops that tell one value that stands for no router', behind('farm', laptops(6), () => '00:00:00:00:00:00')],
  ])('is not %s', (_what, sights) => {
    expect(sharedExits([...OTHERS, ...sights])).toEqual(new Set());
  });

  it('is not a home of a company of seven, all of whom are there', () => {
    expect(sharedExits(behind('home', laptops(7)))).toEqual(new Set());
  });

  it('is not one on a single day of many', () => {
    expect(sharedExits([...OTHERS, ...behind('offsite', laptops(12, 'other')).filter(({ day }) => day === DAYS[0])])).toEqual(new Set());
  });

  it('is nothing without sights', () => {
    expect(sharedExits([])).toEqual(new Set());
  });
});
