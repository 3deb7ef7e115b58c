import type { Values } from '../../src/core/settings.ts';
import type { SETTINGS } from './settings.ts';

/** What can serve several people. */
export type Kind = 'factor' | 'machine' | 'bank' | 'phone' | 'email' | 'display';
export const KINDS = ['factor', 'machine', 'bank', 'phone', 'email', 'display'] as const satisfies readonly Kind[];

interface KindSpec {
  readonly name: string;
  /** Known by being used day by day; the others stand in a record. */
  readonly used: boolean;
  /** Of relatives and friends who share one, those of whom one had it only after the other. */
  readonly handedOn: number;
  /** Of colleagues under one roof, those who share one. */
  readonly inHomes: number;
}

/** By judgement; nobody has published counts. A monitor is sold or passed on, an account is not. */
export const KIND: Readonly<Record<Kind, KindSpec>> = {
  factor: { name: 'MFA device', used: true, handedOn: 0.3, inHomes: 0.1 },
  machine: { name: 'sign-in device', used: true, handedOn: 0.3, inHomes: 0.2 },
  bank: { name: 'bank account', used: false, handedOn: 0.2, inHomes: 0.4 },
  phone: { name: 'phone number', used: false, handedOn: 0.3, inHomes: 0.15 },
  email: { name: 'e-mail address', used: false, handedOn: 0.3, inHomes: 0.05 },
  display: { name: 'monitor', used: true, handedOn: 0.8, inHomes: 0.5 },
};

export interface Rates { readonly farm: number; readonly kin: number; readonly common: number }

/** How common it is that one thing of a kind serves several, in a farm and in two ordinary ways. */
export function ratesOf(kind: Kind, settings: Values<typeof SETTINGS>): Rates {
  const word = `${kind[0]!.toUpperCase()}${kind.slice(1)}` as Capitalize<Kind>;
  return { farm: settings[`farm${word}`], kin: settings[`kin${word}`], common: settings[`common${word}`] };
}
