import { isPlaceholderValue } from '../../../core/placeholder.ts';
import { isObject, listOf, memberOf, textAt } from '../../loose.ts';

/** An event of Netskope. */
export interface NetskopeEvent {
  /** `connection`, `nspolicy`, `network`, `alert`, …; fit to be counted and printed. */
  readonly kind: string;
  /** The text of a member by its folded name; undefined where it is missing or stands for nothing. */
  text(name: string): string | undefined;
}

/** Members that only these events have; one tells them from others with an `_id`. */
const MARKS = ['urnormalized', 'organizationunit', 'auditlogevent', 'dlpincidentid', 'ccl'] as const;

/** What events call their own log; those of laptops' ports and printers have neither id nor a mark. */
const LOGS: ReadonlySet<string> = new Set([
  'alert', 'application', 'audit', 'clientstatus', 'connection', 'epdlp', 'incident', 'infrastructure', 'network', 'page',
]);

/** A line of the transaction log: day and time, then values without names, one of which says what the line is. */
const TRANSACTION = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d .{10,4000}? http_transaction /;

/** Netskope's id of a laptop; an id that somebody blackened would make all laptops one. */
export function laptopId(text: string | undefined): string | undefined {
  return text === undefined || isPlaceholderValue(text) ? undefined : text;
}

/** Reads the outside of an event; undefined for what is none of Netskope's. */
export function netskopeEvent(raw: unknown): NetskopeEvent | undefined {
  if (typeof raw === 'string') return TRANSACTION.test(raw) ? { kind: 'web transaction', text: () => undefined } : undefined;
  if (!isObject(raw)) return undefined;
  // The same line, whose values a collector gave their names.
  if (textAt(raw, 'xtype') === 'http_transaction') return { kind: 'web transaction', text: () => undefined };
  // Tables of Log Analytics have a type of their own; those of Netskope's newer connector write the event's as `type_s`, and no id.
  const text = (name: string): string | undefined => textAt(raw, name) ?? (name === 'type' ? textAt(raw, 'types') : undefined);
  const isRow = text('types') !== undefined && text('accessmethod') !== undefined;
  const isMarked = (isRow || (raw['_id'] ?? raw['_id_s']) !== undefined) && (LOGS.has(text('recordtype') ?? '') || MARKS.some((name) => memberOf(raw, name) !== undefined));
  const isNamed = LOGS.has(text('recordtype') ?? text('type') ?? '') && text('timestamp') !== undefined && text('accessmethod') !== undefined;
  if (!isMarked && !isNamed) return undefined;
  return { kind: kindOf(text), text };
}

function kindOf(text: NetskopeEvent['text']): string {
  // Events that are no incident carry a zero.
  if ((text('dlpincidentid') ?? '0') !== '0') return 'DLP incident';
  if (text('alert') === 'yes') return 'alert';
  const type = text('type') ?? text('recordtype');
  return type !== undefined && /^\w{1,40}$/.test(type) ? type : 'unnamed';
}

/** A laptop with Netskope's client, as the list of clients has it. */
export interface NetskopeClient {
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly system: string | undefined;
  /** Who uses it, with what the client last did for each: when, in which words, and who made it. */
  readonly users: readonly { readonly name: string | undefined; readonly event: string | undefined; readonly actor: string | undefined; readonly at: string | undefined }[];
}

/** Reads a client; undefined for what is none. */
export function netskopeClient(raw: unknown): NetskopeClient | undefined {
  if (!isObject(raw) || !isObject(memberOf(raw, 'hostinfo')) || !isObject(memberOf(raw, 'lastevent')) || textAt(raw, 'deviceid') === undefined) return undefined;
  const users = listOf(memberOf(raw, 'users'));
  return {
    id: laptopId(textAt(raw, 'hostinfo', 'nsdeviceuid')),
    name: textAt(raw, 'hostinfo', 'hostname'),
    system: [textAt(raw, 'hostinfo', 'os'), textAt(raw, 'hostinfo', 'osversion')].filter((part) => part !== undefined).join(' ') || undefined,
    users: (users.length === 0 ? [{}] : users).map((user) => {
      const said = (name: string): string | undefined => textAt(isObject(memberOf(user, 'lastevent')) ? user : raw, 'lastevent', name);
      return { name: textAt(user, 'username'), event: said('event'), actor: said('actor'), at: said('timestamp') };
    }),
  };
}
