import type { Rejected } from '../../../core/parse-event.ts';
import { HOUR, type Instant } from '../../../core/time.ts';
import { canonicalAddress } from '../../../core/address.ts';
import { hexId } from '../../../core/spelling.ts';
import { farAddress } from '../../client-address.ts';
import type { Draft, MapContext } from '../../collector.ts';
import { personIn } from '../../laptop-account.ts';
import { textOf } from '../../loose.ts';
import { looksLikeMail } from '../../mail-address.ts';
import { fileName } from '../../program.ts';
import { utcTime } from '../../utc-time.ts';
import { personFields, personOf } from '../../windows-account.ts';
import type { Row } from './shape.ts';

/** What a row may say of itself: its columns, and what the line around it tells. */
interface Told {
  readonly text: (column: string) => string | undefined;
  /** When the line was written, where it says so. */
  readonly at: Instant | undefined;
  readonly token: MapContext['token'];
}

interface Table {
  /** Columns that a row must have, filled or not. */
  readonly has: readonly string[];
  /** Columns of which it must have at least one. */
  readonly any?: readonly string[];
  /** Columns of other tables that share the above. */
  readonly not?: readonly string[];
  readonly read: (told: Told) => Draft | Rejected;
}

/**
 * The tables that are read, first match wins. A line names the query and not the table, and companies name queries as
 * they like, so a table is known by its columns; tables that merely look alike are told apart by the columns they add.
 */
const TABLES: readonly Table[] = [
  { has: ['vendor_id', 'product_id', 'serial_number', 'display_id'], read: display },
  { has: ['vendor_id', 'model_id'], not: ['driver', 'action', 'pci_slot', 'pci_class_id'], read: usb },
  { has: ['vendor_id', 'model_id', 'driver', 'action', 'type'], read: hardware },
  { has: ['user', 'host'], read: loggedIn },
  { has: ['username', 'host', 'tty', 'type'], read: last },
  { has: ['logon_id', 'logon_type', 'session_id', 'user'], read: logonSession },
  { has: ['bssid'], any: ['transmit_rate', 'mode'], read: ({ text, token }) => checkIn({ 'farmwatch.net.bssid_token': tokenAt(token, 'bssid', text('bssid')) }) },
  { has: ['gateway', 'mac'], read: router },
  { has: ['hardware_serial'], read: ({ text }) => checkIn({ 'device.serial_number': text('hardware_serial'), 'host.id': text('uuid'), 'host.name': text('hostname') ?? text('computer_name') }) },
  { has: ['total_seconds'], read: ({ text }) => checkIn({ 'host.uptime': wholeNumber(text('total_seconds')) }) },
  { has: ['name', 'version'], any: ['install_location', 'uninstall_string', 'identifying_number', 'maintainer', 'package_group'], read: software },
  { has: ['name', 'version', 'release', 'arch'], read: software },
  { has: ['name', 'version', 'arch'], any: ['revision', 'section', 'status'], read: software },
  // Packages of languages have these columns as well, and a directory.
  { has: ['name', 'version', 'path', 'prefix'], read: software },
  { has: ['name', 'version', 'summary', 'author', 'path'], not: ['directory'], read: software },
  { has: ['bundle_identifier'], any: ['name', 'bundle_name'], not: ['pid'], read: app },
  { has: ['pid', 'path', 'name', 'type', 'response'], read: lookup },
  // Sockets, files, maps of memory, services, crashes and messages of the audit have a process and a path as well, which is another's.
  { has: ['pid', 'path'], not: ['port', 'local_port', 'socket', 'fd', 'permissions', 'inode', 'service_type', 'start_type', 'crash_path', 'exception_code', 'key', 'operation', 'filename', 'terminal', 'response'], read: program },
];

/**
 * What a row of a query's result tells.
 *
 * @returns undefined for a row of any other table
 */
export function rowFields(row: Row, at: Instant | undefined, token: MapContext['token']): Draft | Rejected | undefined {
  const has = (column: string): boolean => Object.hasOwn(row, column);
  const table = TABLES.find(({ has: all, any, not }) => all.every(has) && (!any || any.some(has)) && !not?.some(has));
  return table?.read({ text: (column) => textOf(row[column]), at, token });
}

