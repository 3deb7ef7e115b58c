import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalAddress } from '../../../core/address.ts';
import { isRejected, parseEvent, type Rejected } from '../../../core/parse-event.ts';
import { settle } from '../../../core/settings.ts';
import { parseInstant } from '../../../core/time.ts';
import { FarmwatchError } from '../../../errors.ts';
import type { Draft, ReadRecord } from '../../collector.ts';
import { unwrap } from '../../undo/unwrap.ts';
import { instantOf } from './clock.ts';
import { farAddress } from './draft.ts';
import { personOf } from '../../windows-account.ts';
import { field, firstField, type WindowsRecord } from './record.ts';
import { isWindowsEvent, windowsRecord } from './shapes.ts';
import { usbDevice } from '../../usb-instance.ts';
import { windows } from './windows.ts';

const SETTINGS = settle(windows.settings).values;
const GOLDEN = join(import.meta.dirname, 'golden');
const SAMPLES = resolve(import.meta.dirname, '../../../../../shared/samples');

function map(raw: unknown, options: Readonly<Record<string, string>> = {}): readonly Draft[] | Rejected {
  return windows.map(raw, { settings: SETTINGS, options });
}

async function all(file: string): Promise<ReadRecord[]> {
  const records: ReadRecord[] = [];
  for await (const record of windows.read(file)) records.push(record);
  return records;
}

/** Every record of a file as its events, or why there are none. */
async function mapped(file: string): Promise<unknown[]> {
  return (await all(file)).flatMap((record): readonly unknown[] => {
    if ('rejected' in record) return [{ rejected: record.rejected }];
    const found = map(record.raw);
    return isRejected(found) ? [found] : found;
  });
}

/** What a file gives before it turns out to be torn, and the failure. */
async function until(file: string): Promise<{ records: ReadRecord[]; failure: unknown }> {
  const records: ReadRecord[] = [];
  try {
    for await (const record of windows.read(file)) records.push(record);
  } catch (failure) {
    return { records, failure };
  }
  return { records, failure: undefined };
}

/** An event of a log with its data; ordinary where nothing is said. */
function anEvent(eventId: number, data: Readonly<Record<string, string>>, channel = 'Security', provider = 'Microsoft-Windows-Security-Auditing'): unknown {
  return {
    '@timestamp': '2026-11-02T14:00:00.000Z',
    winlog: { event_id: eventId, channel, provider_name: provider, computer_name: 'LT-0417.corp.example', record_id: 9, event_data: data },
  };
}

const RDP_CORE = 'Microsoft-Windows-RemoteDesktopServices-RdpCoreTS';
const SESSION_MANAGER = 'Microsoft-Windows-TerminalServices-LocalSessionManager';

let folder = '';
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'windows-')); });
afterAll(async () => { await rm(folder, { recursive: true }); });

async function saved(name: string, content: string | Uint8Array): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, content);
  return file;
}

describe('Graylog', () => {
  const message = {
    'timestamp': '2026-11-02T14:03:27.000Z', 'source': 'LT-7', 'beats_type': 'winlogbeat', 'winlogbeat_winlog_event_id': '4624', 'winlogbeat_winlog_channel': 'Security', 'winlogbeat_winlog_provider_name': 'Microsoft-Windows-Security-Auditing',
    'winlogbeat_winlog_computer_name': 'LT-7', 'winlogbeat_winlog_record_id': 9, 'winlogbeat_host_name': 'LT-7', 'winlogbeat_host_id': 'h-7', 'winlogbeat_winlog_event_data_TargetUserName': 'kim',
    'winlogbeat_winlog_event_data_TargetDomainName': 'ACME', 'winlogbeat_winlog_event_data_LogonType': '10', 'winlogbeat_winlog_event_data_IpAddress': '203.0.113.9',
  };
  const found = { '@timestamp': '2026-11-02T14:03:27Z', 'event.action': 'session-connected', 'user.name': 'ACME\\kim', 'source.ip': '203.0.113.9', 'host.name': 'LT-7', 'host.id': 'h-7' };

  it('keeps what winlogbeat wrote under longer names', () => expect(map(message)).toMatchObject([found]));
  it('is read from the answer of a search', async () => {
    const [record] = await all(await saved('graylog.json', JSON.stringify({ query: 'x', messages: [{ index: 'i', message }] })));
    expect(record && 'raw' in record && map(record.raw)).toMatchObject([found]);
  });
  it('dates a flat record by its timestamp where it has no other time', () => {
    expect(map({ event_id: 4624, channel: 'Security', provider: 'x', timestamp: '2026-11-02T14:03:27Z', TargetUserName: 'kim', TargetDomainName: 'ACME', LogonType: '10', IpAddress: '203.0.113.9' })).toMatchObject([{ '@timestamp': '2026-11-02T14:03:27Z', 'user.name': 'ACME\\kim' }]);
  });
});

