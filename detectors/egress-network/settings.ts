import type { SettingsTable } from '../../src/core/settings.ts';

export const SETTINGS = {
  minimumSignIns: { is: 10, from: 3, to: 1000, unit: 'sign-ins', doc: 'Below this many sign-ins nothing is said.' },
  minimumDays: { is: 3, from: 1, to: 30, unit: 'days', doc: 'Below this many days with sign-ins nothing is said.' },
  ordinaryAnonymous: { is: 0.08, from: 0.001, to: 0.9, unit: 'share', doc: 'Ordinary starters who use a commercial VPN or hosting network for work as a habit.' },
  farmAnonymous: { is: 0.4, from: 0.001, to: 0.99, unit: 'share', doc: 'Farm operators who sign in through one as a habit.' },
  ordinaryAbroad: { is: 0.02, from: 0.001, to: 0.9, unit: 'share', doc: 'Ordinary starters who sign in from another country as a habit without a travel entry.' },
  farmAbroad: { is: 0.12, from: 0.001, to: 0.99, unit: 'share', doc: 'Farm operators whose own country shows.' },
  egressShare: { is: 0.1, from: 0.01, to: 1, unit: 'share', doc: 'A line used by this share of all people, and by ten at least, is the company\'s own egress.' },
  otherMachineFarm: { is: 0.6, from: 0.01, to: 0.99, unit: 'share', doc: 'Farm operators whose anonymous sign-ins mostly come from a machine that is not the laptop.' },
  otherMachineOrdinary: { is: 0.35, from: 0.01, to: 0.99, unit: 'share', doc: 'The same for ordinary users of a commercial VPN.' },
} as const satisfies SettingsTable;
