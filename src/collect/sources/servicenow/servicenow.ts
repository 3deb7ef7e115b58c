import { isoOf } from '../../../core/time.ts';
import { defineSource } from '../../collector.ts';
import { isObject, memberOf, textAt } from '../../loose.ts';
import { readRecords } from '../../records.ts';
import { cellsFrom } from '../../row.ts';
import { recordOf } from '../../tables/rows.ts';
import { utcTime } from '../../utc-time.ts';
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
  },
  recognises: isRecord,
  read: (file) => readRecords(file, { recognises: isRecord }),
  map: () => ({ rejected: 'a row of laptops, no event' }),
  kept: (raw, { holder = '' }) => recordOf('devices', cellsOf(raw, holder)),
  tableOf: () => 'devices',
  rowOf(raw, { options: { holder = '' } }) {
    if (!isRecord(raw)) return { rejected: 'not a ServiceNow record' };
    const kind = kindOf(raw);
    if (kind !== undefined) return { rejected: `not our business: ${kind}` };
    if (valueAt(raw, 'serialnumber') === undefined) return { rejected: 'no serial number' };
    const isHeld = heldBy(raw) !== undefined;
    return isHeld && holderOf(raw, holder) === undefined ? { rejected: 'its holder is named without the field that holds the hire id' } : cellsOf(raw, holder);
  },
  pull,
});

/** True for a row of any table of ServiceNow. */
function isRecord(raw: unknown): boolean {
  return isObject(raw) && valueAt(raw, 'sysid') !== undefined && (memberOf(raw, 'sysupdatedon') !== undefined || memberOf(raw, 'serialnumber') !== undefined);
}

/** A field: a text, or what the table holds beside what is displayed (`sysparm_display_value=all`), or a reference. */
function valueAt(raw: unknown, name: string): string | undefined {
  return textAt(raw, name, 'value') ?? textAt(raw, name);
}

/** What a record is that is no laptop; a word that may be counted and printed. */
function kindOf(raw: unknown): string | undefined {
  const table = valueAt(raw, 'sysclassname');
  if (memberOf(raw, 'serialnumber') === undefined) return table !== undefined && /^\w{1,60}$/.test(table) ? table : 'a record without a serial number';
  return table !== undefined && /^cmdb_ci_\w*server$/.test(table) ? 'a server' : undefined;
}

/** Where the asset lies when nobody has it: in stock, or retired, by number or as displayed. */
const PUT_AWAY = /^(6|7|in stock|retired)$/i;

/**
 * A laptop and its holder. Where nobody has it any more, the row begins when it came back, which ends the one before.
 *
 * @param holder field of a user that holds the hire id
 */
function cellsOf(raw: unknown, holder: string): Readonly<Record<string, string>> {
  const isHeld = heldBy(raw) !== undefined;
  const isAway = !isHeld && PUT_AWAY.test(valueAt(raw, 'installstatus') ?? '');
  return cellsFrom({
    serial: valueAt(raw, 'serialnumber'),
    asset_tag: valueAt(raw, 'assettag'),
    hire_id: holderOf(raw, holder),
    assigned_from: isHeld ? instantAt(raw, 'assigned') : isAway ? instantAt(raw, 'checkedin') ?? instantAt(raw, 'sysupdatedon') : undefined,
    ordered_at: instantAt(raw, 'orderdate'),
    delivered_at: instantAt(raw, 'deliverydate'),
  });
}

/** What stands for the holder: an id, alone or with a link, or a name where names are displayed. */
function heldBy(raw: unknown): string | undefined {
  return valueAt(raw, 'assignedto');
}

/** A field of the holder, which a request names with a dot: `assigned_to.employee_number`. */
function holderOf(raw: unknown, field: string): string | undefined {
  return valueAt(raw, `assignedto${field.toLowerCase().replaceAll('_', '')}`);
}

/** ServiceNow writes UTC without a zone; a day alone is its beginning. */
function instantAt(raw: unknown, name: string): string | undefined {
  const at = utcTime(valueAt(raw, name));
  return at === undefined ? undefined : isoOf(at);
}
