import { isRejected, type Rejected } from '../../../core/parse-event.ts';
import { floorTo, MINUTE, type Instant } from '../../../core/time.ts';
import { accountFields } from '../../account.ts';
import { addressOf } from '../../client-address.ts';
import { defineSource, type Draft } from '../../collector.ts';
import { calendarTime } from '../../calendar-time.ts';
import { nanosecondsOf } from '../../nanoseconds.ts';
import { readRecords } from '../../records.ts';
import { utcTime } from '../../utc-time.ts';
import { zscalerRecord, type ZscalerRecord } from './shape.ts';

const recognises = (raw: unknown): boolean => zscalerRecord(raw) !== undefined;

/** Zscaler: sessions and connections of Client Connector, names looked up. See the page beside. */
export const zscaler = defineSource({
  id: 'zscaler',
  title: 'Zscaler Private Access (LSS) and Internet Access (NSS)',
  repeats: ['dns-query'],
  settings: {},
  options: {},
  recognises,
  read: (file) => readRecords(file, { recognises, isHeader: (columns) => recognises(Object.fromEntries(columns.map((column) => [column, '-']))) }),
  map(raw) {
    const record = zscalerRecord(raw);
    if (!record) return { rejected: 'not a Zscaler record' };
    const mapped = mappedRecord(record);
    if (isRejected(mapped)) return mapped;
    return mapped[0]!['@timestamp'] === undefined ? { rejected: 'no time that can be read' } : mapped;
  },
});

function mappedRecord(record: ZscalerRecord): readonly Draft[] | Rejected {
  switch (record.kind) {
    case 'user status': return session(record);
    case 'user activity': return connection(record);
    case 'zscalernss-dns': return lookedUp(record);
    default: return { rejected: `not our business: ${record.kind}` };
  }
}

/** What any record says: which log, whom, on which laptop. */
export function commonFields(record: ZscalerRecord): Draft {
  const isFeed = record.kind.startsWith('zscalernss');
  return {
    '@timestamp': timeOf(record.text('logtimestamp') ?? record.text('datetime') ?? record.text('time')),
    'event.module': 'zscaler',
    'event.dataset': isFeed ? 'zscaler.zia' : 'zscaler.zpa',
    'event.code': record.kind,
    ...accountFields(accountOf(record)),
    // Of a feed, `hostname` is the machine that was visited.
    'host.name': record.text(isFeed ? 'devicehostname' : 'hostname'),
  };
}

/** Who it was; traffic of which nobody knows that bears the name of the place it came from. */
function accountOf(record: ZscalerRecord): string | undefined {
  const name = record.text('username') ?? record.text('user') ?? record.text('login');
  return name === record.text('location') ? undefined : name;
}

/** Times of the logs say no zone; they are UTC. In CEF they lack the day of the week. */
function timeOf(text: string | undefined): Instant | undefined {
  const [, day, year, time] = /^([A-Z][a-z]{2} \d{1,2}) (\d{4}) (\d\d:\d\d:\d\d)(?: (?:GMT|UTC))?$/.exec(text ?? '') ?? [];
  return utcTime(calendarTime(day === undefined ? text : `Day ${day} ${time!} ${year!}`) ?? text);
}

/** The person's laptop; other clients are machines of the company, browsers and services. */
const CLIENT_CONNECTOR = 'zpn_client_type_zapp';

function session(record: ZscalerRecord): readonly Draft[] | Rejected {
  const type = record.text('clienttype');
  if (type !== CLIENT_CONNECTOR) return { rejected: `not our business: user status of ${type !== undefined && /^\w{1,60}$/.test(type) ? type : 'an unnamed client'}` };
  const status = record.text('sessionstatus');
  const begun = utcTime(record.text('timestampauthentication'));
  const ended = utcTime(record.text('timestampunauthentication'));
  const common = { ...commonFields(record), 'source.ip': addressOf(record.text('publicip')), 'host.os.full': record.text('platform') };
  const id = record.text('sessionid');
  switch (status) {
    // The same status comes every while; when it began stays.
    case 'ZPN_STATUS_AUTHENTICATED': return [{
      ...common, '@timestamp': begun ?? common['@timestamp'], 'event.action': 'vpn-connected', 'event.outcome': 'success',
      'event.id': id === undefined || begun === undefined ? undefined : `${id}/up/${begun}`,
    }, ...stillThere(common, id, begun)];
    case 'ZPN_STATUS_DISCONNECTED': return [{
      ...common, '@timestamp': ended ?? common['@timestamp'], 'event.action': 'vpn-disconnected',
      'event.id': id === undefined || ended === undefined ? undefined : `${id}/down/${ended}`,
      'event.duration': begun === undefined || ended === undefined ? undefined : nanosecondsOf(String(Math.round((ended - begun) / 1_000))),
    }];
    default: return { rejected: `not our business: user status ${status !== undefined && /^\w{1,60}$/.test(status) ? status : 'unnamed'}` };
  }
}

/** Detectors count half hours. */
const HALF_HOUR = 30 * MINUTE;

/** A session lasts for days, in which a laptop may move: each status tells where it is now, once in each half hour and place. */
function stillThere(common: Draft, id: string | undefined, begun: Instant | undefined): readonly Draft[] {
  const [logged, address] = [common['@timestamp'], common['source.ip']];
  if (typeof logged !== 'number' || typeof address !== 'string' || id === undefined || begun === undefined || common['host.name'] === undefined) return [];
  const at = Math.max(floorTo(logged, HALF_HOUR), begun);
  return [{ ...common, '@timestamp': at, 'event.action': 'check-in', 'event.id': `${id}/${address}/${at}` }];
}

/** A connection that a laptop opened: it is awake, and seen from an address. */
function connection(record: ZscalerRecord): readonly Draft[] | Rejected {
  const address = addressOf(record.text('clientpublicip'));
  const common = commonFields(record);
  if (common['host.name'] === undefined || address === undefined) return { rejected: 'not our business: user activity without laptop or address' };
  return [{
    ...common,
    '@timestamp': utcTime(record.text('timestampconnectionstart')) ?? common['@timestamp'],
    'event.id': record.text('connectionid'),
    'event.action': 'check-in',
    'source.ip': address,
    'host.os.full': record.text('platform'),
  }];
}

function lookedUp(record: ZscalerRecord): readonly Draft[] | Rejected {
  const name = record.text('dnsreq')?.replace(/\.$/, '').toLowerCase();
  if (name === undefined || /\s/.test(name)) return { rejected: 'no name that was looked up' };
  return [{ ...commonFields(record), 'event.action': 'dns-query', 'dns.question.name': name }];
}
