import { describe, expect, it } from 'vitest';
import type { HireId } from '../../src/core/person.ts';
import { settle } from '../../src/core/settings.ts';
import { roundsOf } from './rounds.ts';
import type { Session } from './sessions.ts';
import { SETTINGS } from './settings.ts';

const { values } = settle(SETTINGS);
const session = (controller: string | undefined, hire: HireId, day: number): Session => ({
  hire, laptop: `SN-${hire}`, day: `2026-11-${String(day).padStart(2, '0')}`, protocol: 'anydesk', controller, staff: undefined, line: undefined, clock: undefined, from: undefined, sameExit: false, first: 0, last: 0, halfHours: 0,
});
const byName = ({ controller }: Session): string | undefined => controller;
const drives = (controller: string, hire: HireId, days: readonly number[]): readonly Session[] => days.map((day) => session(controller, hire, day));
const DESK = [...drives('desk', 'kim', [2]), ...drives('desk', 'lee', [2, 3]), ...drives('desk', 'max', [4])];
const OPERATOR = [...drives('op', 'noa', [2, 3, 4, 5]), ...drives('op', 'pat', [2, 3, 4]), ...drives('op', 'rio', [4, 5, 6])];

describe('rounds of controllers', () => {
  it('tells who looks in on many from who drives them day after day', () => {
    const { makes } = roundsOf([...DESK, ...OPERATOR], byName, values);

    expect(['kim', 'noa', 'nobody'].map(makes)).toEqual([true, false, undefined]);
  });

  it('says nothing where a controller serves few, or has no name', () => {
    const { makes } = roundsOf([...drives('own', 'kim', [2, 3]), ...drives('own', 'lee', [2]), session(undefined, 'max', 2)], byName, values);

    expect(['kim', 'max'].map(makes)).toEqual([undefined, undefined]);
  });

  it('does not take somebody for helped whom another controller drives', () => {
    const { makes } = roundsOf([...DESK, ...OPERATOR, session('desk', 'noa', 3)], byName, values);

    expect(makes('noa')).toBe(false);
  });

  it('ties those whom one machine drives, not those whom a help desk or a single visit has in common', () => {
    const { drivesBoth } = roundsOf([...DESK, ...OPERATOR, session('desk', 'noa', 3), ...drives('own', 'uma', [2, 3]), session('own', 'kim', 5)], byName, values);

    expect([drivesBoth('noa', 'pat'), drivesBoth('kim', 'lee'), drivesBoth('noa', 'kim'), drivesBoth('uma', 'kim')]).toEqual([true, false, false, false]);
  });
});
