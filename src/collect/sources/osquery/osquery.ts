import { isRejected, type Rejected } from '../../../core/parse-event.ts';
import { defineSource, type Draft } from '../../collector.ts';
import { textOf } from '../../loose.ts';
import { readRecords } from '../../records.ts';
import { fleetCheckIn, fleetSoftware, isFleetHost } from './fleet-host.ts';
import { fleetWebhook } from './fleet-webhook.ts';
import { pull } from './pull.ts';
import { osqueryRecord, type OsqueryRecord } from './shape.ts';
import { rowFields } from './tables.ts';

const recognises = (raw: unknown): boolean => osqueryRecord(raw) !== undefined || isFleetHost(raw) || fleetWebhook(raw) !== undefined;

/** osquery: USB, displays, programs, software, remote logins, router and base station; of Fleet also its list of hosts. See the page beside. */
export const osquery = defineSource({
  id: 'osquery',
  title: 'osquery and Fleet: result logs, hosts',
  repeats: ['process-started'],
  settings: {},
  pull,
  options: {},
  recognises,
  read: (file) => readRecords(file, { recognises }),
  map(raw, { token }) {
    if (isFleetHost(raw)) {
      const found = fleetCheckIn(raw);
      return isRejected(found) ? found : [found, ...fleetSoftware(raw, found)];
    }
    const record = osqueryRecord(raw);
    const webhook = record ? undefined : fleetWebhook(raw);
    if (webhook !== undefined) return { rejected: `not our business: webhook of Fleet, ${webhook}` };
    if (!record) return { rejected: 'not an osquery record' };
    if (record.query === undefined) return { rejected: 'not our business: status log' };
    if (record.rows.length === 0) return { rejected: record.isSnapshot ? 'not our business: a snapshot without rows' : 'not our business: rows that went away' };
    const drafts: Draft[] = [];
    let why: Rejected | undefined;
    for (const row of record.rows) {
      const found = rowFields(row, record.at, token) ?? { rejected: `not our business: query ${record.query}` };
      if (isRejected(found)) why ??= found;
      else drafts.push({ ...commonFields(record), ...found });
    }
    if (drafts.length === 0) return why!;
    // A row may say when it began where the line around it lost its time.
    return drafts.some((draft) => draft['@timestamp'] !== undefined) ? drafts : { rejected: 'no time that can be read' };
  },
});

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What any line says: when, on which laptop. The decorations are those of osquery's own example. */
function commonFields({ at, host, decorations }: OsqueryRecord): Draft {
  const isId = host !== undefined && UUID.test(host);
  return {
    '@timestamp': at,
    'event.module': 'osquery',
    'event.dataset': 'osquery.result',
    'host.id': textOf(decorations['host_uuid']) ?? (isId ? host : undefined),
    'host.name': textOf(decorations['hostname']) ?? (isId ? undefined : host),
    ...(textOf(decorations['hardware_serial']) === undefined ? {} : { 'device.serial_number': textOf(decorations['hardware_serial']) }),
  };
}
