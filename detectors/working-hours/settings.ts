import type { SettingsTable } from '../../src/core/settings.ts';

export const SETTINGS = {
  minimumEvents: { is: 20, from: 5, to: 500, unit: 'half hours', doc: 'Below this many half hours with work nothing is said.' },
  minimumDays: { is: 5, from: 1, to: 60, unit: 'days', doc: 'Below this many days with work nothing is said.' },
  minimumKeys: { is: 130, from: 1, to: 5000, unit: 'keys', doc: 'Fewer key strokes in a half hour may come from a program that presses a key every 15 seconds or slower.' },
  minimumSpan: { is: 5, from: 0, to: 12, unit: 'hours', doc: 'Where most sign-ins, sessions and tunnels fit into less of the day than this, they tell when somebody begins, and count only on days with keys.' },
  spanShare: { is: 0.8, from: 0.5, to: 1, unit: 'share', doc: 'So many of them are most: the few that come at other times of the day change nothing.' },
  travelMargin: { is: 1, from: 0, to: 5, unit: 'days', doc: 'So many days before and after an entered trip are left out with it.' },
  agreedShare: { is: 0.8, from: 0.6, to: 1, unit: 'share', doc: 'Where so much of the work lies within the hours agreed in the record, an hour before and after them included, they explain odd hours in full; down to a half of it in part.' },
  floor: { is: -0.3, from: -2, to: 0, unit: 'nats', doc: 'The most that fitting hours take away: US hours can be worked from abroad.' },
  ceiling: { is: 2, from: 0.5, to: 6, unit: 'nats', doc: 'The most that hours add: one honest person in ten lives against the clock, works a shift, or has a clock that is wrong.' },
  ceilingAbroad: { is: 0.9, from: 0, to: 6, unit: 'nats', doc: 'The same for people who claim a zone five hours or more from where most of the company lives: shifts for the other side are common there.' },
} as const satisfies SettingsTable;
