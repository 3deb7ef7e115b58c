import type { SettingsTable } from '../../src/core/settings.ts';

export const SETTINGS = {
  minimumEvents: { is: 20, from: 5, to: 500, unit: 'events', doc: 'Below this many half hours with work nothing is said.' },
  minimumDays: { is: 5, from: 1, to: 60, unit: 'days', doc: 'Below this many days with work nothing is said.' },
  floor: { is: -0.3, from: -2, to: 0, unit: 'nats', doc: 'The most that fitting hours take away: US hours can be worked from abroad.' },
  ceiling: { is: 3, from: 0.5, to: 6, unit: 'nats', doc: 'The most that hours add: some honest people live against the clock, and some clocks are set wrong.' },
} as const satisfies SettingsTable;
