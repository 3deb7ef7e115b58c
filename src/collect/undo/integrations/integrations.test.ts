import { describe, expect, it } from 'vitest';
import { mutated, poisoned } from '../../../../test/faults/mutate.ts';
import { isRejected, parseEvent } from '../../../core/parse-event.ts';
import { random } from '../../../core/random.ts';
import { tokenOf, type TokenKind } from '../../../core/token.ts';
import type { Source } from '../../collector.ts';
import { unwrap } from '../unwrap.ts';
import { settleOptions } from '../../options.ts';
import { SOURCES } from '../../sources/index.ts';
import { restoredDocument } from './index.ts';

/*
 * Each document says what an integration of Elastic makes of the record before it, without the original: both have to become
 * the same. Names and places follow the ingest pipelines and field references of elastic/integrations; people and machines are ours.
 */

const KEY = { version: 1, secret: Buffer.alloc(32, 7) };
const AT = '2026-11-02T14:03:27.000Z';
const SECONDS = 1793628207;
const WHOLE = ['@timestamp', 'event.action', 'event.outcome', 'user.email', 'user.name', 'user.id', 'source.ip', 'source.nat.ip', 'host.name', 'host.id', 'device.serial_number',
  'process.name', 'process.command_line', 'dns.question.name', 'farmwatch.identity.kind', 'farmwatch.remote.protocol', 'farmwatch.usb.product', 'farmwatch.net.rtt_ms', 'farmwatch.net.gateway_mac_token'] as const;

interface Pair { readonly source: string; readonly what: string; readonly raw: unknown; readonly document: Readonly<Record<string, unknown>> }

/** What a record becomes, in the fields above; the reason where it becomes nothing. */
function saidOf(id: string, raw: unknown): unknown {
  const source = SOURCES.find((one) => one.id === id) as Source;
  const [record] = unwrap(raw, (inner) => source.recognises(inner));
  const drafts = source.map(record, { settings: {}, options: settleOptions(source).texts, token: (kind: TokenKind, value: string) => tokenOf(KEY, kind, value) });
  if (isRejected(drafts)) return drafts.rejected;
  return drafts.map((draft) => {
    const event = parseEvent(draft) as Readonly<Record<string, unknown>>;
    return Object.fromEntries(WHOLE.filter((field) => event[field] !== undefined).map((field) => [field, event[field]]));
  });
}

