import type { Instant } from '../../../core/time.ts';
import { accountFields } from '../../account.ts';
import { addressOf } from '../../client-address.ts';
import { defineSource, type Draft } from '../../collector.ts';
import { textAt } from '../../loose.ts';
import { looksLikeMail } from '../../mail-address.ts';
import { readRecords } from '../../records.ts';
import { utcTime } from '../../utc-time.ts';
import { pull } from './pull.ts';
import { jamfRecord, type JamfComputer } from './shape.ts';

const recognises = (raw: unknown): boolean => jamfRecord(raw) !== undefined;

/** Jamf Pro: when a Mac was in touch and from where, its serial number, what is installed. See the page beside. */
export const jamf = defineSource({
  id: 'jamf',
  title: 'Jamf Pro computers and webhooks',
  settings: {},
  options: {},
  recognises,
  read: (file) => readRecords(file, { recognises }),
  map(raw) {
    const record = jamfRecord(raw);
    if (!record) return { rejected: 'not a Jamf Pro record' };
    if (record.is === 'other') return { rejected: `not our business: ${record.kind}` };
    const drafts = [...checkIn(record.computer), ...software(record.computer)];
    return drafts.length > 0 ? drafts : { rejected: 'no time that can be read' };
  },
  pull,
});

/** What any record says of a computer: which, and whom it is assigned to. */
export function computerFields(computer: JamfComputer): Draft {
  const mail = computer.mail !== undefined && looksLikeMail(computer.mail) ? { 'user.email': computer.mail } : {};
  return {
    'event.module': 'jamf',
    'event.dataset': 'jamf.computer',
    'event.code': computer.kind,
    ...accountFields(computer.account),
    ...mail,
    'device.serial_number': computer.serial,
    'host.id': computer.udid,
    'host.name': computer.name,
    'host.os.full': computer.system === undefined ? undefined : `macOS ${computer.system}`,
  };
}

function checkIn(computer: JamfComputer): readonly Draft[] {
  const at = since2000(computer.touched);
  if (at === undefined) return [];
  return [{
    '@timestamp': at,
    ...computerFields(computer),
    'event.id': computer.udid === undefined ? undefined : `${computer.kind}/${computer.udid}/${at}`,
    'event.action': 'check-in',
    'source.ip': addressOf(computer.address),
  }];
}

/** Applications as of the last inventory. */
function software(computer: JamfComputer): readonly Draft[] {
  const at = since2000(computer.reported);
  if (at === undefined) return [];
  return computer.applications.flatMap((app): readonly Draft[] => {
    const name = textAt(app, 'name')?.replace(/\.app$/i, '');
    if (name === undefined) return [];
    return [{ '@timestamp': at, ...computerFields(computer), 'event.action': 'software-present', 'package.name': name, 'package.version': textAt(app, 'version') }];
  });
}

/** An instant as written; a zero stands for never. */
function since2000(written: string | undefined): Instant | undefined {
  return written === '0' ? undefined : utcTime(written);
}
