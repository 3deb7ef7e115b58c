/**
 * One Windows event, whatever shape it was saved in.
 *
 * Times are kept as written: `timeCreated` has a zone, `localTime` has none and is placed by `time.ts`.
 */
export interface WindowsRecord {
  readonly eventId: number;
  readonly provider: string;
  readonly channel: string;
  readonly version?: string;
  readonly computer?: string;
  readonly recordId?: string;
  readonly timeCreated?: string;
  readonly localTime?: string;
  /** When a forwarder wrote the record down, by the clock of `localTime`. */
  readonly forwardedLocal?: string;
  /** When a collector took it over from the forwarder, with zone. */
  readonly collected?: string;
  /** Who wrote the record, seldom whom it is about: Sysmon always says S-1-5-18. */
  readonly userSid?: string;
  /** The agent's id of the machine; only where the agent ran on that machine. */
  readonly hostId?: string;
  /** EventData or UserData; names in lower case, because forwarders differ in it. */
  readonly data: Readonly<Record<string, string>>;
}

/** The logs we read. A record belongs to one by its channel or, in a forwarded log, by its provider. */
export const LOGS = {
  'security': ['security', 'microsoft-windows-security-auditing'],
  'sysmon': ['microsoft-windows-sysmon'],
  'terminalservices-localsessionmanager': ['microsoft-windows-terminalservices-localsessionmanager'],
  'terminalservices-remoteconnectionmanager': ['microsoft-windows-terminalservices-remoteconnectionmanager'],
  'terminalservices-gateway': ['microsoft-windows-terminalservices-gateway'],
  'rdpcorets': ['microsoft-windows-remotedesktopservices-rdpcorets'],
  'kernel-pnp': ['microsoft-windows-kernel-pnp'],
  'driverframeworks-usermode': ['microsoft-windows-driverframeworks-usermode'],
  'userpnp': ['microsoft-windows-userpnp'],
  // These two write into System and Application, side by side with many others.
  'service-control-manager': ['service control manager', 'microsoft-windows-service control manager'],
  'msiinstaller': ['msiinstaller'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type Log = keyof typeof LOGS;

const LOG_BY_NAME: ReadonlyMap<string, Log> = new Map(
  (Object.entries(LOGS) as [Log, readonly string[]][]).flatMap(([log, names]) => names.map((name) => [name, log] as const)),
);

/** The log a record belongs to; undefined for those we do not read. */
export function logOf(record: WindowsRecord): Log | undefined {
  const channel = record.channel.toLowerCase();
  const slash = channel.indexOf('/');
  return LOG_BY_NAME.get(slash < 0 ? channel : channel.slice(0, slash)) ?? LOG_BY_NAME.get(record.provider.toLowerCase());
}

/** Spellings of "nothing" in event data. */
const NOTHING: ReadonlySet<string> = new Set(['', '-', '?', '(null)', 'n/a', 'unknown', '<unknown process>', '<unknown>']);

/** A value of the event data; undefined where it is missing or says so. */
export function field(record: WindowsRecord, name: string): string | undefined {
  const key = name.toLowerCase();
  const value = Object.hasOwn(record.data, key) ? record.data[key]!.trim() : '';
  return NOTHING.has(value.toLowerCase()) ? undefined : value;
}

/** The first of several names that has a value. */
export function firstField(record: WindowsRecord, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = field(record, name);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Forwarded logs carry the collector's name in `host.name`, the laptop's in `computer_name`. */
export function isSameHost(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && shortName(one) === shortName(other);
}

function shortName(host: string): string {
  return host.split('.', 1)[0]!.toLowerCase();
}