const PAIRS: readonly Pair[] = [
  {
    source: 'okta', what: 'a sign-in',
    raw: { uuid: 'o-1', published: AT, eventType: 'user.session.start', outcome: { result: 'SUCCESS' }, actor: { id: '00u1', type: 'User', alternateId: 'kim@acme.example' }, client: { ipAddress: '198.51.100.23' }, debugContext: { debugData: { url: '/login' } } },
    document: { '@timestamp': AT, 'event': { action: 'user.session.start' }, 'okta': { uuid: 'o-1', event_type: 'user.session.start', outcome: { result: 'SUCCESS' }, actor: { id: '00u1', type: 'User', alternate_id: 'kim@acme.example' }, client: { ip: '198.51.100.23' }, debug_context: { debug_data: { flattened: { url: '/login' } } } } },
  },
  {
    source: 'okta', what: 'an application that renewed its token by itself',
    raw: { uuid: 'o-2', published: AT, eventType: 'user.authentication.sso', outcome: { result: 'SUCCESS' }, actor: { id: '00u1', type: 'User', alternateId: 'kim@acme.example' }, debugContext: { debugData: { url: '/authorize?prompt=none' } } },
    document: { '@timestamp': AT, 'okta': { uuid: 'o-2', event_type: 'user.authentication.sso', outcome: { result: 'SUCCESS' }, actor: { id: '00u1', type: 'User', alternate_id: 'kim@acme.example' }, debug_context: { debug_data: { flattened: { url: '/authorize?prompt=none' } } } } },
  },
  {
    source: 'entra-id', what: 'a registered phone',
    raw: { category: 'AuditLogs', resourceId: '/tenants/t/providers/Microsoft.aadiam', operationName: 'User registered security info', properties: { id: 'd-1', activityDateTime: AT, activityDisplayName: 'User registered security info', resultReason: 'User registered Text message', result: 'success', loggedByService: 'Authentication Methods', initiatedBy: { user: { id: 'u-1', userPrincipalName: 'kim@acme.example', ipAddress: '198.51.100.23' } }, targetResources: [{ id: 'u-1', type: 'User', userPrincipalName: 'kim@acme.example' }] } },
    document: { '@timestamp': AT, 'event': { dataset: 'azure.auditlogs', action: 'User registered security info' }, 'azure.resource.id': '/tenants/t/providers/Microsoft.aadiam', 'azure.auditlogs.category': 'AuditLogs', 'azure.auditlogs.operation_name': 'User registered security info', 'azure.auditlogs.properties.id': 'd-1', 'azure.auditlogs.properties.activity_datetime': AT, 'azure.auditlogs.properties.activity_display_name': 'User registered security info', 'azure.auditlogs.properties.result_reason': 'User registered Text message', 'azure.auditlogs.properties.result': 'success', 'azure.auditlogs.properties.logged_by_service': 'Authentication Methods', 'azure.auditlogs.properties.initiated_by.user.id': 'u-1', 'azure.auditlogs.properties.initiated_by.user.userPrincipalName': 'kim@acme.example', 'azure.auditlogs.properties.initiated_by.user.ipAddress': '198.51.100.23', 'azure.auditlogs.properties.target_resources.0.id': 'u-1', 'azure.auditlogs.properties.target_resources.0.type': 'User', 'azure.auditlogs.properties.target_resources.0.user_principal_name': 'kim@acme.example' },
  },
  {
    source: 'entra-id', what: 'a sign-in of the unified audit log',
    raw: { Id: 'a-1', CreationTime: '2026-11-02T14:03:27', RecordType: 15, Operation: 'UserLoggedIn', Workload: 'AzureActiveDirectory', UserType: 0, UserId: 'kim@acme.example', UserKey: '11111111-2222-4333-8444-555555555555', ClientIP: '198.51.100.23', ErrorNumber: '0', ExtendedProperties: [{ Name: 'RequestType', Value: 'Login:login' }], DeviceProperties: [{ Name: 'DisplayName', Value: 'LT-7' }] },
    document: { '@timestamp': AT, 'event': { action: 'UserLoggedIn', id: 'a-1', provider: 'AzureActiveDirectory', code: 'AzureActiveDirectoryStsLogon', outcome: 'success' }, 'client': { ip: '198.51.100.23' }, 'source': { ip: '198.51.100.23' }, 'host': { name: 'acme.example' }, 'user': { id: 'kim@acme.example', email: 'kim@acme.example', name: 'kim' }, 'o365': { audit: { CreationTime: '2026-11-02T14:03:27', RecordType: '15', UserType: '0', UserId: 'kim@acme.example', UserKey: '11111111-2222-4333-8444-555555555555', ErrorNumber: '0', ExtendedProperties: { RequestType: 'Login:login' }, DeviceProperties: [{ Name: 'DisplayName', Value: 'LT-7' }] } } },
  },
  {
    source: 'entra-id', what: 'a token that an application renewed',
    raw: { Id: 'a-2', CreationTime: '2026-11-02T14:03:27', RecordType: 15, Operation: 'UserLoggedIn', Workload: 'AzureActiveDirectory', UserType: 0, UserId: 'kim@acme.example', ExtendedProperties: [{ Name: 'RequestType', Value: 'OAuth2:Token' }] },
    document: { '@timestamp': AT, 'event': { action: 'UserLoggedIn', id: 'a-2', provider: 'AzureActiveDirectory' }, 'o365': { audit: { RecordType: '15', UserType: '0', UserId: 'kim@acme.example', ExtendedProperties: { RequestType: 'OAuth2:Token' } } } },
  },
  {
    source: 'google-workspace', what: 'a sign-in that failed',
    raw: { kind: 'admin#reports#activity', id: { time: AT, uniqueQualifier: '7', applicationName: 'login' }, actor: { email: 'kim@acme.example', profileId: '1' }, ipAddress: '198.51.100.23', events: [{ type: 'login', name: 'login_failure', parameters: [{ name: 'login_type', value: 'google_password' }] }] },
    document: { '@timestamp': AT, 'event': { action: 'login_failure', id: '7', provider: 'login', outcome: 'failure' }, 'source': { ip: '198.51.100.23', user: { email: 'kim@acme.example', id: '1' } }, 'user': { name: 'kim', id: '1' }, 'google_workspace': { kind: 'admin#reports#activity', event: { type: 'login' }, login: { type: 'google_password' } } },
  },
  {
    source: 'google-workspace', what: 'an exchange of tokens',
    raw: { id: { time: AT, uniqueQualifier: '8', applicationName: 'login' }, actor: { email: 'kim@acme.example' }, events: [{ type: 'login', name: 'login_success', parameters: [{ name: 'login_type', value: 'exchange' }] }] },
    document: { '@timestamp': AT, 'event': { action: 'login_success', id: '8', dataset: 'google_workspace.login' }, 'source': { user: { email: 'kim@acme.example' } }, 'google_workspace': { login: { type: 'exchange' } } },
  },
  {
    source: 'google-workspace', what: 'a call of a guest',
    raw: { id: { time: AT, uniqueQualifier: '9', applicationName: 'meet' }, actor: { email: 'kim@acme.example' }, events: [{ name: 'call_ended', parameters: [{ name: 'identifier_type', value: 'email_address' }, { name: 'identifier', value: 'guest@other.example' }, { name: 'is_external', boolValue: true }, { name: 'network_rtt_msec_mean', intValue: '31' }] }] },
    document: { '@timestamp': AT, 'event': { action: 'call_ended', id: '9', provider: 'meet' }, 'source': { user: { email: 'kim@acme.example' } }, 'google_workspace': { meet: { identifier_type: 'email_address', identifier: 'guest@other.example', is_external: true, network_rtt_msec_mean: 31 } } },
  },
  {
    source: 'google-workspace', what: 'a remote session on a Chromebook',
    raw: { id: { time: AT, uniqueQualifier: '10', applicationName: 'chrome' }, actor: { email: 'admin@acme.example' }, events: [{ name: 'CHROME_OS_CRD_CLIENT_CONNECTED', parameters: [{ name: 'DEVICE_USER', value: 'kim@acme.example' }, { name: 'DEVICE_NAME', value: 'CB-7' }] }] },
    document: { '@timestamp': AT, 'event': { action: 'CHROME_OS_CRD_CLIENT_CONNECTED', id: '10', provider: 'chrome' }, 'source': { user: { email: 'admin@acme.example' } }, 'google_workspace': { chrome: { device_user: 'kim@acme.example', device_name: 'CB-7' } } },
  },
  {
    source: 'google-workspace', what: 'a sign-in as Beats before 8 kept it',
    raw: { id: { time: AT, uniqueQualifier: '11', applicationName: 'login' }, actor: { email: 'kim@acme.example' }, ipAddress: '198.51.100.23', events: [{ name: 'login_success', parameters: [{ name: 'login_type', value: 'google_password' }] }] },
    document: { '@timestamp': AT, 'event': { action: 'login_success', id: '11', provider: 'login', dataset: 'gsuite.login' }, 'source': { ip: '198.51.100.23', user: { email: 'kim@acme.example' } }, 'gsuite': { actor: { type: 'USER' }, login: { type: 'google_password' } } },
  },
  {
    source: 'duo', what: 'an approved sign-in',
    raw: { timestamp: SECONDS, txid: 't-1', event_type: 'authentication', factor: 'duo_push', result: 'success', reason: 'user_approved', email: 'kim@acme.example', user: { name: 'kim', key: 'DU1' }, access_device: { ip: '198.51.100.23', hostname: 'LT-7', os: 'Mac OS X', os_version: '15.7', browser: 'Firefox', browser_version: '141.0' }, auth_device: { ip: '203.0.113.9', name: 'phone' } },
    document: { '@timestamp': AT, 'event': { outcome: 'success', reason: 'user_approved', kind: 'event' }, 'source': { ip: '198.51.100.23', address: 'LT-7' }, 'user': { email: 'kim@acme.example', name: 'kim', id: 'DU1' }, 'user_agent': { name: 'Firefox', version: '141.0', os: { name: 'Mac OS X', version: '15.7' } }, 'cisco_duo': { auth: { txid: 't-1', event_type: 'authentication', factor: 'duo_push', result: 'success', access_device: { ip: '198.51.100.23', hostname: 'LT-7' }, auth_device: { ip: '203.0.113.9', name: 'phone' } } } },
  },
  {
    source: 'duo', what: 'what an administrator did',
    raw: { timestamp: SECONDS, action: 'user_update', username: 'Kim Example', object: 'lee' },
    document: { '@timestamp': AT, 'event': { action: 'user_update' }, 'user': { name: 'Kim Example' }, 'cisco_duo': { admin: { action: 'user_update', object: 'lee' } } },
  },
  {
    source: 'fortigate', what: 'an SSL tunnel',
    raw: { eventtime: String(SECONDS * 1000), devid: 'FGT1', devname: 'fw', logid: '0101039424', type: 'event', subtype: 'vpn', action: 'tunnel-up', tunneltype: 'ssl-tunnel', tunnelid: '7', remip: '198.51.100.23', tunnelip: '10.0.0.7', user: 'kim' },
    document: { '@timestamp': AT, 'ecs': { version: '8.17.0' }, 'event': { start: AT, code: '0101039424' }, 'observer': { serial_number: 'FGT1', name: 'fw' }, 'source': { ip: '198.51.100.23', user: { name: 'kim' } }, 'fortinet': { firewall: { type: 'event', subtype: 'vpn', action: 'tunnel-up', tunneltype: 'ssl-tunnel', tunnelid: '7', tunnelip: '10.0.0.7' } } },
  },
  {
    source: 'fortigate', what: 'an IPsec tunnel of a release that has the addresses the other way about',
    raw: { eventtime: String(SECONDS * 1000), devid: 'FGT1', logid: '0101037138', type: 'event', subtype: 'vpn', action: 'tunnel-up', tunneltype: 'ipsec', tunnelid: '8', remip: '198.51.100.23', xauthuser: 'kim', user: '198.51.100.23' },
    document: { '@timestamp': AT, 'ecs': { version: '8.17.0' }, 'event': { start: AT, code: '0101037138' }, 'observer': { serial_number: 'FGT1' }, 'source': { ip: '198.51.100.23', user: { name: 'kim' } }, 'destination': { ip: '203.0.113.1' }, 'fortinet': { firewall: { type: 'event', subtype: 'vpn', action: 'tunnel-up', tunneltype: 'ipsec', tunnelid: '8', xauthuser: 'kim' } } },
  },
  {
    source: 'fortigate', what: 'traffic',
    raw: { devid: 'FGT1', logid: '0000000013', type: 'traffic', subtype: 'forward', action: 'close' },
    document: { '@timestamp': AT, 'event': { code: '0000000013' }, 'observer': { serial_number: 'FGT1' }, 'fortinet': { firewall: { type: 'traffic', subtype: 'forward', action: 'close' } } },
  },
  {
    source: 'globalprotect', what: 'a connected gateway',
    raw: { LogType: 'GLOBALPROTECT', TimeGenerated: AT, DeviceSN: '0131', EventIDValue: 'gateway-connected', SourceUserName: 'ACME\\kim', EndpointDeviceName: 'LT-7', PublicIPv4: '198.51.100.23', PrivateIPv4: '10.0.0.7', HostID: 'h-7', EndpointSN: 'SN-7', EventStatus: 'success' },
    document: { '@timestamp': AT, 'event': { code: 'gateway-connected', outcome: 'success' }, 'observer': { serial_number: '0131' }, 'source': { ip: '10.0.0.7', nat: { ip: '198.51.100.23' }, user: { name: 'kim', domain: 'ACME' } }, 'user': { name: 'kim', domain: 'ACME' }, 'host': { name: 'LT-7' }, 'panw': { panos: { type: 'GLOBALPROTECT', event: { id: 'gateway-connected', status: 'success' }, machine: { name: 'LT-7' }, public: { ip: '198.51.100.23' }, private: { ip: '10.0.0.7' }, host: { id: 'h-7' }, serial_number: 'SN-7' } } },
  },
  {
    source: 'globalprotect', what: 'a round trip',
    raw: { LogType: 'GLOBALPROTECT', TimeGenerated: AT, EventIDValue: 'gateway-tunnel-latency', SourceUserName: 'kim@acme.example', PublicIPv4: '198.51.100.23', EventStatus: 'success', Description: 'Pre-tunnel latency: 29ms, Post-tunnel latency: 32ms', Gateway: 'gw-sjc' },
    document: { '@timestamp': AT, 'event': { code: 'gateway-tunnel-latency' }, 'source': { user: { name: 'kim', domain: 'acme.example' } }, 'panw': { panos: { type: 'GLOBALPROTECT', event: { id: 'gateway-tunnel-latency', status: 'success' }, public: { ip: '198.51.100.23' }, description: 'Pre-tunnel latency: 29ms, Post-tunnel latency: 32ms', gateway: 'gw-sjc' } } },
  },
  {
    source: 'globalprotect', what: 'a round trip at Prisma Access',
    raw: { LogType: 'GLOBALPROTECT', TimeGenerated: AT, DeviceSN: 'no-serial', EventIDValue: 'gateway-tunnel-latency', SourceUserName: 'kim@acme.example', EndpointDeviceName: 'LT-7', PublicIPv4: '198.51.100.23', PrivateIPv4: '10.0.0.7', HostID: 'h-7', EndpointSN: 'SN-7', EventStatus: 'success', Description: 'Pre-tunnel latency: 29ms, Post-tunnel latency: 32ms', Gateway: 'us-east' },
    document: {
      '@timestamp': AT, 'event': { created: AT, outcome: 'success', id: '7' }, 'host': { hostname: 'LT-7', id: 'SN-7', name: 'collector' }, 'observer': { product: 'Prisma Access', vendor: 'Palo Alto Networks' }, 'source': { ip: ['10.0.0.7', '198.51.100.23'], user: { name: ['kim'], domain: ['acme.example'] } },
      'prisma_access': { event: { class_id: 'GLOBALPROTECT', data: { outcome: 'success' }, description: 'Pre-tunnel latency: 29ms, Post-tunnel latency: 32ms', device: { sn: 'no-serial', receipt_time: AT, time_zone: 'UTC' }, endpoint: { device: { name: 'LT-7' }, os: { type: 'Windows' }, sn: 'SN-7' }, gateway: { value: 'us-east' }, host_id: 'h-7', login_duration: 0, pan_os_data: { source: { user: { name: 'kim', domain: 'acme.example' } } }, private: { ipv4: '10.0.0.7' }, public: { ipv4: '198.51.100.23' }, start_time: AT } },
    },
  },
  {
    source: 'globalprotect', what: 'a tunnel of Prisma Access that was let go',
    raw: { LogType: 'GLOBALPROTECT', TimeGenerated: AT, DeviceSN: '0131', EventIDValue: 'gateway-logout', SourceUserName: 'ACME\\kim', PublicIPv4: '198.51.100.23', EventStatus: 'success', LoginDuration: 60, SequenceNo: '9' },
    document: { '@timestamp': AT, 'event': { outcome: 'success' }, 'source': { user: { name: 'kim', domain: 'ACME' } }, 'prisma_access': { event: { class_id: 'GLOBALPROTECT', data: { id: 'gateway-logout', outcome: 'success' }, device: { sn: '0131' }, login_duration: 60, public: { ipv4: '198.51.100.23' }, sequence_no: '9', start_time: AT } } },
  },
  {
    source: 'globalprotect', what: 'traffic at Prisma Access',
    raw: { LogType: 'TRAFFIC', TimeGenerated: AT },
    document: { '@timestamp': AT, 'prisma_access': { event: { class_id: 'TRAFFIC', start_time: AT } } },
  },
  {
    source: 'cisco', what: 'an assigned address',
    raw: `${AT} fw : %ASA-6-722051: Group <> User <kim> IP <198.51.100.23> IPv4 Address <10.0.0.7> IPv6 address <::> assigned to session`,
    document: { '@timestamp': AT, 'event': { code: '722051' }, 'observer': { hostname: 'fw' }, 'source': { ip: '198.51.100.23', user: { name: 'kim' } }, 'cisco': { asa: { webvpn: { group_name: 'staff' }, assigned_ip: '10.0.0.7' } } },
  },
  {
    source: 'cisco', what: 'the end of a session, in its words',
    raw: `${AT} fw : %ASA-4-113019: Group = staff, Username = kim, IP = 198.51.100.23, Session disconnected. Session Type: SSL, Duration: 1h:00m:07s, Bytes xmt: 1, Bytes rcv: 2, Reason: User Requested`,
    document: { '@timestamp': AT, 'event': { code: '113019' }, 'observer': { hostname: 'fw' }, 'cisco': { asa: { full_message: 'Group = staff, Username = kim, IP = 198.51.100.23, Session disconnected. Session Type: SSL, Duration: 1h:00m:07s, Bytes xmt: 1, Bytes rcv: 2, Reason: User Requested' } } },
  },
  {
    source: 'cisco', what: 'a connection through the firewall',
    raw: `${AT} fw : %ASA-6-302013: Built inbound TCP connection`,
    document: { '@timestamp': AT, 'event': { code: '302013' }, 'observer': { hostname: 'fw' }, 'source': { ip: '198.51.100.23' }, 'cisco': { asa: { connection_id: '7' } } },
  },
  {
    source: 'citrix', what: 'a session at the gateway',
    raw: '2026/11/02:14:03:27 GMT ns 0-PPE-0 : default SSLVPN LOGIN 1 0 : Context kim@198.51.100.23 - SessionId: 7 - User kim - Client_ip 198.51.100.23 - Nat_ip "Mapped Ip" - Vserver 203.0.113.1:443 - Browser_type "Mozilla/5.0" - SSLVPN_client_type ICA - Group(s) "staff"',
    document: { '@timestamp': AT, 'observer': { product: 'Netscaler' }, 'client': { ip: '203.0.113.9' }, 'citrix': { device_event_class_id: 'SSLVPN', name: 'LOGIN' }, 'citrix_adc': { log: { user: 'kim', client_ip: '198.51.100.23', browser_type: 'Mozilla/5.0', groups: 'staff' } } },
  },
  {
    source: 'citrix', what: 'a request',
    raw: '2026/11/02:14:03:27 GMT ns 0-PPE-0 : default SSLVPN HTTPREQUEST 1 0 : User kim - Client_ip 198.51.100.23',
    document: { '@timestamp': AT, 'citrix': { device_event_class_id: 'SSLVPN', name: 'HTTPREQUEST', extended: { message: 'User kim - Client_ip 198.51.100.23' } } },
  },
  {
    source: 'checkpoint', what: 'a remote access session',
    raw: { time: String(SECONDS), product: 'Mobile Access', action: 'Log In', loguid: '{0x1}', origin: 'gw', src: '198.51.100.23', user: 'kim', office_mode_ip: '10.0.0.7', src_machine_name: 'LT-7' },
    document: { '@timestamp': AT, 'event': { action: 'logged-in', id: '{0x1}', outcome: 'success' }, 'observer': { product: 'Mobile Access', name: 'gw', vendor: 'Checkpoint' }, 'source': { ip: '198.51.100.23', domain: 'LT-7' }, 'checkpoint': { user: 'kim', office_mode_ip: '10.0.0.7' } },
  },
  {
    source: 'sonicwall', what: 'somebody who was let in',
    raw: { id: 'firewall', sn: '0040', time: '2026-11-02 14:03:27 UTC', fw: '203.0.113.1', pri: '6', m: '1080', msg: 'SSL VPN zone remote user login allowed', usr: 'kim', src: '198.51.100.23:0:X1' },
    document: { '@timestamp': AT, 'event': { code: '1080' }, 'observer': { serial_number: '0040', product: 'SonicOS' }, 'message': 'SSL VPN zone remote user login allowed', 'source': { ip: '198.51.100.23' }, 'user': { name: 'kim' }, 'sonicwall': { firewall: { gcat: '2' } } },
  },
  {
    source: 'ivanti', what: 'a tunnel that began',
    raw: '2026-11-02T14:03:27+00:00 - 2026-11-02 14:03:27 - gw - [198.51.100.23] kim(Users)[Staff] - VPN Tunneling: Session started for user (session:s1) with IPv4 address 10.0.0.7, hostname LT-7',
    document: { '@timestamp': AT, 'event': { category: ['network'] }, 'observer': { name: 'gw', vendor: 'Pulse Secure' }, 'client': { ip: '198.51.100.23', nat: { ip: '10.0.0.7' } }, 'user': { name: 'kim' }, 'message': 'VPN Tunneling: Session started for user (session:s1) with IPv4 address 10.0.0.7, hostname LT-7', 'pulse_secure': { realm: 'Users', role: 'Staff', session: { id: 's1' } } },
  },
  {
    source: 'zscaler', what: 'a session of Client Connector',
    raw: { LogTimestamp: 'Mon Nov  2 14:03:27 2026', Customer: 'Acme', Username: 'kim@acme.example', SessionID: 's-1', SessionStatus: 'ZPN_STATUS_AUTHENTICATED', PublicIP: '198.51.100.23', TimestampAuthentication: AT, Hostname: 'LT-7', Platform: 'windows', ClientType: 'zpn_client_type_zapp' },
    document: { '@timestamp': AT, 'client': { ip: '198.51.100.23' }, 'host': { hostname: 'LT-7', os: { platform: 'windows' } }, 'organization': { name: 'Acme' }, 'user': { name: 'kim@acme.example' }, 'zscaler_zpa': { user_status: { client: { type: 'zpn_client_type_zapp' }, session: { id: 's-1', status: 'ZPN_STATUS_AUTHENTICATED' }, timestamp: { authentication: AT } } } },
  },
  {
    source: 'zscaler', what: 'a name that was looked up',
    raw: { sourcetype: 'zscalernss-dns', event: { datetime: 'Mon Nov  2 14:03:27 2026', user: 'kim@acme.example', dnsreq: 'relay.example', devicehostname: 'LT-7' } },
    document: { '@timestamp': AT, 'dns': { question: { name: 'relay.example' } }, 'user': { email: 'kim@acme.example', name: 'Owner' }, 'zscaler_zia': { dns: { hostname: 'LT-7', location: 'Branch' } } },
  },
  {
    source: 'cloudflare', what: 'a sign-in at Access',
    raw: { Action: 'login', Allowed: true, AppDomain: 'app.acme.example', CreatedAt: AT, Email: 'kim@acme.example', UserUID: 'u-1', IPAddress: '198.51.100.23', RayID: 'ray' },
    document: { '@timestamp': AT, 'event': { action: 'login', id: 'ray', outcome: 'success' }, 'client': { ip: '198.51.100.23' }, 'url': { domain: 'app.acme.example' }, 'user': { email: 'kim@acme.example', id: 'u-1' }, 'cloudflare_logpush': { access_request: { allowed: true, connection: 'Google' } } },
  },
  {
    source: 'cloudflare', what: 'a name that was looked up',
    raw: { Datetime: AT, QueryName: 'relay.example', ResolverDecision: 'allowedOnNoPolicyMatch', SrcIP: '198.51.100.23', DeviceID: 'd-1', DeviceName: 'LT-7', Email: 'kim@acme.example', UserID: 'u-1' },
    document: { '@timestamp': AT, 'dns': { question: { name: 'relay.example' } }, 'source': { ip: '198.51.100.23' }, 'host': { id: 'd-1', name: 'LT-7' }, 'user': { email: 'kim@acme.example', id: 'u-1' }, 'cloudflare_logpush': { gateway_dns: { resolver_decision: 'allowedOnNoPolicyMatch' } } },
  },
  {
    source: 'cloudflare', what: 'a connection of a laptop',
    raw: { Datetime: AT, SessionID: 's-1', SourceIP: '198.51.100.23', Transport: 'tcp', DeviceID: 'd-1', DeviceName: 'LT-7', Email: 'kim@acme.example', UserID: 'u-1' },
    document: { '@timestamp': AT, 'event': { id: 's-1' }, 'network': { transport: 'tcp' }, 'source': { ip: '198.51.100.23' }, 'host': { id: 'd-1', name: 'LT-7' }, 'user': { email: 'kim@acme.example', id: 'u-1' }, 'cloudflare_logpush': { gateway_network: { action: 'allowed', session_id: 's-1' } } },
  },
  {
    source: 'cloudflare', what: 'how a laptop stands',
    raw: { Timestamp: AT, PostureCheckName: 'disk', DeviceID: 'd-1', DeviceName: 'LT-7', DeviceSerialNumber: 'SN-7', DeviceType: 'linux', OSVersion: '6.8', Email: 'kim@acme.example', UserUID: 'u-1' },
    document: { '@timestamp': AT, 'host': { id: 'd-1', name: 'LT-7', os: { family: 'linux', version: '6.8' } }, 'rule': { name: 'disk' }, 'user': { email: 'kim@acme.example', id: 'u-1' }, 'cloudflare_logpush': { device_posture: { host: { serial: 'SN-7' } } } },
  },
  {
    source: 'netskope', what: 'traffic of the client',
    raw: { _id: 'n-1', timestamp: SECONDS, type: 'connection', access_method: 'Client', user: 'kim@acme.example', srcip: '198.51.100.23', hostname: 'LT-7', os_version: 'Windows 11', ccl: 'high' },
    document: { '@timestamp': AT, 'event': { id: 'n-1' }, 'source': { ip: '198.51.100.23' }, 'host': { name: 'LT-7', os: { full: 'Windows 11' } }, 'user': { email: 'kim@acme.example', name: 'kim' }, 'netskope': { events_v2: { type: 'connection', access_method: 'Client', ccl: 'high', userip: '192.168.1.7' } } },
  },
  {
    source: 'crowdstrike', what: 'a program that started',
    raw: { event_simpleName: 'ProcessRollup2', id: 'c-1', aid: 'a-7', event_platform: 'Win', timestamp: String(SECONDS * 1000 + 5000), ProcessStartTime: String(SECONDS), ComputerName: 'LT-7', ImageFileName: '\\Device\\HarddiskVolume3\\AnyDesk.exe', CommandLine: 'AnyDesk.exe --tray', UserSid: 'S-1-5-21-1-2-3-1001' },
    document: { '@timestamp': '2026-11-02T14:03:32.000Z', 'event': { action: 'ProcessRollup2', id: 'c-1|a-7|cid', created: '2026-11-02T14:03:32.000Z', category: ['process'], type: ['start'] }, 'observer': { serial_number: 'a-7', ip: ['203.0.113.9'] }, 'host': { hostname: 'LT-7', name: 'LT-7', os: { type: 'windows' } }, 'process': { executable: '\\Device\\HarddiskVolume3\\AnyDesk.exe', name: 'AnyDesk.exe', command_line: 'AnyDesk.exe --tray', start: AT }, 'user': { id: 'S-1-5-21-1-2-3-1001' }, 'crowdstrike': { cid: 'cid', name: 'ProcessRollup2V19' } },
  },
  {
    source: 'crowdstrike', what: 'a remote logon',
    raw: { event_simpleName: 'UserLogon', id: 'c-2', aid: 'a-7', event_platform: 'Win', timestamp: String(SECONDS * 1000), ContextTimeStamp: String(SECONDS), ComputerName: 'LT-7', LogonType: '10', UserName: 'kim', LogonDomain: 'ACME', RemoteAddressIP4: '198.51.100.23', UserSid: 'S-1-5-21-1-2-3-1001' },
    document: { '@timestamp': AT, 'event': { action: 'UserLogon', id: 'c-2|a-7|cid', created: AT, category: ['authentication'] }, 'observer': { serial_number: 'a-7' }, 'host': { hostname: 'LT-7', os: { type: 'windows' } }, 'destination': { ip: '198.51.100.23' }, 'user': { id: 'S-1-5-21-1-2-3-1001', name: 'kim' }, 'crowdstrike': { cid: 'cid', LogonType: '10', LogonDomain: 'ACME', ContextTimeStamp: AT } },
  },
  {
    source: 'crowdstrike', what: 'a contact of the sensor',
    raw: { event_simpleName: 'SensorHeartbeat', id: 'c-3', aid: 'a-7', aip: '198.51.100.23', timestamp: String(SECONDS * 1000), ComputerName: 'LT-7' },
    document: { '@timestamp': AT, 'event': { action: 'SensorHeartbeat', id: 'c-3|a-7|cid', created: AT }, 'observer': { serial_number: 'a-7', ip: ['198.51.100.23'] }, 'host': { hostname: 'LT-7' }, 'crowdstrike': { cid: 'cid', name: 'SensorHeartbeat' } },
  },
  {
    source: 'crowdstrike', what: 'a host of the list',
    raw: { device_id: 'd-7', cid: 'cid', agent_version: '7.1', hostname: 'LT-7', last_seen: AT, external_ip: '198.51.100.23', serial_number: 'SN-7', platform_name: 'Mac', os_version: 'Sequoia (15)' },
    document: { '@timestamp': '2026-11-02T15:00:00.000Z', 'event': { category: ['host'] }, 'device': { id: 'd-7' }, 'host': { hostname: 'LT-7' }, 'crowdstrike': { host: { id: 'd-7', cid: 'cid', agent: { version: '7.1' }, hostname: 'LT-7', last_seen: AT, external_ip: '198.51.100.23', serial_number: 'SN-7', platform: { name: 'Mac' }, os: { version: 'Sequoia (15)' } } } },
  },
  {
    source: 'crowdstrike', what: 'an event of the stream',
    raw: { metadata: { eventType: 'UserActivityAuditEvent', customerIDString: 'cid' }, event: { OperationName: 'x' } },
    document: { '@timestamp': AT, 'event': { action: ['x'] }, 'crowdstrike': { metadata: { eventType: 'UserActivityAuditEvent', customerIDString: 'cid' }, event: { OperationName: 'x' } } },
  },
  {
    source: 'zeek', what: 'a session of Remote Desktop',
    raw: { _path: 'rdp', ts: SECONDS, uid: 'C1', 'id.orig_h': '198.51.100.23', 'id.resp_h': '10.0.0.9', cookie: 'kim', result: 'Success', client_name: 'DESK-1', security_protocol: 'HYBRID' },
    document: { '@timestamp': AT, 'event': { id: 'C1' }, 'source': { address: '198.51.100.23', ip: '198.51.100.23' }, 'destination': { address: '10.0.0.9', ip: '10.0.0.9' }, 'zeek': { session_id: 'C1', rdp: { cookie: 'kim', result: 'Success', client: { name: 'DESK-1' }, security_protocol: 'HYBRID' } } },
  },
  {
    source: 'zeek', what: 'a session of Remote Desktop out of the pipelines of Corelight',
    raw: { _path: 'rdp', ts: SECONDS, uid: 'C3', 'id.orig_h': '198.51.100.23', 'id.resp_h': '10.0.0.9', cookie: 'kim', result: 'encrypted', client_name: 'DESK-1', auth_success: true },
    document: { '@timestamp': AT, 'event': { id: 'C3', module: 'corelight', dataset: 'rdp', kind: 'event', outcome: 'success' }, 'labels': { corelight: { ecs_version: '8.11.0.1', event_sub_type: 'rdp' } }, 'log': { id: { uid: 'C3' } }, 'observer': { vendor: 'Corelight' }, 'source': { ip: '198.51.100.23', address: '198.51.100.23', hostname: 'DESK-1' }, 'destination': { ip: '10.0.0.9' }, 'rdp': { cookie: 'kim', result: 'encrypted', auth_successful: true, source: { name: 'DESK-1' } } },
  },
  {
    source: 'zeek', what: 'a login by SSH out of the pipelines of Corelight',
    raw: { _path: 'ssh', ts: SECONDS, uid: 'C4', 'id.orig_h': '198.51.100.23' },
    document: { '@timestamp': AT, 'event': { id: 'C4', module: 'corelight', dataset: 'ssh' }, 'labels': { corelight: { ecs_version: '8.11.0.1', event_sub_type: 'ssh' } }, 'source': { ip: '198.51.100.23' }, 'ssh': { auth_attempts: 1, auth_success: true } },
  },
  {
    source: 'zeek', what: 'a connection',
    raw: { _path: 'connection', 'ts': SECONDS, 'uid': 'C2', 'id.orig_h': '10.0.0.7' },
    document: { '@timestamp': AT, 'source': { ip: '10.0.0.7' }, 'zeek': { session_id: 'C2', connection: { state: 'SF' } } },
  },
  {
    source: 'defender', what: 'a remote logon',
    raw: { category: 'AdvancedHunting-DeviceLogonEvents', time: AT, properties: { Timestamp: AT, DeviceId: 'd-7', DeviceName: 'lt-7', ReportId: 7, ActionType: 'LogonSuccess', LogonType: 'RemoteInteractive', AccountName: 'kim', AccountDomain: 'acme', AccountSid: 'S-1-5-21-1-2-3-1001', RemoteIP: '198.51.100.23' } },
    document: { '@timestamp': AT, 'event': { action: 'logonsuccess', category: ['authentication'] }, 'host': { id: 'd-7', name: 'lt-7' }, 'm365_defender': { event: { category: 'AdvancedHunting-DeviceLogonEvents', time: AT, timestamp: AT, report_id: '7', device: { id: 'd-7', name: 'lt-7' }, action: { type: 'LogonSuccess' }, logon: { type: 'RemoteInteractive' }, account: { name: 'kim', domain: 'acme', sid: 'S-1-5-21-1-2-3-1001' }, remote: { ip: '198.51.100.23' } } } },
  },
  {
    source: 'defender', what: 'a program that started',
    raw: { category: 'AdvancedHunting-DeviceProcessEvents', time: AT, properties: { Timestamp: AT, DeviceId: 'd-7', DeviceName: 'lt-7', ReportId: 8, ActionType: 'ProcessCreated', FileName: 'AnyDesk.exe', FolderPath: 'C:\\AnyDesk.exe', ProcessCommandLine: 'AnyDesk.exe --tray', AccountName: 'kim', AccountDomain: 'acme' } },
    document: { '@timestamp': AT, 'event': { category: ['process'], type: ['start'] }, 'm365_defender': { event: { category: 'AdvancedHunting-DeviceProcessEvents', timestamp: AT, report_id: '8', device: { id: 'd-7', name: 'lt-7' }, action: { type: 'ProcessCreated' }, file: { name: 'AnyDesk.exe' }, folder_path: 'C:\\AnyDesk.exe', process: { command_line: 'AnyDesk.exe --tray' }, account: { name: 'kim', domain: 'acme' } } } },
  },
  {
    source: 'defender', what: 'a USB device',
    raw: { category: 'AdvancedHunting-DeviceEvents', time: AT, properties: { Timestamp: AT, DeviceId: 'd-7', DeviceName: 'lt-7', ReportId: 9, ActionType: 'UsbDriveMounted', AdditionalFields: { Manufacturer: 'Acme', ProductName: 'Stick', SerialNumber: '1' } } },
    document: { '@timestamp': AT, 'm365_defender': { event: { category: 'AdvancedHunting-DeviceEvents', timestamp: AT, report_id: '9', device: { id: 'd-7', name: 'lt-7' }, action: { type: 'UsbDriveMounted' }, additional_fields: { Manufacturer: 'Acme', ProductName: 'Stick', SerialNumber: '1' } } } },
  },
  {
    source: 'intune', what: 'a device',
    raw: { category: 'Devices', operationName: 'Devices', time: '2026-11-03T00:00:00Z', properties: { DeviceId: 'd-7', DeviceName: 'LT-7', SerialNumber: 'SN-7', LastContact: '2026-11-02 14:03:27.0000000', IntuneAccountId: 'i', OS: 'Windows', OSVersion: '10.0', UPN: 'kim@acme.example', PrimaryUser: 'u-1' } },
    document: { '@timestamp': '2026-11-03T00:00:00.000Z', 'host': { name: 'LT-7' }, 'microsoft_intune': { managed_device: { category: 'Devices', operation_name: 'Devices', time: '2026-11-03T00:00:00.000Z', properties: { device_id: 'd-7', device_name: 'LT-7', serial_number: 'SN-7', last_contact: AT, intune_account_id: 'i', os: 'Windows', os_version: '10.0', upn: 'kim@acme.example', primary_user: 'u-1' } } } },
  },
  {
    source: 'sentinelone', what: 'an agent',
    raw: { id: '1', uuid: 'u-7', computerName: 'LT-7', agentVersion: '23', osName: 'Windows 11 Pro', lastActiveDate: AT, externalIp: '198.51.100.23', serialNumber: 'SN-7', lastIpToMgmt: '192.168.1.7', networkInterfaces: [{ name: 'Wi-Fi', inet: ['192.168.1.7'], gatewayMacAddress: '00-00-5e-00-53-01' }] },
    document: { '@timestamp': '2026-11-02T15:00:00.000Z', 'event': { id: '1' }, 'observer': { version: '23' }, 'host': { name: 'LT-7', ip: ['198.51.100.23'], os: { name: 'Windows 11 Pro' } }, 'sentinel_one': { agent: { uuid: 'u-7', last_active_date: AT, serial_number: 'SN-7', last_ip_to_mgmt: '192.168.1.7', network_interfaces: [{ name: 'Wi-Fi', inet: ['192.168.1.7'], gateway: { mac: '00-00-5E-00-53-01' } }] } } },
  },
  {
    source: 'jamf', what: 'a call of a webhook',
    raw: { event: { deviceName: 'LT-7', emailAddress: 'kim@acme.example', ipAddress: '192.168.1.7', reportedIpAddress: '198.51.100.23', serialNumber: 'SN-7', udid: 'u-7', username: 'kim', osVersion: '26.1' }, webhook: { eventTimestamp: SECONDS * 1000, id: '1', name: 'x', webhookEvent: 'ComputerCheckIn' } },
    document: { '@timestamp': '2026-11-02T14:03:40.000Z', 'event': { action: 'ComputerCheckIn', dataset: 'jamf_pro.events' }, 'host': { ip: ['192.168.1.7'] }, 'user': { name: 'kim', email: 'kim@acme.example' }, 'jamf_pro': { events: { event: { device_name: 'LT-7', email_address: 'kim@acme.example', ip_address: '192.168.1.7', reported_ip_address: '198.51.100.23', serial_number: 'SN-7', udid: 'u-7', username: 'kim', os_version: '26.1' }, webhook: { event_timestamp: AT, id: '1', name: 'x', webhook_event: 'ComputerCheckIn' } } } },
  },
  {
    source: 'cisco', what: 'a tunnel of a Meraki',
    raw: `${SECONDS}.000 MX-1 events type=client_vpn_connect user id 'kim' local ip 10.20.0.7 connected from 198.51.100.23`,
    document: { '@timestamp': AT, 'observer': { hostname: 'MX-1' }, 'message': "user id 'kim' local ip 10.20.0.7 connected from 198.51.100.23", 'cisco_meraki': { event_type: 'events', event_subtype: 'client_vpn_connect' } },
  },
  {
    source: 'checkpoint', what: 'a line of CEF that a shipper took apart',
    raw: `CEF:0|Check Point|Mobile Access|Check Point|Log|Log In|Unknown|act=Log In rt=${SECONDS}000 loguid={0x1} origin=203.0.113.1 product=Mobile Access src=198.51.100.23 suser=klee office_mode_ip=10.20.0.7`,
    document: {
      '@timestamp': AT, 'observer': { vendor: 'Check Point', product: 'Mobile Access' }, 'source': { ip: '198.51.100.23', user: { name: 'klee' } },
      'cef': {
        version: '0', severity: 'Unknown', name: 'Log In', device: { vendor: 'Check Point', product: 'Mobile Access', version: 'Check Point', event_class_id: 'Log' },
        extensions: { deviceAction: 'Log In', deviceReceiptTime: AT, loguid: '{0x1}', origin: '203.0.113.1', product: 'Mobile Access', sourceAddress: '198.51.100.23', sourceUserName: 'klee', office_mode_ip: '10.20.0.7' },
      },
    },
  },
  {
    source: 'fortigate', what: 'a line of CEF that a shipper took apart',
    raw: `CEF:0|Fortinet|Fortigate|v7.2|39424|event:vpn tunnel-up|2|deviceExternalId=FGT1 FTNTFGTeventtime=${SECONDS}000000000 FTNTFGTlogid=0101039424 cat=event:vpn FTNTFGTsubtype=vpn act=tunnel-up FTNTFGTtunneltype=ssl-tunnel FTNTFGTtunnelid=7 FTNTFGTremip=198.51.100.23 FTNTFGTtunnelip=10.0.0.7 duser=kim`,
    document: {
      '@timestamp': AT,
      'cef': {
        severity: '2', name: 'event:vpn tunnel-up', device: { vendor: 'Fortinet', product: 'Fortigate', version: 'v7.2', event_class_id: '39424' },
        extensions: {
          deviceExternalId: 'FGT1', FTNTFGTeventtime: `${SECONDS}000000000`, FTNTFGTlogid: '0101039424', deviceEventCategory: 'event:vpn', FTNTFGTsubtype: 'vpn', deviceAction: 'tunnel-up', FTNTFGTtunneltype: 'ssl-tunnel',
          FTNTFGTtunnelid: '7', FTNTFGTremip: '198.51.100.23', FTNTFGTtunnelip: '10.0.0.7', destinationUserName: 'kim',
        },
      },
    },
  },
  {
    source: 'netskope', what: 'an event whose addresses of mail are numbered',
    raw: { _id: 'n-2', timestamp: SECONDS, type: 'network', access_method: 'Client', ccl: 'unknown', user: 'kim@acme.example', ur_normalized: 'kim@acme.example', srcip: '198.51.100.23' },
    document: { '@timestamp': AT, 'event': { id: 'n-2' }, 'source': { ip: '198.51.100.23' }, 'user': { email: { 1: 'kim@acme.example', 2: 'KIM@acme.example' } }, 'netskope': { events: { event_type: 'network', type: 'network', access_method: 'Client', ccl: 'unknown' } } },
  },
  {
    source: 'sentinelone', what: 'an installed application',
    raw: { id: '3', applicationName: 'AnyDesk', version: '8.0.9', endpointName: 'LT-7', endpointUuid: 'u-7', endpointType: 'laptop', osType: 'windows', osName: 'Windows 11 Pro', detectionDate: AT },
    document: { '@timestamp': '2026-11-02T15:00:00.000Z', 'event': { dataset: 'sentinel_one.application', category: ['package'] }, 'host': { name: 'LT-7', os: { name: 'Windows 11 Pro', type: 'windows' }, type: 'laptop' }, 'package': { name: 'AnyDesk', version: '8.0.9' }, 'sentinel_one': { application: { id: '3', detection_date: AT, endpoint_uuid: 'u-7', endpoint_type: 'laptop', os_type: 'windows', os_name: 'Windows 11 Pro' } } },
  },
  {
    source: 'sentinelone', what: 'a risk of an application',
    raw: { cveId: 'CVE-2026-1', endpointId: '7', applicationName: 'AnyDesk', endpointName: 'LT-7', detectionDate: AT },
    document: { '@timestamp': AT, 'host': { name: 'LT-7' }, 'vulnerability': { id: 'CVE-2026-1' }, 'sentinel_one': { application_risk: { endpoint_id: '7' } } },
  },
  {
    source: 'sentinelone', what: 'an alert',
    raw: { alertInfo: { alertId: '7' }, agentDetectionInfo: {} },
    document: { '@timestamp': AT, 'event': { id: '7', kind: 'alert' }, 'sentinel_one': { alert: { info: { event: { type: 'PROCESS' } } } } },
  },
  {
    source: 'defender', what: 'a machine of the interface',
    raw: { id: 'd-7', computerDnsName: 'lt-7', lastSeen: AT, lastExternalIpAddress: '198.51.100.23', healthStatus: 'Active', osPlatform: 'Windows11', version: '23H2' },
    document: { '@timestamp': '2026-11-02T15:00:00.000Z', 'event': { dataset: 'microsoft_defender_endpoint.machine', kind: 'event' }, 'host': { id: 'd-7', hostname: 'lt-7', name: 'lt-7', ip: ['198.51.100.23'], os: { platform: 'Windows11', version: '23H2' } }, 'microsoft_defender_endpoint': { machine: { health_status: 'Active', last_seen: AT, last_ip_address: '192.168.1.7', agent_version: '10.8' } } },
  },
  {
    source: 'sentinelone', what: 'an activity',
    raw: { id: '2', activityType: 27, accountId: '1', createdAt: AT, data: { username: 'kim' } },
    document: { '@timestamp': AT, 'user': { full_name: 'kim' }, 'sentinel_one': { activity: { id: '2', type: 27, account: { id: '1' }, data: { scope: { name: 'x' } } } } },
  },
  {
    source: 'sentinelone', what: 'a program of Cloud Funnel',
    raw: { 'event.type': 'Process Creation', 'event.id': 'f-1', 'event.time': SECONDS * 1000, 'agent.uuid': 'u-7', 'endpoint.name': 'LT-7', 'endpoint.os': 'windows', 'tgt.process.name': 'AnyDesk.exe', 'tgt.process.image.path': 'C:\\AnyDesk.exe', 'tgt.process.cmdline': 'AnyDesk.exe --tray', 'tgt.process.user': 'ACME\\kim' },
    document: { '@timestamp': AT, 'event': { id: 'f-1', category: ['process'], type: ['start'] }, 'host': { hostname: 'LT-7', os: { platform: 'windows' } }, 'process': { name: 'explorer.exe' }, 'sentinel_one_cloud_funnel': { event: { type: 'Process Creation', id: 'f-1', time: AT, agent: { uuid: 'u-7' }, endpoint: { name: 'LT-7', os: 'windows' }, tgt: { process: { name: 'AnyDesk.exe', image: { path: 'C:\\AnyDesk.exe' }, cmd_line: 'AnyDesk.exe --tray', user: { name: 'ACME\\kim' } } } } } },
  },
  {
    source: 'sentinelone', what: 'a remote login of Cloud Funnel',
    raw: { 'event.type': 'Login', 'event.id': 'f-2', 'event.time': SECONDS * 1000, 'agent.uuid': 'u-7', 'endpoint.name': 'LT-7', 'endpoint.os': 'windows', 'event.login.type': 'REMOTE_INTERACTIVE', 'event.login.userName': 'ACME\\kim', 'event.login.loginIsSuccessful': true, 'src.endpoint.ip.address': '198.51.100.23' },
    document: { '@timestamp': AT, 'event': { id: 'f-2' }, 'host': { hostname: 'LT-7', os: { platform: 'windows' } }, 'sentinel_one_cloud_funnel': { event: { type: 'Login', agent: { uuid: 'u-7' }, endpoint: { name: 'LT-7', os: 'windows' }, login: { type: 'REMOTE_INTERACTIVE', user_name: 'ACME\\kim', is_successful: true }, src: { endpoint: { ip_address: '198.51.100.23' } } } } },
  },
];

