import type { Action, FieldName } from './event.ts';
import { lookup } from './lookup.ts';

/**
 * The fields of an event that take one of a few words.
 *
 * Detectors ask for these words and no others: whatever else stands there would be read by nobody, and what it tells would
 * be gone without a sign. Other spellings that can only mean one of them are that one.
 */

interface Words {
  readonly known: readonly string[];
  /** Other spellings, with the word that they mean. */
  readonly also?: Readonly<Record<string, string>>;
  /**
   * Where an event with another word is rejected, because the word is what it tells: always, or for these actions. Elsewhere
   * the event tells more than this word; it is taken, and the word is counted and named.
   */
  readonly needed: true | readonly Action[];
}

const TABLE: { readonly [F in FieldName]?: Words } = {
  'event.outcome': {
    known: ['success', 'failure', 'unknown'],
    also: lookup({ ok: 'success', successful: 'success', succeeded: 'success', succeed: 'success', failed: 'failure', fail: 'failure', unsuccessful: 'failure', denied: 'failure' }),
    // A failed attempt is nobody's whereabouts.
    needed: ['sign-in', 'vpn-connected'],
  },
  'farmwatch.device.location.source': { known: ['wifi', 'gps', 'ip'], also: lookup({ 'wi-fi': 'wifi', wlan: 'wifi', gnss: 'gps', geoip: 'ip', 'ip-address': 'ip' }), needed: [] },
  'farmwatch.remote.direction': { known: ['incoming', 'outgoing'], also: lookup({ inbound: 'incoming', outbound: 'outgoing' }), needed: true },
  'farmwatch.usb.classes': {
    known: ['hid-keyboard', 'hid-pointer', 'hid-digitizer', 'mass-storage', 'audio', 'video', 'network'],
    also: lookup({ keyboard: 'hid-keyboard', mouse: 'hid-pointer', pointer: 'hid-pointer', 'hid-mouse': 'hid-pointer', digitizer: 'hid-digitizer', digitiser: 'hid-digitizer', 'hid-digitiser': 'hid-digitizer', pen: 'hid-digitizer', touch: 'hid-digitizer', touchscreen: 'hid-digitizer', storage: 'mass-storage' }),
    // Hardware has more classes than anybody asks for.
    needed: [],
  },
  'farmwatch.shipment.status': {
    known: ['created', 'in-transit', 'redirected', 'out-for-delivery', 'delivered', 'returned'],
    also: lookup({ intransit: 'in-transit', rerouted: 'redirected', 'return-to-sender': 'returned' }), needed: true,
  },
  'farmwatch.identity.kind': {
    known: ['bank', 'phone', 'mfa', 'address', 'email'],
    also: lookup({ 'bank-account': 'bank', 'phone-number': 'phone', telephone: 'phone', 'home-address': 'address', 'e-mail': 'email', 'email-address': 'email' }), needed: true,
  },
  'farmwatch.verification.kind': {
    known: ['identity', 'credential', 'reference', 'background', 'interview', 'same-person', 'in-person', 'profile-control', 'home-visit', 'serial-photo', 'video-call', 'manager'], needed: true,
  },
  'farmwatch.verification.outcome': { known: ['confirmed', 'refuted', 'inconclusive'], needed: true },
};

export const WORDED = Object.keys(TABLE) as readonly FieldName[];

/** The words that a field takes; undefined for one that takes any text. */
export function wordsOf(field: FieldName): readonly string[] | undefined {
  return TABLE[field]?.known;
}

/**
 * The word that a text means, whatever its case, and whether blanks, `_` or `-` stand in it.
 *
 * @returns undefined for a text that means none of them
 * @example wordOf('farmwatch.remote.direction', 'Inbound') // => 'incoming'
 */
export function wordOf(field: FieldName, text: string): string | undefined {
  const words = TABLE[field]!;
  const folded = text.trim().toLowerCase().replace(/[\s_]+/g, '-');
  return words.known.includes(folded) ? folded : words.also?.[folded];
}

/** Whether an event of this kind tells nothing without a word that is known. */
export function isWordNeeded(field: FieldName, action: Action): boolean {
  const { needed } = TABLE[field]!;
  return needed === true || needed.includes(action);
}