describe('texts in other languages than English', () => {
  const logon = (words: Readonly<Record<string, string>>, apart = '\r\n'): string => [
    words['said']!, `${words['subject']!}:`, `\t${words['sid']!}:\t\tS-1-5-18`, `\t${words['name']!}:\t\tLT-7$`, `\t${words['domain']!}:\t\tACME`, `\t${words['id']!}:\t\t0x3E7`, `${words['info']!}:`, `\t${words['type']!}:\t\t10`,
    `${words['new']!}:`, `\t${words['sid']!}:\t\tS-1-5-21-1-2-3-1001`, `\t${words['name']!}:\t\tkim`, `\t${words['domain']!}:\t\tACME`, `\t${words['id']!}:\t\t0x95B23`,
    `${words['process']!}:`, `\t${words['pid']!}:\t\t0x2d4`, `${words['network']!}:`, `\t${words['station']!}:\tLT-7`, `\t${words['address']!}:\t203.0.113.9`, `\t${words['port']!}:\t\t0`,
  ].join(apart);
  const WORDS = {
    German: {
      said: 'Ein Konto wurde erfolgreich angemeldet.', subject: 'Antragsteller', sid: 'Sicherheits-ID', name: 'Kontoname', domain: 'Kontodomäne', id: 'Anmelde-ID', info: 'Anmeldeinformationen', type: 'Anmeldetyp', new: 'Neue Anmeldung',
      process: 'Prozessinformationen', pid: 'Prozess-ID', network: 'Netzwerkinformationen', station: 'Arbeitsstationsname', address: 'Quellnetzwerkadresse', port: 'Quellport',
    },
    French: {
      said: 'L’ouverture de session d’un compte s’est correctement déroulée.', subject: 'Sujet ', sid: 'ID de sécurité\u00a0', name: 'Nom du compte ', domain: 'Domaine du compte ', id: 'ID d’ouverture de session ', info: 'Informations d’ouverture de session ',
      type: 'Type d’ouverture de session ', new: 'Nouvelle ouverture de session ', process: 'Informations sur le processus ', pid: 'ID du processus ', network: 'Informations sur le réseau ', station: 'Nom de la station de travail ',
      address: 'Adresse du réseau source ', port: 'Port source ',
    },
    Spanish: {
      said: 'Se inició sesión correctamente en una cuenta.', subject: 'Firmante', sid: 'Id. de seguridad', name: 'Nombre de cuenta', domain: 'Dominio de cuenta', id: 'Id. de inicio de sesión', info: 'Información de inicio de sesión',
      type: 'Tipo de inicio de sesión', new: 'Nuevo inicio de sesión', process: 'Información de proceso', pid: 'Id. de proceso', network: 'Información de red', station: 'Nombre de estación de trabajo', address: 'Dirección de red de origen',
      port: 'Puerto de origen',
    },
  };
  const inEvent = (Message: string, EventID = 4624): unknown => ({ EventID, Channel: EventID === 4624 ? 'Security' : `${SESSION_MANAGER}/Operational`, SourceName: 'x', Hostname: 'LT-7', EventTime: '2026-11-02T14:03:27Z', Message });
  const found = { 'event.action': 'session-connected', 'user.name': 'ACME\\kim', 'user.id': 'S-1-5-21-1-2-3-1001', 'source.ip': '203.0.113.9' };

  it.each(Object.entries(WORDS))('reads a logon in %s, in lines, with line ends spelled out, and run together', (_, words) => {
    expect(map(inEvent(logon(words)))).toMatchObject([found]);
    expect(map(inEvent(logon(words).replaceAll('\r', '#015').replaceAll('\n', '#012').replaceAll('\t', '#011')))).toMatchObject([found]);
    const line = `<14>Nov  2 14:03:27 LT-7 MSWinEventLog\t1\tSecurity\t7\tMon Nov 02 14:03:27 2026\t4624\tMicrosoft-Windows-Security-Auditing\tACME\\kim\tN/A\tSuccess Audit\tLT-7.acme.example\tLogon\t\t${logon(words, '  ').replaceAll('\t', ' ')}\t4711`;
    expect(map(line)).toMatchObject([found]);
  });
  it.each([
    'Remotedesktopdienste: Sitzungsanmeldung erfolgreich:\n\nBenutzer: ACME\\kim\nSitzungs-ID: 3\nQuellnetzwerkadresse: 203.0.113.9', 'Services Bureau à distance : ouverture de session réussie :\n\nUtilisateur : ACME\\kim\nID de session : 3\nAdresse réseau source : 203.0.113.9',
    'Servicios de Escritorio remoto: inicio de sesión correcto:\n\nUsuario: ACME\\kim\nId. de sesión: 3\nDirección de red de origen: 203.0.113.9',
  ])('reads a session of Remote Desktop in "%s"', (text) => expect(map(inEvent(text, 21))).toMatchObject([{ 'event.action': 'session-connected', 'user.name': 'ACME\\kim', 'source.ip': '203.0.113.9' }]));
});

describe('golden records', () => {
  for (const name of readdirSync(GOLDEN).filter((file) => !file.endsWith('.events.json'))) {
    it(`maps ${name} as written down beside it`, async () => {
      const found = await mapped(join(GOLDEN, name));

      await expect(`${JSON.stringify(found, null, 2)}\n`).toMatchFileSnapshot(join(GOLDEN, `${name}.events.json`));
    });
  }

  it('makes drafts that are valid events', async () => {
    const drafts = (await Promise.all(readdirSync(GOLDEN).filter((file) => !file.endsWith('.events.json')).map((file) => mapped(join(GOLDEN, file)))))
      .flat().filter((found) => !isRejected(found));

    expect(drafts.length).toBeGreaterThan(20);
    expect(drafts.map((draft) => parseEvent(draft)).filter(isRejected)).toEqual([]);
  });

  it('gives the same event id to one record in two shapes', async () => {
    const [xml] = await mapped(join(GOLDEN, 'security.xml')) as Draft[];
    const [nxlog] = await mapped(join(GOLDEN, 'nxlog.ndjson')) as Draft[];

    expect(nxlog?.['event.id']).toBe(xml?.['event.id']);
  });
});

