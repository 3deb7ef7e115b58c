import type { DeviceActKind, DeviceActView, DeviceRow, StopView } from '../../src/api/contract.ts';
import { clock, count } from '../kit/format.ts';

export const STOP_SAYS = {
  'ordered': 'ordered', 'shipped': 'shipped', 'delivered': 'delivered', 'first-contact': 'first contact', 'first-sign-in': 'first sign-in', 'settled': 'settled',
} as const satisfies Record<StopView['stop'], string>;

export const STATE_SAYS = { 'planned': 'as planned', 'elsewhere': 'other place', 'not-yet': 'not yet', 'no-data': 'no data' } as const satisfies Record<StopView['state'], string>;

export const ACT_SAYS = {
  'ask-holder': 'Ask holder', 'ask-manager': 'Ask manager', 'serial-photo': 'Request serial photo', 'returned': 'Mark returned', 'approved-move': 'Record approved move',
} as const satisfies Record<DeviceActKind, string>;

const ACT_DONE = {
  'ask-holder': 'Holder to be asked', 'ask-manager': 'Manager to be asked', 'serial-photo': 'Photo of the serial number asked for', 'returned': 'Marked as returned', 'approved-move': 'Approved move recorded',
} as const satisfies Record<DeviceActKind, string>;

const NETWORK_SAYS: Readonly<Record<string, string>> = { home: 'home line', mobile: 'mobile network', corporate: 'company network', education: 'campus network', satellite: 'satellite', vpn: 'VPN exit', hosting: 'hosting network', relay: 'private relay' };

export const networkSays = (network: string): string => NETWORK_SAYS[network] ?? 'unknown network';

/** “2 Nov”, on the reader's own wall, which the list and the panel name. */
export function dayOf(at: number, zone?: string): string {
  const { day, month } = clock(at, zone);
  return `${day} ${month}`;
}

/** “4 Nov” of `2026-11-04`, which is a day wherever one reads it. */
export const plainDay = (day: string): string => dayOf(Date.parse(day), 'UTC');

/** “946–978”; “within 24” where it may be none at all. */
export function rangeSays(km: readonly [number, number] | undefined): string {
  return km ? `${count(km[0])}–${count(km[1])}` : 'unknown';
}

/** “Tulsa”; a disc without a town is said by its size alone. */
export function townOf({ seemsAt }: DeviceRow): string {
  return seemsAt?.city ?? 'unnamed place';
}

/** “Holder to be asked, 16 Nov by S. Whitlock”. */
export function actSays({ kind, at, by, state, until, approvedBy }: DeviceActView): string {
  const move = kind === 'approved-move' ? ` until ${until ?? 'no day'}, approved by ${approvedBy ?? 'nobody named'}` : '';
  return `${state === 'on-hold' ? 'Contact on hold: ' : state === 'taken-back' ? 'Taken back: ' : ''}${ACT_DONE[kind]}${move}, ${dayOf(at)} by ${by}${state === 'unconfirmed' ? '; waits for a second person, and counts for nothing until then' : ''}`;
}

/** The line of a way for those who cannot see it. */
export function waySays(stops: readonly StopView[]): string {
  return stops.map(({ stop, state }) => `${STOP_SAYS[stop]}: ${STATE_SAYS[state]}`).join('; ');
}
