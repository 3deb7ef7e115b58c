import { isoOf } from '../../../core/time.ts';
import { defineSource } from '../../collector.ts';
import { isObject, memberOf, textAt } from '../../loose.ts';
import { zoneOf, zoneProblem } from '../../device-clock.ts';
import { onClock } from '../../local-time.ts';
import { readRecords } from '../../records.ts';
import { cellsFrom } from '../../row.ts';
import { recordOf } from '../../tables/rows.ts';
import { pull } from './pull.ts';

/** ServiceNow: which laptop is issued to whom, since when, and when it was delivered. See the page beside. */
export const servicenow = defineSource({
  id: 'servicenow',
  title: 'ServiceNow hardware assets',
  settings: {},
  options: {
    holder: {
      is: 'employee_number', doc: 'the field of a user (sys_user) that holds the hire id.',
      problem: (text) => (/^\w+$/.test(text) ? undefined : 'this is no name of a field'),
    },
    zone: { is: 'UTC', doc: 'IANA zone of times in rows that show displayed values, such as exports of a list: the zone of whoever exported them.', problem: zoneProblem },
  },
  recognises: isRecord,
  read: (file) => readRecords(file, { recognises: isRecord, isHeader: (columns) => isRecord(Object.fromEntries(columns.map((column) => [column, '-']))) }),
  map: () => ({ rejected: 'a row of laptops, no event' }),
  kept: (raw, options) => recordOf('devices', cellsOf(raw, wishIn(options))),
  tableOf: () => 'devices',
  rowOf(raw, { options }) {
    const wish = wishIn(options);
    if (!isRecord(raw)) return { rejected: 'not a ServiceNow record' };
    const kind = kindOf(raw);
    if (kind !== undefined) return { rejected: `not our business: ${kind}` };
    if (valueAt(raw, 'serialnumber') === undefined) return { rejected: 'no serial number' };
    const isHeld = heldBy(raw) !== undefined;
    if (isHeld && holderOf(raw, wish.holder) === undefined) return { rejected: 'its holder is named without the field that holds the hire id' };
    const isUndated = INSTANTS.some((name) => valueAt(raw, name) !== undefined && instantAt(raw, name, wish) === undefined);
    return isUndated ? { rejected: 'a time in a form that is not read; export times as 2026-11-02 14:03:27' } : cellsOf(raw, wish);
  },
  pull,
});

interface Wish {
  /** Field of a user that holds the hire id. */
  readonly holder: string;
  /** Zone of displayed times. */
  readonly zone: string;
}

function wishIn(options: Readonly<Record<string, string>>): Wish {
  const zone = zoneOf(options['zone'], undefined);
  return { holder: options['holder'] ?? '', zone: typeof zone === 'string' ? zone : 'UTC' };
}

/** Columns of a list of hardware; two of them beside a serial number tell it, as empty cells are left out. */
const OF_HARDWARE = ['assignedto', 'assettag', 'installstatus', 'assigned', 'modelcategory'] as const;

/** True for a row of any table of ServiceNow, and for one of a list of hardware that somebody exported, which has no id. */
function isRecord(raw: unknown): boolean {
  if (!isObject(raw)) return false;
  const has = (name: string): boolean => memberOf(raw, name) !== undefined;
  if (has('sysid') && (has('sysupdatedon') || has('serialnumber'))) return true;
  return has('serialnumber') && OF_HARDWARE.filter(has).length >= 2;
}

/** A field: a text, or what the table holds beside what is displayed (`sysparm_display_value=all`), or a reference. */
function valueAt(raw: unknown, name: string): string | undefined {
  return textAt(raw, name, 'value') ?? textAt(raw, name);
}