describe('reading', () => {
  it('reads zipped, gzipped and UTF-16 files by their content', async () => {
    const lines = await readFile(join(GOLDEN, 'winlogbeat.ndjson'));
    const xml = await readFile(join(GOLDEN, 'security.xml'), 'utf8');
    const expected = await mapped(join(GOLDEN, 'winlogbeat.ndjson'));

    const zipped = await mapped(await saved('a.bin', zipSync({ 'one.json': new Uint8Array(lines), 'two.xml': strToU8(xml) })));
    const gzipped = await mapped(await saved('b.bin', gzipSync(lines)));
    const wide = await mapped(await saved('c.bin', Buffer.from(`\uFEFF${xml}`, 'utf16le')));

    expect(gzipped).toEqual(expected);
    expect(wide).toEqual(await mapped(join(GOLDEN, 'security.xml')));
    expect(zipped).toEqual([...expected, ...wide]);
  });

  it('reads a single event, wrapped in text, in a list, or twice in JSON', async () => {
    const event = anEvent(4634, { LogonType: '10', TargetUserName: 'kim', TargetDomainName: 'CORP' });
    const expected = map(event);

    expect(map(JSON.stringify(event))).toEqual(expected);
    expect(map({ input: { message: JSON.stringify(event) } })).toEqual(expected);
    expect(await mapped(await saved('list.json', JSON.stringify([event, event], null, 1)))).toEqual([...expected as Draft[], ...expected as Draft[]]);
  });

  it('gives the events of torn XML and then says where it ends', async () => {
    const xml = await readFile(join(GOLDEN, 'security.xml'), 'utf8');

    const { records, failure } = await until(await saved('torn.xml', xml.slice(0, xml.lastIndexOf('<EventData>'))));

    expect(records).toHaveLength(7);
    expect((failure as FarmwatchError).message).toMatch(/torn\.xml: the XML is cut off after <Event> 7\. Export it again/);
  });

  it('gives what can be had of a torn archive and then says so', async () => {
    const lines = (await readFile(join(GOLDEN, 'nxlog.ndjson'), 'utf8')).repeat(400);
    const archive = zipSync({ 'one.json': strToU8(lines) });

    const { failure } = await until(await saved('torn.zip', archive.slice(0, archive.length >> 1)));

    expect(failure).toBeInstanceOf(FarmwatchError);
    expect((failure as FarmwatchError).message).toMatch(/torn/);
  });

  it('says that a file is missing', async () => {
    const { failure } = await until(join(folder, 'nowhere.evtx'));

    expect((failure as FarmwatchError).code).toBe('file.missing');
  });

  it('expands no entities and refuses document types', () => {
    const bomb = '<!DOCTYPE Event [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Event><System><EventID>1</EventID><Channel>&b;</Channel></System></Event>';
    const plain = windowsRecord('<Event><System><EventID>1</EventID><Channel>&b;&#65;&amp;amp;</Channel></System></Event>');

    expect(map(bomb)).toEqual({ rejected: 'XML with a document type is not read' });
    expect(plain).toMatchObject({ channel: '&b;A&amp;' });
  });

  it.each([
    ['nothing', undefined], ['a number', 7], ['text', 'hello'], ['half an event', '<Event><System>'], ['no system', '<Event xmlns="x"><EventData/></Event>'],
    ['an empty object', {}], ['a wild id', { EventID: '1e9', Channel: 'Security' }], ['odd data', { winlog: { event_id: 4624, channel: 7, event_data: [1] } }],
    ['an event without a time', { EventID: 4688, Channel: 'Security', NewProcessName: 'a' }],
  ])('rejects %s with a reason', (_, raw) => {
    expect(map(raw)).toEqual({ rejected: expect.stringMatching(/\w/) });
  });
});

