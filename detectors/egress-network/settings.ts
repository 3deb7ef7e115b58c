import type { SettingsTable } from '../../src/core/settings.ts';

export const SETTINGS = {
  minimumSignIns: { is: 10, from: 3, to: 1000, unit: 'sign-ins', doc: 'Below this many sign-ins nothing is said.' },
  minimumDays: { is: 3, from: 1, to: 30, unit: 'days', doc: 'Below this many days with sign-ins nothing is said.' },
  ordinaryAnonymous: { is: 0.08, from: 0.001, to: 0.9, unit: 'share', doc: 'Ordinary starters who use a commercial VPN or hosting network for work as a habit.' },
  farmAnonymous: { is: 0.4, from: 0.001, to: 0.99, unit: 'share', doc: 'Farm operators who sign in through one as a habit.' },
  ordinaryAbroad: { is: 0.02, from: 0.001, to: 0.9, unit: 'share', doc: 'Ordinary starters who sign in from another country as a habit without a travel entry.' },
  farmAbroad: { is: 0.12, from: 0.001, to: 0.99, unit: 'share', doc: 'Farm operators whose own country shows.' },
  otherMachineOrdinary: { is: 0.35, from: 0.01, to: 0.99, unit: 'share', doc: 'Ordinary people with such a habit whose sign-ins of this kind mostly come from a machine that is not the laptop: phones, tablets.' },
  otherMachineFarm: { is: 0.6, from: 0.01, to: 0.99, unit: 'share', doc: 'Farm operators with such a habit for whom the same holds.' },
  namingPeople: { is: 10, from: 2, to: 1000, unit: 'people', doc: 'Of fewer people whose laptops a source names it is not known whether it names nearly all.' },
  namingShare: { is: 0.9, from: 0.5, to: 1, unit: 'share', doc: 'A source that names the laptops of this share of the people who have one would have named that of the rest.' },
  egressPeople: { is: 10, from: 2, to: 1000, unit: 'people', doc: 'Fewer people never make a line or an operator the company\'s own egress.' },
  egressShare: { is: 0.1, from: 0.01, to: 1, unit: 'share', doc: 'A line used by this share of all people with sign-ins is the company\'s own egress.' },
  egressOperatorShare: { is: 0.3, from: 0.01, to: 1, unit: 'share', doc: 'A VPN or hosting operator used by this share of all people is the company\'s own security gateway or cloud desktop.' },
  travelMargin: { is: 1, from: 0, to: 5, unit: 'days', doc: 'So many days before and after an entered trip belong to it: flights, other time zones.' },
} as const satisfies SettingsTable;