/** What a record is that is no laptop; a word that may be counted and printed. */
function kindOf(raw: unknown): string | undefined {
  const table = valueAt(raw, 'sysclassname') ?? valueAt(raw, 'tablename');
  if (memberOf(raw, 'serialnumber') === undefined) return table !== undefined && /^\w{1,60}$/.test(table) ? table : 'a record without a serial number';
  const names = [table, textAt(raw, 'sysclassname', 'displayvalue'), textAt(raw, 'modelcategory', 'displayvalue') ?? textAt(raw, 'modelcategory')].flatMap((name) => (name === undefined ? [] : [classOf(name)]));
  return names.some((name) => /(?:^|_)server$/.test(name)) ? 'a server' : names.some((name) => NO_LAPTOP.test(name)) ? 'hardware that is no laptop' : undefined;
}

/** Classes and categories of hardware that have serial numbers as laptops do; monitors and telephones are issued to people as well. */
const NO_LAPTOP = /^(?:(?:ip_)?(?:switch|router|firewall|phone|camera)|net_?gear|network_gear|\w*printer|ups|(?:server_)?rack|comm|communication_device|(?:computer_)?peripherals?|imaging_hardware|mass_storage_device|msd|wap_network|\w*access_point|mobile_phone|smart_?phone|handheld_computing|tablet|monitor|display|dock|docking_station|headset|(?:lb|storage|san|vm|vmware|virtual)_\w+)$/;

/** A class by the name of its table or as displayed: `cmdb_ci_ip_switch` and `IP Switch` are the same. */
function classOf(name: string): string {
  return name.toLowerCase().replaceAll(/[ -]+/g, '_').replace(/^cmdb_ci_/, '');
}

/** Where the asset lies when nobody has it: in stock, or retired, by number or as displayed. */
const PUT_AWAY = /^(6|7|in stock|retired)$/i;

/** The fields that are times. */
const INSTANTS = ['assigned', 'checkedin', 'sysupdatedon', 'orderdate', 'deliverydate'] as const;

/** A laptop and its holder. Where nobody has it any more, the row begins when it came back, which ends the one before. */
function cellsOf(raw: unknown, wish: Wish): Readonly<Record<string, string>> {
  const isHeld = heldBy(raw) !== undefined;
  const isAway = !isHeld && PUT_AWAY.test(valueAt(raw, 'installstatus') ?? valueAt(raw, 'state') ?? '');
  return cellsFrom({
    serial: valueAt(raw, 'serialnumber'),
    asset_tag: valueAt(raw, 'assettag'),
    hire_id: holderOf(raw, wish.holder),
    assigned_from: isHeld ? instantAt(raw, 'assigned', wish) : isAway ? instantAt(raw, 'checkedin', wish) ?? instantAt(raw, 'sysupdatedon', wish) : undefined,
    ordered_at: instantAt(raw, 'orderdate', wish),
    delivered_at: instantAt(raw, 'deliverydate', wish),
  });
}

/** What stands for the holder: an id, alone or with a link, or a name where names are displayed. */
function heldBy(raw: unknown): string | undefined {
  return valueAt(raw, 'assignedto');
}

/** A field of the holder, which a request names with a dot: `assigned_to.employee_number`; headings of an exported list leave out what is before it. */
function holderOf(raw: unknown, field: string): string | undefined {
  const name = field.toLowerCase().replaceAll('_', '');
  return valueAt(raw, `assignedto${name}`) ?? (isDisplayed(raw) ? valueAt(raw, name) : undefined);
}

/** True where texts are what a person sees: a name for the holder, a word for the state. Times are then on that person's clock. */
function isDisplayed(raw: unknown): boolean {
  const holder = memberOf(raw, 'assignedto');
  const [name, state] = [isObject(holder) ? undefined : textAt(raw, 'assignedto'), textAt(raw, 'installstatus') ?? textAt(raw, 'state')];
  return memberOf(raw, 'sysid') === undefined || (name !== undefined && !/^[0-9a-f]{32}$/.test(name) && / /.test(name)) || (state !== undefined && !/^\d{1,4}$/.test(state));
}

/** ServiceNow writes UTC without a zone, and displays the zone of whoever looks; a day alone is its beginning. */
function instantAt(raw: unknown, name: string, { zone }: Wish): string | undefined {
  const at = onClock(valueAt(raw, name), isDisplayed(raw) ? zone : 'UTC');
  return at === undefined ? undefined : isoOf(at);
}