const flat = (value: unknown, prefix = ''): Readonly<Record<string, unknown>> => (typeof value === 'object' && value !== null && !Array.isArray(value)
  ? Object.assign({}, ...Object.entries(value).map(([name, inner]) => flat(inner, prefix === '' ? name : `${prefix}.${name}`))) as Record<string, unknown>
  : { [prefix]: value });

describe('a document of an integration says what the record said', () => {
  it.each(PAIRS.map((pair) => [pair.source, pair.what, pair] as const))('%s, %s', (source, _, { raw, document }) => {
    const wanted = saidOf(source, raw);

    expect(saidOf(source, document)).toEqual(wanted);
    // An index may keep, and an export show, names with dots.
    expect(saidOf(source, flat(document))).toEqual(wanted);
    expect(saidOf(source, { _index: 'logs', _source: document })).toEqual(wanted);
  });
});

describe('a document that is none of these', () => {
  it('becomes nothing where it only looks like one', () => {
    const common = { '@timestamp': AT, 'event': { action: 'login', code: '722051', id: 'x', provider: 'login', outcome: 'success' }, 'user': { name: 'kim', email: 'kim@acme.example', id: 'u' }, 'source': { ip: '198.51.100.23', user: { name: 'kim' } }, 'host': { name: 'LT-7', id: 'h' }, 'observer': { product: 'x', name: 'x' }, 'message': 'm' };
    const names = ['okta', 'azure', 'cisco', 'crowdstrike', 'fortinet', 'netskope', 'o365', 'panw', 'sonicwall', 'zeek', 'checkpoint', 'cisco_duo', 'cloudflare_logpush', 'google_workspace', 'm365_defender', 'pulse_secure', 'sentinel_one', 'sentinel_one_cloud_funnel', 'zscaler_zia', 'zscaler_zpa', 'citrix', 'microsoft_intune', 'gsuite', 'cisco_meraki', 'auth0', 'ping_one', 'teleport', 'onepassword', 'jamf_pro'];
    const events: string[] = [];

    for (const name of names) {
      for (const own of [{}, { other: { field: 1 } }, { field: 'text' }, { event: {} }, [], 'text', null]) {
        for (const { id } of SOURCES.filter((source) => source.id !== 'table' && source.tableOf === undefined)) {
          if (typeof saidOf(id, { ...common, [name]: own }) !== 'string') events.push(`${id} of ${name} ${JSON.stringify(own)}`);
        }
      }
    }

    expect(events).toEqual([]);
  });
  it('says whose address it is only where that is certain', () => {
    const tunnel = (more: object): unknown => saidOf('fortigate', { '@timestamp': AT, 'event': { start: AT }, 'observer': { serial_number: 'FGT1' }, 'fortinet': { firewall: { type: 'event', subtype: 'vpn', action: 'tunnel-up', user: 'kim', tunneltype: 'ssl-tunnel' } }, ...more });

    expect(tunnel({ ecs: { version: '8.11.0' }, destination: { ip: '198.51.100.23' } })).toMatchObject([{ 'source.ip': '198.51.100.23' }]);
    expect(tunnel({ ecs: { version: '8.11.0' }, source: { ip: '203.0.113.1' }, destination: { ip: '198.51.100.23' } })).not.toMatchObject([{ 'source.ip': expect.anything() as unknown }]);
    expect(tunnel({ ecs: { version: '8.17.0' }, source: { ip: '198.51.100.23' }, destination: { ip: '203.0.113.1' } })).toMatchObject([{ 'source.ip': '198.51.100.23' }]);
  });
  it('may have anything wrong in it', () => {
    const luck = random('documents');

    for (const { source, document } of PAIRS) {
      for (const odd of [...Array.from({ length: 40 }, () => mutated(document, luck)), ...poisoned(document)]) expect(() => saidOf(source, odd)).not.toThrow();
    }
  });
  it('is never thrown at, however odd', () => {
    const deep = Array.from({ length: 400 }).reduce<unknown>((inner) => ({ a: inner }), 1);
    const wide = Object.fromEntries(Array.from({ length: 3_000 }, (_, nth) => [`n${nth}`, { x: nth }]));

    for (const own of [deep, wide, { auth: deep }, { asa: { full_message: 7 } }, { event: { category: [] } }, { agent: { last_active_date: 1, network_interfaces: [null, 'x', {}] } }, { auditlogs: { properties: { target_resources: { 0: null, 1: [] } } } }]) {
      for (const name of ['okta', 'azure', 'cisco', 'crowdstrike', 'zeek', 'cisco_duo', 'cloudflare_logpush', 'm365_defender', 'sentinel_one', 'zscaler_zpa', 'o365', 'panw']) expect(() => restoredDocument({ [name]: own, '@timestamp': [[]], 'event': 7 })).not.toThrow();
    }
    expect(restoredDocument('text')).toEqual([]);
    expect(restoredDocument({ '@timestamp': AT })).toEqual([]);
    expect({}).not.toHaveProperty('polluted');
  });
});