describe('sessions', () => {
  it('reads one stroke between domain and name where Wazuh leaves two', () => {
    const system = { providerName: SESSION_MANAGER, eventID: '21', channel: `${SESSION_MANAGER}/Operational`, computer: 'LT-7', systemTime: '2026-11-02T14:00:00.481Z', eventRecordID: '9' };
    expect(map({ win: { system, eventdata: { user: 'ACME\\\\kim', sessionID: '2', address: '203.0.113.8' } } })).toMatchObject([{ 'user.name': 'ACME\\kim', 'user.domain': 'ACME', 'source.ip': '203.0.113.8' }]);
  });

  it('finds what Wazuh keeps beside the system part, where the event has user data', () => {
    const system = { providerName: SESSION_MANAGER, eventID: '25', channel: `${SESSION_MANAGER}/Operational`, computer: 'LT-7', systemTime: '2026-11-02T14:00:00.481Z', eventRecordID: '9' };
    expect(map({ win: { system, eventXML: { user: 'ACME\\\\kim', sessionID: '2', address: '203.0.113.8' } } })).toMatchObject([{ 'event.action': 'session-connected', 'user.name': 'ACME\\kim', 'source.ip': '203.0.113.8' }]);
  });

  const logon = { TargetUserName: 'kim', TargetDomainName: 'CORP', TargetUserSid: 'S-1-5-21-1-2-3-1104', IpAddress: '198.51.100.24' };

  it.each([
    ['10', 'session-connected'], ['12', 'session-connected'], ['7', 'session-connected'],
    ['2', 'logon type 2'], ['3', 'logon type 3'], ['5', 'logon type 5'], ['11', 'logon type 11'],
  ])('takes logon type %s as %s', (type, expected) => {
    const found = map(anEvent(4624, { ...logon, LogonType: type }));

    expect(isRejected(found) ? found.rejected : found[0]?.['event.action']).toContain(expected);
  });

  it('takes an unlock without a far address for what it is', () => {
    expect(map(anEvent(4624, { ...logon, LogonType: '7', IpAddress: '127.0.0.1' }))).toEqual({ rejected: 'not our business: Security/4624, logon type 7' });
  });

  it('counts a logon once where account control splits it in two', () => {
    const full = map(anEvent(4624, { ...logon, LogonType: '10', TargetLinkedLogonId: '0x2', ElevatedToken: '%%1842' }));
    const restricted = map(anEvent(4624, { ...logon, LogonType: '10', TargetLinkedLogonId: '0x1', ElevatedToken: '%%1843' }));
    const ordinary = map(anEvent(4624, { ...logon, LogonType: '10', TargetLinkedLogonId: '0x0', ElevatedToken: '%%1843' }));

    expect(isRejected(full)).toBe(false);
    expect(restricted).toEqual({ rejected: 'not our business: Security/4624, the restricted twin of a logon' });
    expect(isRejected(ordinary)).toBe(false);
  });

  it('names the controlling machine, and not the laptop itself', () => {
    const [own] = map(anEvent(4624, { ...logon, LogonType: '10', WorkstationName: 'lt-0417' })) as Draft[];
    const [far] = map(anEvent(4778, { AccountName: 'kim', SessionName: 'RDP-Tcp#1', ClientName: 'FAR-PC', ClientAddress: 'LOCAL' })) as Draft[];

    expect(own).not.toHaveProperty(['source.domain']);
    expect(far).toMatchObject({ 'source.domain': 'FAR-PC' });
    expect(far).not.toHaveProperty(['source.ip']);
  });

  it('leaves the console alone', () => {
    const consoles = [
      anEvent(4778, { AccountName: 'kim', SessionName: 'Console', ClientName: 'Unknown', ClientAddress: '127.0.0.1' }),
      anEvent(4779, { AccountName: 'kim', SessionName: '-', ClientName: '-', ClientAddress: 'LOCAL' }),
      anEvent(21, { User: 'CORP\\kim', Address: 'LOCAL' }, `${SESSION_MANAGER}/Operational`, SESSION_MANAGER),
      anEvent(25, { User: 'CORP\\kim', Address: 'LOKAL' }, `${SESSION_MANAGER}/Operational`, SESSION_MANAGER),
      anEvent(24, { User: 'CORP\\kim', Address: '本地' }, `${SESSION_MANAGER}/Operational`, SESSION_MANAGER),
      anEvent(23, { User: 'CORP\\kim' }, `${SESSION_MANAGER}/Operational`, SESSION_MANAGER),
    ];

    expect(consoles.map((event) => map(event)).every((found) => isRejected(found) && found.rejected.startsWith('not our business'))).toBe(true);
  });

  it('knows machines and services by SID, by logon session and by name', () => {
    expect(personOf({ name: 'Système', domain: 'AUTORITE NT', sid: 'S-1-5-18' })).toBe('machine');
    expect(personOf({ name: 'Système', logonId: '0x3e7' })).toBe('machine');
    expect(personOf({ name: 'LT-0417$', domain: 'CORP' })).toBe('machine');
    expect(personOf({ name: 'DWM-1', sid: 'S-1-5-90-0-1' })).toBe('machine');
    expect(personOf({ sid: 'S-1-0-0' })).toBe('unknown');
    expect(personOf({ name: 'kim@corp.example', domain: 'AzureAD', sid: 'S-1-12-1-5-6-7-8' }))
      .toEqual({ 'user.name': 'kim@corp.example', 'user.domain': 'AzureAD', 'user.id': 'S-1-12-1-5-6-7-8' });
  });

  it.each([
    ['[1]', 'east', 60], ['[-7]', 'east', -420], ['[1]', 'west', -60], ['[0]', 'west', 0], ['5.5', 'east', 330],
  ])('reads the client clock %s, counted %s, as %d minutes', (hours, clientBias, minutes) => {
    const found = map(anEvent(104, { TimezoneBiasHour: hours }, `${RDP_CORE}/Operational`, RDP_CORE), { clientBias });

    expect(found).toMatchObject([{ 'farmwatch.remote.client_utc_offset_min': minutes, 'farmwatch.remote.direction': 'incoming' }]);
  });

  it.each(['[x]', '', '[99]'])('rejects the client clock %j', (hours) => {
    expect(map(anEvent(104, { TimezoneBiasHour: hours }, `${RDP_CORE}/Operational`, RDP_CORE))).toEqual({ rejected: 'TimezoneBiasHour is no number of hours' });
  });

  it('takes early connections only where asked', () => {
    const tcp = anEvent(131, { ConnType: 'TCP', ClientIP: '[2001:db8::7]:50123' }, `${RDP_CORE}/Operational`, RDP_CORE);
    const udp = anEvent(131, { ConnType: 'UDP', ClientIP: '[198.51.100.24]:59407' }, `${RDP_CORE}/Operational`, RDP_CORE);

    expect(map(tcp)).toEqual({ rejected: `not our business: ${RDP_CORE}/Operational/131, before the logon` });
    expect(map(tcp, { early: 'use' })).toMatchObject([{ 'source.ip': '2001:db8::7', 'event.outcome': 'unknown' }]);
    expect(map(udp, { early: 'use' })).toEqual({ rejected: `not our business: ${RDP_CORE}/Operational/131, second transport of a connection` });
  });

  it.each([
    ['198.51.100.24:50000', '198.51.100.24'], ['[198.51.100.24]:59407', '198.51.100.24'], ['[2001:db8::1]:3389', '2001:db8::1'], ['10.0.2.16', '10.0.2.16'],
    ['::1', undefined], ['127.0.0.1', undefined], ['LOCAL', undefined], ['fe80::1%3', undefined], ['::%16777216', undefined], ['0.0.0.0', undefined],
  ])('reads the far address %s as %s', (text, expected) => {
    expect(farAddress(text)).toBe(expected);
  });
});

