import { isObject, listOf, memberOf, textAt } from '../../loose.ts';

/** What Jamf Pro says of a computer, whichever way it was asked. */
export interface JamfComputer {
  /** `inventory`, or the webhook's event. */
  readonly kind: string;
  /** When it was last in touch, as written. */
  readonly touched: string | undefined;
  /** When it last sent an inventory, as written. */
  readonly reported: string | undefined;
  readonly udid: string | undefined;
  readonly serial: string | undefined;
  readonly name: string | undefined;
  /** Where Jamf saw it come from. */
  readonly address: string | undefined;
  readonly account: string | undefined;
  readonly mail: string | undefined;
  readonly system: string | undefined;
  readonly applications: readonly unknown[];
}

export type JamfRecord = { readonly is: 'computer'; readonly computer: JamfComputer } | { readonly is: 'other'; readonly kind: string };

/** Reads the outside of a record; undefined for what is none of Jamf's. */
export function jamfRecord(raw: unknown): JamfRecord | undefined {
  if (!isObject(raw)) return undefined;
  const event = textAt(raw, 'webhook', 'webhookevent');
  if (event !== undefined && isObject(raw['event'])) return webhook(raw, event);
  const classic = memberOf(raw, 'computer');
  if (textAt(classic, 'general', 'udid') !== undefined) return found(fromClassic(classic));
  if (textAt(raw, 'udid') === undefined) return undefined;
  if (memberOf(raw, 'general') !== undefined && memberOf(raw, 'id') !== undefined) return found(fromPro(raw));
  return memberOf(raw, 'serialnumber') !== undefined && memberOf(raw, 'managed') !== undefined ? found(fromList(raw)) : undefined;
}

function found(computer: JamfComputer): JamfRecord {
  return { is: 'computer', computer };
}

/** Events of a webhook at which a computer was in touch. */
const IN_TOUCH: ReadonlySet<string> = new Set(['ComputerCheckIn', 'ComputerInventoryCompleted', 'ComputerAdded']);

function webhook(raw: unknown, event: string): JamfRecord {
  if (!IN_TOUCH.has(event)) return { is: 'other', kind: /^\w{1,60}$/.test(event) ? `webhook ${event}` : 'webhook, unnamed' };
  // Of a check-in the computer is one level down, beside what triggered it.
  const computer = memberOf(raw, 'event', 'computer') ?? memberOf(raw, 'event');
  return found({
    kind: event, touched: textAt(raw, 'webhook', 'eventtimestamp'), reported: undefined,
    udid: textAt(computer, 'udid'), serial: textAt(computer, 'serialnumber'), name: textAt(computer, 'devicename'), address: textAt(computer, 'ipaddress'),
    account: textAt(computer, 'username'), mail: textAt(computer, 'emailaddress'), system: textAt(computer, 'osversion'), applications: [],
  });
}

/** A computer of the Jamf Pro API; sections that were not asked for are null, and version 4 calls the last contact a check-in. */
function fromPro(raw: unknown): JamfComputer {
  return {
    kind: 'inventory', touched: textAt(raw, 'general', 'lastcontacttime') ?? textAt(raw, 'general', 'lastcheckin'), reported: textAt(raw, 'general', 'reportdate'),
    udid: textAt(raw, 'udid'), serial: textAt(raw, 'hardware', 'serialnumber'), name: textAt(raw, 'general', 'name'), address: textAt(raw, 'general', 'lastipaddress'),
    account: textAt(raw, 'userandlocation', 'username'), mail: textAt(raw, 'userandlocation', 'email'), system: textAt(raw, 'operatingsystem', 'version'),
    applications: listOf(memberOf(raw, 'applications')),
  };
}

/** A computer of the Classic API. */
function fromClassic(raw: unknown): JamfComputer {
  return {
    kind: 'inventory', touched: textAt(raw, 'general', 'lastcontacttimeepoch'), reported: textAt(raw, 'general', 'reportdateepoch'),
    udid: textAt(raw, 'general', 'udid'), serial: textAt(raw, 'general', 'serialnumber'), name: textAt(raw, 'general', 'name'), address: textAt(raw, 'general', 'ipaddress'),
    account: textAt(raw, 'location', 'username'), mail: textAt(raw, 'location', 'emailaddress'), system: textAt(raw, 'hardware', 'osversion'),
    applications: listOf(memberOf(raw, 'software', 'applications')),
  };
}

/** A line of the Classic API's list (`subset/basic`), which knows the last inventory only. */
function fromList(raw: unknown): JamfComputer {
  return {
    kind: 'inventory', touched: textAt(raw, 'reportdateepoch'), reported: undefined,
    udid: textAt(raw, 'udid'), serial: textAt(raw, 'serialnumber'), name: textAt(raw, 'name'), address: undefined,
    account: textAt(raw, 'username'), mail: undefined, system: undefined, applications: [],
  };
}