function display({ text }: Told): Draft | Rejected {
  const maker = hexId(text('vendor_id'));
  const fields = {
    'farmwatch.display.manufacturer': maker === undefined ? undefined : makerCode(Number.parseInt(maker, 16)),
    'farmwatch.display.product_code': hexId(text('product_id')),
    'farmwatch.display.serial': text('serial_number'),
    'farmwatch.display.name': text('name'),
  };
  return Object.values(fields).every((value) => value === undefined) ? { rejected: 'no display named' } : { 'event.action': 'display-present', ...fields };
}

/** The three letters that EDID packs into 15 bits, five each, `A` being 1. */
function makerCode(packed: number): string | undefined {
  const letters = [packed >> 10 & 31, packed >> 5 & 31, packed & 31];
  return packed < 0x8000 && letters.every((letter) => letter >= 1 && letter <= 26) ? String.fromCharCode(...letters.map((letter) => letter + 64)) : undefined;
}

function usb({ text }: Told): Draft | Rejected {
  const fields = {
    'farmwatch.usb.vendor_id': hexId(text('vendor_id')),
    'farmwatch.usb.product_id': hexId(text('model_id')),
    'farmwatch.usb.manufacturer': text('vendor'),
    'farmwatch.usb.product': text('model'),
    'farmwatch.usb.serial': text('serial'),
  };
  return Object.values(fields).every((value) => value === undefined) ? { rejected: 'no device named' } : { 'event.action': 'usb-present', ...fields };
}

/** A device that the machine tells of when it comes and goes. */
function hardware(told: Told): Draft | Rejected {
  if (told.text('action') === 'remove') return { rejected: 'not our business: hardware that went away' };
  return /usb/i.test(told.text('type') ?? '') ? usb(told) : { rejected: 'not our business: hardware that hangs on no USB port' };
}

/** Kinds of entry in the file of logins that POSIX calls USER_PROCESS and DEAD_PROCESS. */
const BEGUN = '7';
const ENDED = '8';

function last(told: Told): Draft | Rejected {
  const type = told.text('type');
  if (type !== BEGUN && type !== ENDED) return { rejected: 'not our business: an entry of last that is no login' };
  const fields = login(told, told.text('username'));
  return type === BEGUN || 'rejected' in fields ? fields : { ...fields, 'event.action': 'session-disconnected' };
}

/** Entries of the file of logins beside those of people: the kernel's version stands where the others have a machine. */
const NO_LOGIN: ReadonlySet<string> = new Set(['empty', 'boot_time', 'runlevel', 'new_time', 'old_time', 'init', 'login', 'dead', 'accounting']);

function loggedIn(told: Told): Draft | Rejected {
  if (NO_LOGIN.has(told.text('type') ?? '')) return { rejected: 'not our business: an entry of logged_in_users that is no login' };
  return login(told, told.text('user'));
}

const REMOTE_LOGON: ReadonlySet<string> = new Set(['remoteinteractive', 'remote interactive', 'cachedremoteinteractive', 'cached remote interactive']);

/** A session that Windows holds; of those from another machine it does not say from which. */
function logonSession({ text, at }: Told): Draft | Rejected {
  const type = text('logon_type');
  if (!REMOTE_LOGON.has(type?.toLowerCase() ?? '')) return { rejected: `not our business: logon_sessions of type ${/^[\w ]{1,40}$/.test(type ?? '') ? type! : 'unknown'}` };
  const person = personFields(personOf({ name: text('user'), domain: text('logon_domain'), sid: text('logon_sid') }));
  if (person['user.name'] === undefined) return { rejected: 'not our business: a session of no person' };
  const mail = text('upn');
  return {
    '@timestamp': before(at, utcTime(text('logon_time'))),
    ...person,
    ...(mail !== undefined && looksLikeMail(mail) ? { 'user.email': mail } : {}),
    'event.action': 'session-connected',
    'farmwatch.remote.direction': 'incoming',
    'farmwatch.remote.protocol': 'rdp',
  };
}

