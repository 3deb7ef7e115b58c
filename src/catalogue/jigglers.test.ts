import { expect, it } from 'vitest';
import { SHIPPED } from './catalogue.ts';
import { JIGGLE_PERIODS } from './jigglers.ts';

const { matchJiggler } = SHIPPED;

it.each([
  [{ processName: 'MouseJiggler.exe' }, 'mouse-jiggler'],
  [{ processName: 'C:\\Tools\\caffeine64.exe' }, 'caffeine'],
  [{ processName: 'Move Mouse.exe' }, 'move-mouse'],
  [{ processName: 'mj.exe', commandLine: 'mj.exe --jiggle --seconds 30' }, 'mouse-jiggler'],
  [{ processName: '/usr/bin/caffeinate' }, 'caffeinate'],
])('knows %j', (seen, id) => {
  expect(matchJiggler(seen)?.id).toBe(id);
});

it('stays silent about other programs', () => {
  expect(matchJiggler({ processName: 'code', commandLine: 'code .' })).toBeUndefined();
  expect(matchJiggler({})).toBeUndefined();
});

it('lists the beats of known devices', () => {
  expect([...new Set(JIGGLE_PERIODS.map(({ everySeconds }) => everySeconds))]).toEqual([15, 20, 60]);
});