describe('time', () => {
  const naive = { EventID: 4688, Channel: 'Security', Hostname: 'LT-0417', RecordNumber: 1, NewProcessName: 'C:\\a.exe' };
  const at = (raw: unknown, options = {}): unknown => (map(raw, options) as Draft[])[0]?.['@timestamp'];

  it('cuts 100 ns digits', () => {
    expect(at({ ...naive, EventTime: '2026-11-02T14:00:00.9999999Z' })).toBe('2026-11-02T14:00:00.999Z');
  });

  it.each([1793628000, '1793628000', 1793628000123, '1793628000123456'])('reads a time that counts since 1970, as NXLog writes integers: %s', (EventTime) => {
    expect(at({ ...naive, EventTime })).toMatch(/^2026-11-02T14:00:00(?:\.123)?Z$/);
  });

  it('finds the zone of a local time in the stamps of the hand-over', () => {
    expect(at({ ...naive, EventTime: '2026-11-02 19:30:00', EventReceivedTime: '2026-11-02 19:30:02', '@timestamp': '2026-11-02T14:00:03Z' })).toBe('2026-11-02T14:00:00Z');
  });

  it.each([
    ['11/2/2026 9:00:00 AM', Date.UTC(2026, 10, 2, 15)], ['29/11/2026 09:00:00', Date.UTC(2026, 10, 29, 15)], ['02.11.2026 09:00:00', Date.UTC(2026, 10, 2, 15)], ['2026-11-02 09:00:00', Date.UTC(2026, 10, 2, 15)],
  ])('reads the time %s as the language of a machine writes it', (TimeCreated, at) => {
    const row = { Id: '21', LogName: `${SESSION_MANAGER}/Operational`, ProviderName: SESSION_MANAGER, MachineName: 'LT-7', TimeCreated, Message: 'Session logon succeeded:\n\nUser: ACME\\kim\nSession ID: 3\nSource Network Address: 198.51.100.7' };

    expect(map(row, { zone: 'America/Chicago' })).toMatchObject([{ '@timestamp': new Date(at).toISOString().replace('.000', '') }]);
  });
  it('asks which comes first where day and month can be either', () => {
    const row = { Id: '21', LogName: `${SESSION_MANAGER}/Operational`, ProviderName: SESSION_MANAGER, MachineName: 'LT-7', TimeCreated: '02/11/2026 09:00:00', Message: 'User: ACME\\kim\nSource Network Address: 198.51.100.7' };

    expect(map(row)).toHaveProperty('rejected', expect.stringContaining('option dates'));
    expect(map(row, { dates: 'day-first' })).toMatchObject([{ '@timestamp': '2026-11-02T09:00:00Z' }]);
  });
  it('reads what EvtxECmd made of a log: in UTC, the data as JSON in a text, the number of the record and not of the line', () => {
    const row = {
      RecordNumber: '3', EventRecordId: '771', TimeCreated: '2026-11-02 15:00:00.1234567', EventId: '21', Provider: SESSION_MANAGER, Channel: `${SESSION_MANAGER}/Operational`, Computer: 'LT-7', MapDescription: 'x', UserName: '',
      Payload: JSON.stringify({ UserData: { EventXML: { User: 'ACME\\kim', SessionID: '3', Address: '198.51.100.7' } } }),
    };

    expect(map(row, { zone: 'America/Chicago' })).toMatchObject([{ '@timestamp': '2026-11-02T15:00:00.123Z', 'user.name': 'ACME\\kim', 'source.ip': '198.51.100.7', 'event.id': expect.stringContaining('|771|') }]);
    expect(map({ ...row, EventId: 4624, Provider: 'x', Channel: 'Security', Payload: JSON.stringify({ EventData: { Data: [{ '@Name': 'TargetUserName', '#text': 'kim' }, { '@Name': 'LogonType', '#text': '10' }, { '@Name': 'IpAddress', '#text': '198.51.100.7' }] } }) })).toMatchObject([{ 'user.name': 'kim', 'source.ip': '198.51.100.7' }]);
  });
  it('reads data that a script kept in a member of its own', () => {
    expect(map({ EventID: 4624, Channel: 'Security', Computer: 'LT-7', EventRecordID: 9, TimeCreated: '2026-11-02T15:00:00+00:00', Data: { TargetUserName: 'kim', LogonType: 10, IpAddress: '198.51.100.7' } })).toMatchObject([{ 'user.name': 'kim', 'source.ip': '198.51.100.7' }]);
  });
  it('dates a row of a search by the search where it has no other time', () => {
    const row = { EventCode: '4624', Channel: 'Security', Computer: 'LT-7', LogonType: '10', TargetUserName: 'kim', IpAddress: '198.51.100.7' };

    for (const _time of ['2026-11-02T15:00:00.000+0000', '2026-11-02 15:00:00.000 UTC']) expect(map({ ...row, _time }, { zone: 'America/Chicago' })).toMatchObject([{ '@timestamp': '2026-11-02T15:00:00Z', 'user.name': 'kim' }]);
  });
  it('reads the data that Log Analytics keeps as XML of either kind', () => {
    const row = { TimeGenerated: '2026-11-02T15:00:00Z', Computer: 'LT-7', Source: SESSION_MANAGER, EventLog: `${SESSION_MANAGER}/Operational`, EventID: 21, Type: 'Event' };
    const EventData = '<DataItem type="System.XmlData"><UserData xmlns="a"><EventXML xmlns="Event_NS"><User>ACME\\kim</User><Address>198.51.100.7</Address></EventXML></UserData></DataItem>';

    expect(map({ ...row, EventData })).toMatchObject([{ 'user.name': 'ACME\\kim', 'source.ip': '198.51.100.7' }]);
  });
  it('says what to save in place of the CSV of Event Viewer, once for each event', async () => {
    const file = join(folder, 'viewer.csv');
    await writeFile(file, 'Keywords,Date and Time,Source,Event ID,Task Category\nAudit Success,11/2/2026 9:00:00 AM,Microsoft-Windows-Security-Auditing,4624,Logon,"An account was\n\nlogged on."\n');

    expect(await mapped(file)).toEqual([{ rejected: expect.stringContaining('save the events as .evtx') as string }]);
  });
  it('reads what was copied from the XML view of Event Viewer, where a dash stands before what folds', async () => {
    const file = join(folder, 'copied.xml');
    const event = (address: string): string => `- <Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event">
- <System>
  <Provider Name="${SESSION_MANAGER}" />
  <EventID>21</EventID>
  <TimeCreated SystemTime="2026-11-02T15:00:00.1Z" />
  <EventRecordID>9</EventRecordID>
  <Channel>${SESSION_MANAGER}/Operational</Channel>
  <Computer>LT-7</Computer>
  </System>
- <UserData>
- <EventXML xmlns="Event_NS">
  <User>ACME\\kim</User>
  <Address>${address}</Address>
  </EventXML>
  </UserData>
  </Event>
`;
    await writeFile(file, event('198.51.100.7') + event('198.51.100.8'));

    expect(await mapped(file)).toMatchObject([{ 'user.name': 'ACME\\kim', 'source.ip': '198.51.100.7' }, { 'source.ip': '198.51.100.8' }]);
  });
  it('parts the events of a text whose times have fractions of a second', async () => {
    const file = join(folder, 'fractions.txt');
    const event = (time: string): string => `${time}\nLogName=${SESSION_MANAGER}/Operational\nSourceName=${SESSION_MANAGER}\nEventCode=21\nComputerName=LT-7\nMessage=User: ACME\\kim\nSource Network Address: 198.51.100.7\n`;
    await writeFile(file, event('02/11/2026 09:00:00.123') + event('02/11/2026 09:00:05 AM'));

    expect(await mapped(file)).toMatchObject([{ '@timestamp': '2026-02-11T09:00:00.123Z' }, { '@timestamp': '2026-02-11T09:00:05Z' }]);
  });
  it('else takes the zone given, daylight saving included', () => {
    expect(at({ ...naive, EventTime: '2026-07-02 09:00:00' })).toBe('2026-07-02T09:00:00Z');
    expect(at({ ...naive, EventTime: '2026-07-02 09:00:00' }, { zone: 'America/New_York' })).toBe('2026-07-02T13:00:00Z');
    expect(at({ ...naive, EventTime: '2026-12-02 09:00:00' }, { zone: 'America/New_York' })).toBe('2026-12-02T14:00:00Z');
    expect(map({ ...naive, EventTime: '2026-12-02 09:00:00' }, { zone: 'Nowhere' })).toEqual({ rejected: 'option zone is no IANA time zone' });
  });
});

