import { addressClass } from '../core/address-class.ts';
import rows from './networks.json' with { type: 'json' };
import { prefixIndex } from './prefixes.ts';

export { addressClass, type AddressClass } from '../core/address-class.ts';

export type NetworkKind =
  | 'home'
  | 'mobile'
  | 'hosting'
  | 'vpn'
  | 'relay'
  | 'satellite'
  | 'corporate'
  | 'education'
  | 'unknown';

/** `listed` by a sourced row that knows one use, `named` by words of the operator's name, `assumed` where uses are mixed or nothing is known. */
export type NetworkCertainty = 'listed' | 'named' | 'assumed';

interface Sourced {
  readonly kind: NetworkKind;
  readonly source: string;
  readonly date: string;
}
interface Listed extends Sourced {
  readonly name: string;
  /** Other uses of the same network: such a row says what is likely, not what is. */
  readonly also?: readonly NetworkKind[];
}
export interface AsnRow extends Listed {
  readonly asn: number;
}
export interface PrefixRow extends Listed {
  readonly range: string;
}
export interface NameRow extends Sourced {
  readonly id: string;
  readonly pattern: string;
  readonly because: string;
}

export interface NetworkRows {
  readonly asns: readonly AsnRow[];
  readonly prefixes: readonly PrefixRow[];
  readonly names: readonly NameRow[];
}

export interface Network {
  readonly asn?: number | undefined;
  readonly organisation?: string | undefined;
  readonly ip?: string | undefined;
}

export interface NetworkVerdict {
  readonly kind: NetworkKind;
  /** Half a sentence for people: "AS9009 M247 Europe SRL is listed as vpn, also hosting". */
  readonly why: string;
  readonly certainty: NetworkCertainty;
  readonly source: string;
  readonly also: readonly NetworkKind[];
  /** The network also serves something else, so the kind alone should weigh little. */
  readonly dual: boolean;
}

// The compiler reads JSON values as plain strings; a test holds every row against the unions.
export const NETWORKS = rows as unknown as NetworkRows;

/** Operators have shorter names; more of one is not looked at. */
const LONGEST_NAME = 256;

/**
 * Tells the kind of the network a person or laptop comes from, by rows such as ours with a company's own in front.
 *
 * An address range wins over the number of its network, the number over words of the name.
 * Private, carrier-shared and malformed addresses have no kind, whatever else the row says.
 *
 * @param known rows; of two with one number or range the later wins, of name rules the first that fits
 * @returns a function from number, name of the operator and address, whatever is known, that never throws:
 *          `unknown` with certainty `assumed` where nothing fits
 * @example networkKinds(NETWORKS)({ asn: 7922 }).kind // => 'home'
 */
export function networkKinds(known: NetworkRows): (network: Network) => NetworkVerdict {
  const byNumber = new Map(known.asns.map((row) => [row.asn, row]));
  const byRange = prefixIndex(known.prefixes);
  const rules = known.names.map((row) => ({ ...row, words: new RegExp(row.pattern, 'iu') }));

  return ({ asn, organisation, ip }) => {
    const address = ip === undefined ? 'public' : addressClass(ip);
    if (address !== 'public' && address !== 'documentation') return nothing(`${ip} is ${SAID[address]}`);

    const range = ip === undefined ? undefined : byRange(ip);
    if (range !== undefined) return listed(range, `${range.range} (${range.name})`);

    const number = asn === undefined ? undefined : byNumber.get(asn);
    if (number !== undefined) return listed(number, `AS${number.asn} ${number.name}`);

    const rule = organisation === undefined ? undefined : rules.find(({ words }) => words.test(organisation.slice(0, LONGEST_NAME)));
    if (rule === undefined) return nothing('neither the network nor its name is known');
    return { kind: rule.kind, why: `"${organisation}" ${rule.because}`, certainty: 'named', source: rule.source, also: [], dual: false };
  };
}

const SAID = {
  private: 'a private address',
  'carrier-nat': 'shared by a carrier among customers, or used inside a mesh',
  loopback: 'the machine itself',
  invalid: 'not an address of a host',
} as const;

function listed(row: Listed, name: string): NetworkVerdict {
  const also = row.also ?? [];
  const dual = also.length > 0;
  const why = dual ? `${name} is listed as ${row.kind}, also ${also.join(' and ')}` : `${name} is listed as ${row.kind}`;
  return { kind: row.kind, why, certainty: dual ? 'assumed' : 'listed', source: row.source, also, dual };
}

function nothing(why: string): NetworkVerdict {
  return { kind: 'unknown', why, certainty: 'assumed', source: '', also: [], dual: false };
}
