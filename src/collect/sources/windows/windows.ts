import { isRejected, type Rejected } from '../../../core/parse-event.ts';
import { MINUTE, isZone } from '../../../core/time.ts';
import { defineSource, type Draft, type MapContext } from '../../collector.ts';
import { unwrap } from '../../undo/unwrap.ts';
import { SHOWN_DATES } from '../../shown-time.ts';
import { orderNamed } from '../../tables/dates.ts';
import { instantOf } from './clock.ts';
import { notOurs, type Seen } from './draft.ts';
import { mapDnsQuery, mapProcessCreation, mapSysmonProcess } from './map-processes.ts';
import { mapClientClock, mapEarly, mapGateway, mapLogoff, mapLogon, mapTerminalSession, mapWindowStation } from './map-sessions.ts';
import { mapProduct, mapService } from './map-software.ts';
import { mapPlugged } from './map-usb.ts';
import { readWindows } from './read.ts';
import { logOf, type Log, type WindowsRecord } from './record.ts';
import { glance, isWindowsEvent, windowsRecord } from './shapes.ts';

const SETTINGS = {
  handOverMin: {
    is: 5, from: 1, to: 7, unit: 'min',
    doc: 'A collector takes a record over from the forwarder within this time; what is beyond whole quarter hours is the forwarder\'s time zone.',
  },
} as const;

const OPTIONS = {
  zone: { is: 'UTC', doc: 'IANA zone of records whose time has none (NXLog, Snare, Splunk text) and cannot be placed otherwise.' },
  dates: SHOWN_DATES,
  clientBias: { is: 'east', doc: 'What RdpCoreTS 104 counts: hours `east` of UTC, or `west` as the Windows API does.' },
  early: { is: 'skip', doc: '`use` takes 1149 and 131 as connections with an unknown outcome, for laptops that keep neither Security nor session manager logs.' },
} as const;

type Mapper = (seen: Seen, options: Readonly<Record<string, string>>) => readonly Draft[] | Rejected;
const early: Mapper = (seen, options) => {
  const wish = options['early'] ?? OPTIONS.early.is;
  return wish === 'skip' || wish === 'use' ? mapEarly(seen, wish === 'use') : { rejected: 'option early takes skip or use' };
};
const clientClock: Mapper = (seen, options) => {
  const side = options['clientBias'] ?? OPTIONS.clientBias.is;
  return side === 'east' || side === 'west' ? mapClientClock(seen, side === 'east' ? 1 : -1) : { rejected: 'option clientBias takes east or west' };
};

/** The records Farmwatch wants; the README has the table with reasons. */
const MAPPERS: Readonly<Record<Log, Readonly<Record<number, Mapper>>>> = {
  'security': {
    4624: mapLogon, 4625: mapLogon, 4634: mapLogoff, 4778: mapWindowStation, 4779: mapWindowStation, 4688: mapProcessCreation, 4697: mapService, 6416: mapPlugged,
  },
  'sysmon': { 1: mapSysmonProcess, 22: mapDnsQuery },
  'terminalservices-localsessionmanager': { 21: mapTerminalSession, 24: mapTerminalSession, 25: mapTerminalSession },
  'terminalservices-remoteconnectionmanager': { 1149: early },
  'terminalservices-gateway': { 302: mapGateway, 303: mapGateway },
  'rdpcorets': { 104: clientClock, 131: early },
  'kernel-pnp': { 400: mapPlugged, 410: mapPlugged },
  'driverframeworks-usermode': { 2003: mapPlugged, 2100: mapPlugged },
  'userpnp': { 20001: mapPlugged },
  'service-control-manager': { 7045: mapService },
  'msiinstaller': { 1033: mapProduct },
};

/** Windows event logs: who drives the laptop from elsewhere, what runs on it and is installed, what is plugged in. */
export const windows = defineSource({
  id: 'windows',
  title: 'Windows event logs (EVTX, event XML, winlogbeat, NXLog, Azure, Splunk text)',
  repeats: ['process-started', 'dns-query'],
  settings: SETTINGS,
  options: OPTIONS,
  recognises: isWindowsEvent,
  read: readWindows,
  map: mapWindows,
});

function mapWindows(raw: unknown, context: MapContext<typeof SETTINGS>): readonly Draft[] | Rejected {
  const glimpse = glance(raw);
  if (glimpse && !mapperOf(glimpse)) return notOurs(glimpse);
  const plain = windowsRecord(raw);
  const record = isRejected(plain) ? unwrapped(raw) : plain;
  if (isRejected(record)) return record;
  const found = mapperOf(record);
  if (!found) return notOurs(record);
  const zone = context.options['zone'] ?? OPTIONS.zone.is;
  if (!isZone(zone)) return { rejected: 'option zone is no IANA time zone' };
  const at = instantOf(record, { zone, handOver: (context.settings.handOverMin ?? SETTINGS.handOverMin.is) * MINUTE, dates: orderNamed(context.options['dates']) });
  const drafts = found.mapper({ record, log: found.log, at: isRejected(at) ? 0 : at }, context.options);
  // What is not our business needs no time to be left.
  return isRejected(at) && !isRejected(drafts) ? at : drafts;
}

function mapperOf(record: WindowsRecord): { readonly log: Log; readonly mapper: Mapper } | undefined {
  const log = logOf(record);
  const mapper = log === undefined ? undefined : MAPPERS[log][record.eventId];
  return log === undefined || mapper === undefined ? undefined : { log, mapper };
}

function unwrapped(raw: unknown): WindowsRecord | Rejected {
  const [only, ...others] = unwrap(raw, isWindowsEvent);
  return others.length > 0 ? { rejected: 'several records in one' } : windowsRecord(only);
}