describe('what is installed', () => {
  const anInstall = (data: Readonly<Record<string, string>>, eventId = 7045): unknown => anEvent(eventId, data, eventId === 1033 ? 'Application' : 'System', eventId === 1033 ? 'MsiInstaller' : 'Service Control Manager');

  it.each([
    ['"C:\\Program Files (x86)\\AnyDesk\\AnyDesk.exe" --service', 'C:\\Program Files (x86)\\AnyDesk\\AnyDesk.exe', 'AnyDesk.exe'],
    ['C:\\Program Files\\Remote Tool\\tool.exe -run', 'C:\\Program Files\\Remote Tool\\tool.exe', 'tool.exe'],
    ['\\??\\C:\\Tools\\tool.exe', 'C:\\Tools\\tool.exe', 'tool.exe'],
    ['%COMSPEC% /c start', '%COMSPEC%', '%COMSPEC%'],
  ])('takes a service for software that is installed: %s', (image, executable, name) => {
    const software = { 'event.action': 'software-present', 'package.name': 'Remote Service', 'process.executable': executable, 'process.name': name, 'process.command_line': image };

    expect(map(anInstall({ ServiceName: 'Remote Service', ImagePath: image, ServiceType: 'user mode service' }))).toMatchObject([software]);
    expect(map(anEvent(4697, { ServiceName: 'Remote Service', ServiceFileName: image, SubjectUserName: 'kim' }))).toMatchObject([software]);
  });
  it('takes a product that was installed, and none whose installation failed', () => {
    const data = { param1: 'AnyDesk MSI', param2: '8.0.9', param3: '1033', param4: '0', param5: 'AnyDesk Software GmbH' };

    expect(map(anInstall(data, 1033))).toMatchObject([{ 'event.action': 'software-present', 'package.name': 'AnyDesk MSI', 'package.version': '8.0.9', 'event.dataset': 'windows.msiinstaller' }]);
    expect(map(anInstall({ ...data, param4: '1603' }, 1033))).toEqual({ rejected: 'not our business: Application/1033, an installation that failed' });
    expect(map(anInstall({}, 1033))).toEqual({ rejected: 'not our business: Application/1033, without its data' });
  });
  it('reads the name with blanks and the strokes doubled, as NXLog writes them', () => {
    expect(map(anEvent(4697, { ServiceName: 'Remote Service', 'Service File Name': 'C:\\\\Tools\\\\tool.exe -run' }))).toMatchObject([{ 'process.executable': 'C:\\Tools\\tool.exe', 'process.command_line': 'C:\\Tools\\tool.exe -run' }]);
  });
  it('leaves drivers, services of Windows itself, and what another program writes into the same log under that number', () => {
    expect(map(anInstall({ ServiceName: 'kdrv', ImagePath: 'system32\\DRIVERS\\kdrv.sys' }))).toEqual({ rejected: 'not our business: System/7045, a driver' });
    expect(map(anInstall({ ServiceName: 'WpnUserService_1a2b3', ImagePath: 'C:\\Windows\\system32\\svchost.exe -k UnistackSvcGroup' }))).toEqual({ rejected: 'not our business: System/7045, a service of Windows itself' });
    expect(map(anEvent(1033, { param1: 'x' }, 'Application', 'Microsoft-Windows-Security-SPP'))).toEqual({ rejected: 'not our business: Application/1033' });
    expect(map(anInstall({ ServiceName: 'x' }))).toEqual({ rejected: 'no service named' });
  });
});

