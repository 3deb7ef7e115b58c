import { isRejected } from '../../../core/parse-event.ts';
import type { Instant } from '../../../core/time.ts';
import { accountFields } from '../../account.ts';
import { addressOf } from '../../client-address.ts';
import { defineSource, type Draft } from '../../collector.ts';
import { textAt } from '../../loose.ts';
import { looksLikeMail } from '../../mail-address.ts';
import { readRecords } from '../../records.ts';
import { utcTime } from '../../utc-time.ts';
import { accessLine, otherLog, signInAt } from './access-log.ts';
import { pull } from './pull.ts';
import { jamfRecord, type JamfComputer } from './shape.ts';

const recognises = (raw: unknown): boolean => jamfRecord(raw) !== undefined || accessLine(raw) !== undefined || otherLog(raw) !== undefined;

/** Jamf Pro: when a Mac was in touch and from where, its serial number, what is installed; sign-ins at Jamf itself. See the page beside. */
export const jamf = defineSource({
  id: 'jamf',
  title: 'Jamf Pro computers, webhooks and access log',
  settings: {},
  options: {},
  recognises,
  read: (file) => readRecords(file, { recognises }),
  map(raw) {
    const line = accessLine(raw);
    if (line) {
      const found = signInAt(line);
      return isRejected(found) ? found : [found];
    }
    const other = otherLog(raw);
    if (other !== undefined) return { rejected: `not our business: ${other}` };
    const record = jamfRecord(raw);
    if (!record) return { rejected: 'not a Jamf Pro record' };
    if (record.is === 'other') return { rejected: `not our business: ${record.kind}` };
    const drafts = [...checkIn(record.computer), ...software(record.computer)];
    if (drafts.length > 0) return drafts;
    const isWritten = (record.computer.touched ?? record.computer.reported) !== undefined;
    return { rejected: isWritten ? 'no time that can be read' : 'no contact: it never was in touch, or the section GENERAL was not asked for' };
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