/** Somebody who is logged in from another machine. */
function login({ text, at }: Told, account: string | undefined): Draft | Rejected {
  // mosh writes itself behind the machine, and alone while nobody is connected.
  const host = text('host')?.replace(/(?: via |^)mosh \[\d+\]$/, '') || undefined;
  const address = farAddress(host);
  // A display of the machine itself is written `:0` or by its terminal, `tmux(7).%0` is a terminal inside another, `login screen` is GNOME's:
  // no name of a machine has spaces or brackets. An address that every machine has is the machine itself.
  const isHere = host === undefined || host.startsWith(':') || /[\s()]|^(?:localhost|console|tty\d+|seat\d+)$/i.test(host) || host === text('tty') || (address === undefined && canonicalAddress(host) !== undefined);
  if (isHere) return { rejected: 'not our business: a login at the machine itself' };
  return {
    '@timestamp': before(at, utcTime(text('time'))),
    ...personIn(account),
    'event.action': 'session-connected',
    'farmwatch.remote.direction': 'incoming',
    // Windows writes the way into the name of the terminal.
    ...(/^rdp-tcp\b/i.test(text('tty') ?? '') ? { 'farmwatch.remote.protocol': 'rdp' } : {}),
    'source.ip': address,
    'source.domain': address === undefined ? host : undefined,
  };
}

/** Queries join the router's address with its hardware address; which of them is the router is theirs to say. */
function router({ text, token }: Told): Draft | Rejected {
  const mac = text('mac');
  return mac === undefined ? { rejected: 'no router named' } : checkIn({ 'farmwatch.net.gateway_mac_token': tokenAt(token, 'mac', mac) });
}

function checkIn(fields: Draft): Draft {
  return { 'event.action': 'check-in', ...fields };
}

function software({ text }: Told): Draft | Rejected {
  const name = text('name');
  return name === undefined ? { rejected: 'no software named' } : { 'event.action': 'software-present', 'package.name': name, 'package.version': text('version') };
}

function app({ text }: Told): Draft | Rejected {
  const name = text('bundle_name') ?? text('name')?.replace(/\.app$/i, '');
  if (name === undefined) return { rejected: 'no software named' };
  return { 'event.action': 'software-present', 'package.name': name, 'package.version': text('bundle_short_version') ?? text('bundle_version') };
}

function program({ text, at }: Told): Draft | Rejected {
  const path = text('path');
  const name = text('name') ?? (path === undefined ? undefined : fileName(path));
  if (name === undefined) return { rejected: 'no program named' };
  // Tables of events tell of ends as well, and of copies that go on to become another program.
  if (/^(?:exit|fork|processstop)$/i.test(text('event_type') ?? text('type') ?? '')) return { rejected: 'not our business: a program that ended or split' };
  return {
    '@timestamp': before(at, utcTime(text('start_time')) ?? utcTime(text('time'))),
    ...personIn(text('username')),
    'event.action': 'process-started',
    'process.name': name,
    'process.executable': path,
    'process.command_line': text('cmdline'),
  };
}

function lookup({ text, at }: Told): Draft | Rejected {
  const [name, path] = [text('name'), text('path')];
  if (name === undefined) return { rejected: 'no name that was looked up' };
  return {
    '@timestamp': before(at, utcTime(text('time'))),
    ...personIn(text('username')),
    'event.action': 'dns-query',
    'dns.question.name': name.toLowerCase().replace(/\.$/, ''),
    'process.name': path === undefined ? undefined : fileName(path),
    'process.executable': path,
  };
}

/** When it began, which was before the line was written, but for a clock that was set in between. */
function before(written: Instant | undefined, began: Instant | undefined): Instant | undefined {
  return began === undefined || (written !== undefined && began > written + HOUR) ? written : began;
}

function tokenAt(token: MapContext['token'], kind: 'mac' | 'bssid', value: string | undefined): string | undefined {
  return value === undefined ? undefined : token?.(kind, value);
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}