describe('devices', () => {
  it.each([
    ['USB\\VID_046D&PID_C31C\\SN12345', { vendorId: '046d', productId: 'c31c', serial: 'SN12345', classes: [] }],
    ['USB\\VID_046D&PID_C31C\\5&1a2b&0&3', { vendorId: '046d', productId: 'c31c', classes: [] }],
    ['USBSTOR\\Disk&Ven_Acme&Prod_Pocket_Drive&Rev_1\\AA&0', { manufacturer: 'Acme', product: 'Pocket Drive', serial: 'AA', classes: ['mass-storage'] }],
    // A slash in the revision is a mark like that between the parts.
    ['SWD\\WPDBUSENUM\\_??_USBSTOR#DISK&VEN_ACME&PROD_CARD&REV_#A1.#SN77&0#{53F56307-B6BF-11D0-94F2-00A0C91EFB8B}', { manufacturer: 'ACME', product: 'CARD', serial: 'SN77', classes: ['mass-storage'] }],
    ['STORAGE\\VOLUME\\_??_USBSTOR#DISK&VEN_ACME&PROD_CARD&REV_1#SN77&0#', { manufacturer: 'ACME', product: 'CARD', serial: 'SN77', classes: ['mass-storage'] }],
    ['SWD\\PRINTENUM\\{0}', undefined], ['USB\\ROOT_HUB30\\4&1&0', undefined], ['PCI\\VEN_8086&DEV_1234', undefined], ['HID\\ELAN1200&Col01\\5&1', undefined],
  ])('reads %s', (instanceId, expected) => {
    expect(usbDevice({ instanceId })).toEqual(expected);
  });
});

const hasSamples = existsSync(SAMPLES);
const FOLDERS = ['windows-evtx', 'windows-events', 'windows-xml', 'windows-json', 'winlogbeat'] as const;

it('has the samples at hand where CI asks for them', () => {
  expect(hasSamples || process.env['CI'] !== 'true', `no samples in ${SAMPLES}`).toBe(true);
});

function filesIn(path: string): string[] {
  return readdirSync(path).sort().flatMap((name) => {
    const inside = join(path, name);
    return statSync(inside).isDirectory() ? filesIn(inside) : [inside];
  });
}

