import { lookup } from '../../../core/lookup.ts';
import { isRejected, type Rejected } from '../../../core/parse-event.ts';
import { accountFields } from '../../account.ts';
import { defineSource, type Draft } from '../../collector.ts';
import { listOf, textAt } from '../../loose.ts';
import { readRecords } from '../../records.ts';
import { SHOWN_DATES, shownTime } from '../../shown-time.ts';
import { orderNamed, type DateOrder } from '../../tables/dates.ts';
import { pull } from './pull.ts';
import { intuneRecord, isIntuneHeader, type IntuneRecord } from './shape.ts';

const recognises = (raw: unknown): boolean => intuneRecord(raw) !== undefined;

/** Microsoft Intune: whose laptop has which serial number, when it was last in touch, what is installed. See the page beside. */
export const intune = defineSource({
  id: 'intune',
  title: 'Microsoft Intune devices',
  settings: {},
  pull,
  options: { dates: SHOWN_DATES },
  recognises,
  read: (file) => readRecords(file, { recognises, isHeader: isIntuneHeader }),
  map(raw, { options }) {
    const record = intuneRecord(raw);
    if (!record) return { rejected: 'not an Intune record' };
    if (!Object.hasOwn(TOUCHED, record.kind)) return { rejected: `not our business: ${record.kind}` };
    if (/^(android|ios|ipados)/i.test(systemOf(record) ?? '')) return { rejected: 'not our business: a phone or tablet' };
    if (NEVER.test(touchedAt(record) ?? '')) return { rejected: 'not our business: a device that was never in touch' };
    const fields = deviceFields(record, orderNamed(options['dates']));
    if (isRejected(fields)) return fields;
    const { 'event.id': id, ...about } = fields;
    return [{ ...about, 'event.id': id, 'event.action': 'check-in' }, ...appsOf(record).map((app): Draft => ({ ...about, ...app }))];
  },
});

/** Records of a device, and the member that says when it was in touch. */
const TOUCHED: Readonly<Record<string, string>> = lookup({
  managedDevice: 'lastsyncdatetime',
  export: 'lastcheckin',
  report: 'lastcontact',
  Devices: 'lastcontact',
  DeviceComplianceOrg: 'lastcontact',
  Enrollment: 'enrollmenttimeutc',
});

/** How a device that was never in touch is dated: the first day there is, or the last. */
const NEVER = /^(?:0001|9999)-/;

function touchedAt(record: IntuneRecord): string | undefined {
  return record.text(TOUCHED[record.kind] ?? '');
}

/** What a record says of a device: which, whose, when it was in touch. */
export function deviceFields(record: IntuneRecord, order?: DateOrder): Draft | Rejected {
  const id = record.kind === 'managedDevice' ? record.text('id') : record.text('deviceid') ?? record.text('intunedeviceid');
  const touched = touchedAt(record);
  const at = shownTime(touched, order);
  if (typeof at !== 'number') return at;
  return {
    '@timestamp': at,
    'event.id': id === undefined || touched === undefined ? undefined : `${record.kind}/${id}/${touched}`,
    'event.module': 'intune',
    'event.dataset': 'intune.device',
    'event.code': record.kind,
    ...accountFields(record.text('userprincipalname') ?? record.text('upn') ?? record.text('primaryuserupn') ?? record.text('emailaddress') ?? record.text('useremail') ?? record.text('primaryuseremailaddress'), record.text('userid') ?? record.text('primaryuser')),
    'device.id': record.text('azureaddeviceid') ?? record.text('azureactivedirectorydeviceid') ?? record.text('aaddeviceid') ?? record.text('microsoftentradeviceid') ?? record.text('referenceid'),
    'device.serial_number': record.text('serialnumber'),
    'host.id': id,
    'host.name': record.text('devicename'),
    'host.os.full': [systemOf(record), record.text('osversion')].filter((part) => part !== undefined).join(' ') || undefined,
  };
}

function systemOf(record: IntuneRecord): string | undefined {
  return record.text('operatingsystem') ?? record.text('os');
}

/** Applications of one device, where the query asked for them (`$expand=detectedApps`). */
function appsOf(record: IntuneRecord): readonly Draft[] {
  return listOf(record.get('detectedapps')).flatMap((app): readonly Draft[] => {
    const name = textAt(app, 'displayname');
    return name === undefined ? [] : [{ 'event.action': 'software-present', 'package.name': name, 'package.version': textAt(app, 'version') }];
  });
}