describe.skipIf(!hasSamples)('records of real machines (skipped where ../shared/samples is absent)', () => {
  it.each(FOLDERS)('%s: every record becomes valid events or is rejected with a reason', async (name) => {
    let read = 0;
    let events = 0;
    const reasons = new Map<string, number>();
    const invalid: string[] = [];

    for (const file of filesIn(join(SAMPLES, name))) {
      for await (const record of windows.read(file)) {
        read++;
        const found = 'rejected' in record ? record : map(record.raw);
        if (isRejected(found)) {
          const reason = found.rejected.startsWith('not our business') ? 'not our business' : found.rejected;
          reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
          continue;
        }
        for (const draft of found) {
          events++;
          const event = parseEvent(draft);
          if (isRejected(event)) invalid.push(`${basename(file)}: ${event.rejected}`);
        }
      }
    }

    console.info(`${name}: read ${read}, events ${events}, ${[...reasons].map(([reason, count]) => `${count} ${reason}`).join(', ')}`);
    expect(invalid).toEqual([]);
    expect(read).toBeGreaterThan(20);
    expect(events).toBeGreaterThan(0);
    expect([...reasons.keys()].every((reason) => reason.length > 0)).toBe(true);
  });

  it('reads every record of a binary log, and of half a log what is there', async () => {
    const file = join(SAMPLES, 'windows-evtx/ocsf/security.evtx');
    const whole = await readFile(file);

    const complete = await until(file);
    const half = await until(await saved('half.evtx', whole.subarray(0, whole.length >> 1)));

    expect(complete.failure).toBeUndefined();
    expect(complete.records).toHaveLength(2_261);
    expect(half.records.length).toBeGreaterThan(1_000);
    expect(half.records.every((record) => 'raw' in record)).toBe(true);
    expect(half.records.map((record) => record.raw)).toEqual(complete.records.slice(0, half.records.length).map((record) => record.raw));
    expect((half.failure as FarmwatchError).message).toMatch(/half\.evtx: the event log is cut off after record \d+\. Export the log again/);
  });

  it('tells which records of a damaged log are lost, and reads the rest', async () => {
    const damaged = Buffer.from(await readFile(join(SAMPLES, 'windows-evtx/ocsf/security.evtx')));
    // In the middle of the second chunk.
    damaged.fill(0xa5, 4_096 + 65_536 + 30_000, 4_096 + 65_536 + 40_000);

    const { records, failure } = await until(await saved('damaged.evtx', damaged));
    const rejected = records.flatMap((record) => ('rejected' in record ? [record.rejected] : []));

    expect(failure).toBeUndefined();
    expect(records.length).toBeGreaterThan(2_100);
    expect(rejected.length).toBeGreaterThan(0);
    expect(rejected.every((reason) => /record/.test(reason) && /export/.test(reason))).toBe(true);
  });

  it('understands time, user, address and outcome as the parsers of others do', () => {
    const table = agreement();

    console.info(Object.entries(table).map(([name, { same, of, apart }]) => `${name}: ${same} of ${of}${apart.length > 0 ? ` (${apart.join('; ')})` : ''}`).join('\n'));
    for (const [name, { same, of }] of Object.entries(table)) expect(same / Math.max(of, 1), name).toBeGreaterThanOrEqual(of === 0 ? 0 : 0.98);
    expect(table['time']!.of).toBeGreaterThan(40);
    expect(table['user']!.of).toBeGreaterThan(10);
  });
});

interface Tally { same: number; of: number; apart: string[] }

/** When it happened, where that can be told. */
function timeOf(record: WindowsRecord): number | undefined {
  const at = instantOf(record, { zone: 'UTC', handOver: 300_000 });
  return isRejected(at) ? undefined : at;
}

/** Fields that both we and the expected document have; the README explains where they differ on purpose. */
function agreement(): Record<string, Tally> {
  const table: Record<string, Tally> = { code: tally(), time: tally(), user: tally(), domain: tally(), address: tally(), outcome: tally() };
  for (const file of [...filesIn(join(SAMPLES, 'windows-events/windows')), ...filesIn(join(SAMPLES, 'windows-events/azure-windows')), ...filesIn(join(SAMPLES, 'winlogbeat'))]) {
    const { input, expected } = JSON.parse(readFileSync(file, 'utf8')) as { input: unknown; expected: Expected };
    const record = windowsRecord(unwrap({ input }, isWindowsEvent)[0]) as WindowsRecord;
    const compare = (name: string, ours: unknown, theirs: unknown): void => {
      if (ours === undefined || theirs === undefined) return;
      table[name]!.of++;
      if (ours === theirs) table[name]!.same++;
      else table[name]!.apart.push(`${basename(file)}: ${String(ours)} / ${String(theirs)}`);
    };
    compare('code', String(record.eventId), expected.event?.code);
    compare('time', timeOf(record), parseInstant(expected['@timestamp']));
    compare('address', farAddress(firstField(record, 'IpAddress', 'ClientAddress')), canonicalAddress(expected.source?.ip ?? ''));
    const found = map(input);
    const ours = isRejected(found) ? undefined : found[0];
    compare('outcome', outcomeOf(record, ours), expected.event?.outcome);
    const [name, domain] = nameOf(ours?.['user.name'] ?? signedOn(record));
    const theirs = accountOf(expected);
    compare('user', name, theirs.name);
    compare('domain', domain, theirs.domain);
  }
  return table;
}

function tally(): Tally {
  return { same: 0, of: 0, apart: [] };
}

interface Expected {
  readonly '@timestamp'?: string;
  readonly event?: { readonly code?: string; readonly outcome?: string };
  readonly source?: { readonly ip?: string };
  readonly user?: { readonly name?: string; readonly domain?: string; readonly target?: { readonly name?: string; readonly domain?: string } };
}

/** Logons say it by their number, whichever type they are. */
function outcomeOf(record: WindowsRecord, draft: Draft | undefined): unknown {
  return draft?.['event.outcome'] ?? ({ 4624: 'success', 4625: 'failure' } as Record<number, string>)[record.eventId];
}

/** Of a logon the one who signed on, as for a remote one; of other records nobody. */
function signedOn(record: WindowsRecord): string | undefined {
  if (![4624, 4625, 4634].includes(record.eventId)) return undefined;
  const who = personOf({ name: field(record, 'TargetUserName'), domain: field(record, 'TargetDomainName'), sid: field(record, 'TargetUserSid') });
  return typeof who === 'string' ? undefined : who['user.name'];
}

function nameOf(user: unknown): readonly [string | undefined, string | undefined] {
  if (typeof user !== 'string') return [undefined, undefined];
  const slash = user.indexOf('\\');
  return slash < 0 ? [user, undefined] : [user.slice(slash + 1), user.slice(0, slash)];
}

/** The account their document names: of a logon the target, else the user. */
function accountOf({ user, event }: Expected): { readonly name?: string; readonly domain?: string } {
  return (['4624', '4625', '4634'].includes(event?.code ?? '') ? user?.target : user) ?? {};
}
