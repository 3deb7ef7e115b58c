import { describe, expect, it } from 'vitest';
import { isRejected, parseEvent } from '../../core/parse-event.ts';
import type { Source } from '../collector.ts';
import { unwrap } from './unwrap.ts';
import { isObject } from '../loose.ts';
import { settleOptions } from '../options.ts';
import { SOURCES } from '../sources/index.ts';

/*
 * Rows of the tables that workspaces of Microsoft Sentinel have, by the columns that Microsoft publishes for each. A row that is
 * exported whole has every column of its table; those that the record lacks are null, or an empty text.
 */

const AT = '2026-11-02T14:03:27Z';
const TIME = Date.UTC(2026, 10, 2, 14, 3, 27);

/** The one event of a row, or the reason why it becomes none. */
function saidOf(id: string, row: Readonly<Record<string, unknown>>): unknown {
  const source = SOURCES.find((one) => one.id === id) as Source;
  const records = unwrap({ TimeGenerated: AT, ...row }, (inner) => source.recognises(inner));
  const settings = Object.fromEntries(Object.entries(source.settings).map(([name, { is }]) => [name, is]));
  const said = records.flatMap((record): readonly unknown[] => {
    const drafts = source.map(record, { settings, options: settleOptions(source).texts });
    return isRejected(drafts) ? [drafts.rejected] : drafts.map((draft) => parseEvent(draft));
  });
  expect(said).toHaveLength(1);
  return said[0];
}

interface Row { readonly table: string; readonly source: string; readonly row: Readonly<Record<string, unknown>>; readonly becomes: Readonly<Record<string, unknown>> | string }

const SIGN_IN = { '@timestamp': TIME, 'event.action': 'sign-in', 'event.outcome': 'success', 'source.ip': '198.51.100.23', 'user.email': 'kim@acme.example' } as const;

const ROWS: readonly Row[] = [
  {
    table: 'OktaV2_CL', source: 'okta', becomes: { ...SIGN_IN, 'event.id': 'u-1', 'event.code': 'user.session.start', 'source.as.number': 64500, 'user_agent.original': 'Mozilla/5.0' },
    row: { EventOriginalType: 'user.session.start', EventOriginalUid: 'u-1', OriginalOutcomeResult: 'SUCCESS', EventResult: 'Success', ActorUserId: '00u1', ActorUsername: 'kim@acme.example', OriginalUserType: 'User', OriginalActorAlternateId: 'kim@acme.example', SrcIpAddr: '198.51.100.23', HttpUserAgent: 'Mozilla/5.0', SecurityContextAsNumber: 64500, OriginalTarget: '[]', DebugData: '{}', LegacyEventType: '' },
  },
  {
    table: 'OktaV2_CL', source: 'okta', becomes: { 'event.action': 'account-changed', 'farmwatch.identity.kind': 'phone', 'user.email': 'lee@acme.example' },
    row: { EventOriginalType: 'user.mfa.factor.activate', EventOriginalUid: 'u-2', OriginalOutcomeResult: 'SUCCESS', EventOriginalResultDetails: 'User set up SMS_FACTOR factor', ActorUserId: '00u1', OriginalUserType: 'User', OriginalActorAlternateId: 'kim@acme.example', OriginalTarget: [{ id: '00u2', type: 'User', alternateId: 'lee@acme.example' }] },
  },
  { table: 'OktaV2_CL', source: 'okta', becomes: 'not our business: user.session.start of SystemPrincipal', row: { EventOriginalType: 'user.session.start', OriginalUserType: 'SystemPrincipal', ActorUserId: 's', OriginalActorAlternateId: 'system@okta.com' } },
  { table: 'OktaV2_CL', source: 'okta', becomes: 'not our business: user.authentication.sso, renewed without asking', row: { EventOriginalType: 'user.authentication.sso', OriginalUserType: 'User', ActorUserId: 'u', OriginalActorAlternateId: 'kim@acme.example', DebugData: { url: '/authorize?prompt=none' } } },
  {
    table: 'SigninLogs', source: 'entra-id', becomes: { ...SIGN_IN, 'event.id': 'r-1', 'host.name': 'LT-7' },
    row: { Category: 'SignInLogs', Id: 'r-1', CreatedDateTime: AT, UserPrincipalName: 'kim@acme.example', IPAddress: '198.51.100.23', AppDisplayName: 'Portal', ResultType: '0', IsInteractive: true, DeviceDetail: '{"displayName":"LT-7"}', OperationName: 'Sign-in activity' },
  },
  // A query keeps the columns that somebody asked for.
  { table: 'SigninLogs', source: 'entra-id', becomes: { ...SIGN_IN, 'event.outcome': 'failure', 'event.code': '50126' }, row: { UserPrincipalName: 'kim@acme.example', IPAddress: '198.51.100.23', AppDisplayName: 'Portal', ResultType: '50126' } },
  { table: 'AADNonInteractiveUserSignInLogs', source: 'entra-id', becomes: 'not our business: non-interactive sign-in', row: { UserPrincipalName: 'kim@acme.example', IPAddress: '198.51.100.23', ResultType: '0' } },
  { table: 'AADManagedIdentitySignInLogs', source: 'entra-id', becomes: 'not our business: service principal sign-in', row: { ServicePrincipalId: 's', IPAddress: '198.51.100.23', ResultType: '0' } },
  {
    table: 'AuditLogs', source: 'entra-id', becomes: { '@timestamp': TIME, 'event.action': 'account-changed', 'farmwatch.identity.kind': 'phone', 'user.email': 'kim@acme.example' },
    row: { Category: 'UserManagement', OperationName: 'User registered security info', ResultReason: 'User registered Text message', Result: 'success', TargetResources: '[{"id":"u","type":"User","userPrincipalName":"kim@acme.example"}]' },
  },
  { table: 'OfficeActivity', source: 'entra-id', becomes: 'not our business: audit of Exchange', row: { OfficeWorkload: 'Exchange', Operation: 'MailItemsAccessed', RecordType: 'ExchangeItemAggregated', UserId: 'kim@acme.example', UserType: 'Regular' } },
  { table: 'OfficeActivity', source: 'entra-id', becomes: SIGN_IN, row: { OfficeWorkload: 'AzureActiveDirectory', Operation: 'UserLoggedIn', RecordType: 'AzureActiveDirectoryStsLogon', UserId: 'kim@acme.example', UserType: 'Regular', ClientIP: '198.51.100.23' } },
  { table: 'OfficeActivity', source: 'entra-id', becomes: 'not our business: service principal sign-in', row: { OfficeWorkload: 'AzureActiveDirectory', Operation: 'UserLoggedIn', RecordType: 'AzureActiveDirectoryStsLogon', UserId: 'app', UserType: 'Application' } },
  {
    table: 'DeviceLogonEvents', source: 'defender', becomes: { '@timestamp': TIME, 'event.action': 'session-connected', 'user.name': 'acme\\kim', 'source.ip': '198.51.100.23' },
    row: { Timestamp: AT, DeviceId: 'd', DeviceName: 'lt-7', ReportId: 7, ActionType: 'LogonSuccess', LogonType: 'RemoteInteractive', AccountName: 'kim', AccountDomain: 'acme', RemoteIP: '198.51.100.23' },
  },
  { table: 'DeviceProcessEvents', source: 'defender', becomes: { '@timestamp': TIME, 'event.action': 'process-started', 'process.name': 'AnyDesk.exe' }, row: { DeviceId: 'd', DeviceName: 'lt-7', ReportId: 7, ActionType: 'ProcessCreated', FileName: 'AnyDesk.exe', AccountName: 'kim' } },
  { table: 'SecurityEvent', source: 'windows', becomes: { '@timestamp': TIME, 'event.action': 'session-connected', 'user.name': 'ACME\\kim', 'source.ip': '198.51.100.23' }, row: { EventID: 4624, Computer: 'LT-7', Channel: 'Security', EventSourceName: 'Microsoft-Windows-Security-Auditing', LogonType: 10, TargetUserName: 'kim', TargetDomainName: 'ACME', IpAddress: '198.51.100.23' } },
  { table: 'WindowsEvent', source: 'windows', becomes: { 'event.action': 'session-connected', 'user.name': 'ACME\\kim' }, row: { EventID: 4624, Computer: 'LT-7', Channel: 'Security', Provider: 'Microsoft-Windows-Security-Auditing', EventData: { LogonType: '10', TargetUserName: 'kim', TargetDomainName: 'ACME', IpAddress: '198.51.100.23' } } },
  { table: 'IntuneDevices', source: 'intune', becomes: { 'event.action': 'check-in', 'device.serial_number': 'SN-7', 'user.email': 'kim@acme.example' }, row: { DeviceName: 'LT-7', SerialNumber: 'SN-7', LastContact: AT, IntuneAccountId: 'i', DeviceId: 'd', OS: 'Windows', UPN: 'kim@acme.example' } },
  {
    table: 'CiscoDuo_CL', source: 'duo', becomes: SIGN_IN,
    row: { 'access_device_ip_s': '198.51.100.23', 'event_type_s': 'authentication', 'factor_s': 'duo_push', 'result_s': 'success', 'timestamp_d': TIME / 1000, 'txid_g': 't', 'user_name_s': 'kim', 'email_s': 'kim@acme.example', 'auth_device_name_s': 'phone', 'phone_s': '', 'credits_d': null, 'context_s': '', 'action_s': '', 'username_s': '', 'isotimestamp_t [UTC]': AT },
  },
  {
    table: 'GWorkspace_ReportsAPI_login_CL', source: 'google-workspace', becomes: { ...SIGN_IN, 'user.id': '1' },
    row: { EventVendor: 'Google', event_name_s: 'login_success', event_type_s: 'login', login_type_s: 'google_password', id_time_t: AT, id_uniqueQualifier_s: '7', id_applicationName_s: 'login', actor_email_s: 'kim@acme.example', actor_profileId_s: '1', IPAddress: '198.51.100.23', events_s: '' },
  },
  { table: 'GWorkspace_ReportsAPI_user_accounts_CL', source: 'google-workspace', becomes: { 'event.action': 'account-changed', 'farmwatch.identity.kind': 'mfa' }, row: { event_name_s: '2sv_enroll', event_type_s: '2sv_change', id_time_t: AT, id_uniqueQualifier_s: '8', id_applicationName_s: 'user_accounts', actor_email_s: 'kim@acme.example', IPAddress: '198.51.100.23' } },
  { table: 'GWorkspace_ReportsAPI_drive_CL', source: 'google-workspace', becomes: 'not our business: drive view', row: { event_name_s: 'view', event_type_s: 'access', id_time_t: AT, id_uniqueQualifier_s: '9', id_applicationName_s: 'drive', actor_email_s: 'kim@acme.example' } },
  {
    table: 'GoogleWorkspaceReports', source: 'google-workspace', becomes: { ...SIGN_IN, 'event.id': `${AT}/7/login/0`, 'user.id': '1', 'source.as.number': 64500 },
    row: { Kind: 'admin#reports#activity', SrcIpAddr: '198.51.100.23', IdApplicationName: 'login', IdUniqueQualifier: '7', IdTime: AT, NetworkIpAsn: [64500], ActorEmail: 'kim@acme.example', ActorCallerType: 'USER', ActorProfileId: '1', ActorKey: '', EventType: 'login', EventName: 'login_success', EventParameters: '[{"name":"login_type","value":"google_password"},{"name":"is_suspicious","boolValue":false}]', LoginType: '', DeviceId: '', EventId: '', UserEmail: '', Timestamp: '' },
  },
  { table: 'GoogleWorkspaceReports', source: 'google-workspace', becomes: 'not our business: login login_success, an exchange of tokens', row: { SrcIpAddr: '198.51.100.23', IdApplicationName: 'login', IdTime: AT, ActorEmail: 'kim@acme.example', EventName: 'login_success', EventParameters: [{ name: 'login_type', value: 'exchange' }] } },
  { table: 'GoogleWorkspaceReports', source: 'google-workspace', becomes: 'not our business: login login_success, an exchange of tokens', row: { SrcIpAddr: '198.51.100.23', IdApplicationName: 'login', IdTime: AT, ActorEmail: 'kim@acme.example', EventName: 'login_success', EventParameters: null, LoginType: 'exchange' } },
  { table: 'GoogleWorkspaceReports', source: 'google-workspace', becomes: 'no user', row: { SrcIpAddr: '198.51.100.23', IdApplicationName: 'login', IdTime: AT, ActorEmail: 'robot@acme.example', ActorCallerType: 'KEY', EventName: 'login_success', EventParameters: [] } },
  {
    table: 'OneLoginEventsV2_CL', source: 'onelogin', becomes: { '@timestamp': TIME, 'event.action': 'sign-in', 'event.outcome': 'success', 'user.name': 'Kim Park', 'user.id': '7', 'source.ip': '198.51.100.23' },
    row: { EventId: 1, AppName: '', UserId: 7, UserName: 'Kim Park', AccountId: 1, Ipaddr: '198.51.100.23', EventTypeId: 5, ActorUserName: '', ActorUserId: null, ActorSystem: '' },
  },
  { table: 'OneLoginEvent_CL', source: 'onelogin', becomes: { '@timestamp': TIME, 'event.id': '9', 'event.action': 'sign-in', 'user.id': '7' }, row: { TimeGenerated: '2026-11-02T14:20:00Z', created_at: AT, OneLoginID: 9, account_id: 1, user_id: 7, user_name: 'Kim Park', ipaddr: '198.51.100.23', event_type_id: 5, actor_user_id: null, assuming_acting_user_id: null } },
  { table: 'OneLogin_CL', source: 'onelogin', becomes: { '@timestamp': TIME, 'event.action': 'sign-in', 'user.id': '7', 'source.ip': '198.51.100.23' }, row: { event_type_id_d: 5, user_id_d: 7, user_name_s: 'Kim Park', account_id_d: 1, ipaddr_s: '198.51.100.23', event_timestamp_s: '2026-11-02 14:03:27 UTC', uuid_g: 'u' } },
  {
    table: 'SentinelOne_CL', source: 'sentinelone', becomes: { '@timestamp': TIME, 'event.action': 'check-in', 'host.id': 'u-7', 'host.name': 'LT-7', 'source.ip': '198.51.100.23' },
    row: { event_name_s: 'Agents.', uuid_g: 'u-7', id_s: '1', computerName_s: 'LT-7', agentVersion_s: '23', lastActiveDate_t: AT, externalIp_s: '198.51.100.23', osName_s: 'Windows 11', networkInterfaces_s: '[]', accountId_s: '1', activityType_d: null, createdAt_t: AT },
  },
  { table: 'SentinelOne_CL', source: 'sentinelone', becomes: 'not our business: activity 27', row: { event_name_s: 'Activities.', activityType_d: 27, accountId_s: '1', createdAt_t: AT, id_s: '2', data_username_s: 'kim', computerName_s: '', lastActiveDate_t: null } },
  { table: 'SentinelOneAgents_CL', source: 'sentinelone', becomes: { 'event.action': 'check-in', 'host.name': 'LT-7', 'source.ip': '198.51.100.23' }, row: { Uuid: 'u-7', Id: '1', ComputerName: 'LT-7', AgentVersion: '23', LastActiveDate: AT, ExternalIp: '198.51.100.23', OsName: 'Windows 11', NetworkInterfaces: '[]', AccountId: '1' } },
  {
    table: 'CrowdStrikeHosts', source: 'crowdstrike', becomes: { '@timestamp': TIME, 'event.action': 'check-in', 'host.id': 'd-7', 'host.name': 'LT-7', 'device.serial_number': 'SN-7', 'source.ip': '198.51.100.23' },
    row: { Cid: 'c', DeviceId: 'd-7', Hostname: 'LT-7', AgentVersion: '7.1', LastSeen: AT, FirstSeen: '2026-01-01T00:00:00Z', ExternalIp: '198.51.100.23', LocalIp: '192.168.1.7', ConnectionIp: '192.168.1.7', DefaultGatewayIp: '192.168.1.1', SerialNumber: 'SN-7', PlatformName: 'Windows', Status: 'normal', Email: '', LastLoginUser: '' },
  },
  {
    table: 'CrowdStrike_Auth_Events_CL', source: 'crowdstrike', becomes: { '@timestamp': TIME, 'event.action': 'session-connected', 'event.outcome': 'success', 'user.name': 'ACME\\kim', 'user.email': 'kim@acme.example', 'host.id': 'a-7', 'source.ip': '198.51.100.23', 'farmwatch.remote.protocol': 'rdp' },
    row: { AdditionalFields: { ComputerName: 'LT-7' }, aid: 'a-7', aip: '198.51.100.7', cid: 'c', event_platform: 'Win', event_simpleName: 'UserLogon', LogonType: '10', LogonDomain: 'ACME', LogonTime: TIME / 1000, UserName: 'kim', UserPrincipal: 'kim@acme.example', UserSid: 'S-1-5-21-1-2-3-1001', RemoteAddressIP4: '198.51.100.23', RemoteAddressIP6: '', ClientComputerName: '', ContextTimeStamp: TIME / 1000, timestamp: TIME, name: 'UserLogonV8', Status: '', SubStatus: '' },
  },
  { table: 'CrowdStrike_Process_Events_CL', source: 'crowdstrike', becomes: { '@timestamp': TIME, 'event.action': 'process-started', 'process.name': 'AnyDesk.exe' }, row: { AdditionalFields: null, aid: 'a-7', cid: 'c', event_platform: 'Win', event_simpleName: 'ProcessRollup2', ImageFileName: '\\Device\\HarddiskVolume3\\AnyDesk.exe', CommandLine: 'AnyDesk.exe', timestamp: TIME } },
  { table: 'Netskope_CL', source: 'netskope', becomes: { '@timestamp': TIME, 'event.action': 'check-in', 'event.id': 'n-1', 'host.name': 'LT-7', 'source.ip': '198.51.100.23', 'user.email': 'kim@acme.example' }, row: { _id_s: 'n-1', timestamp_d: TIME / 1000, type_s: 'connection', access_method_s: 'Client', user_s: 'kim@acme.example', srcip_s: '198.51.100.23', hostname_s: 'LT-7', nsdeviceuid_g: 'd', alert_s: 'no', dlp_incident_id_d: null, audit_log_event_s: '' } },
  { table: 'Netskope_CL', source: 'netskope', becomes: 'not our business: alert', row: { _id_s: 'n-2', timestamp_d: TIME / 1000, type_s: 'nspolicy', access_method_s: 'Client', user_s: 'kim@acme.example', alert_s: 'yes', alert_name_s: 'x', ccl_s: 'high' } },
  { table: 'eventsconnectiondata_CL', source: 'netskope', becomes: { '@timestamp': TIME, 'event.action': 'check-in', 'event.id': 'n-1', 'source.ip': '198.51.100.23', 'user.email': 'kim@acme.example' }, row: { _id_s: 'n-1', timestamp_d: TIME / 1000, type_s: 'connection', access_method_s: 'Client', user_s: 'kim@acme.example', srcip_s: '198.51.100.23', userip_s: '192.168.1.7', src_time_s: '', connection_id_d: 1, incident_id_d: null, suppression_start_time_d: null } },
  {
    table: 'NetskopeEventsConnection_CL', source: 'netskope', becomes: { '@timestamp': TIME, 'event.action': 'check-in', 'host.name': 'LT-7', 'source.ip': '198.51.100.23', 'user.email': 'kim@acme.example' },
    row: { timestamp: TIME / 1000, type_s: 'connection', access_method: 'Client', user: 'kim@acme.example', userkey: 'kim@acme.example', userPrincipalName: '', srcip: '198.51.100.23', userip: '192.168.1.7', hostname: 'LT-7', device: 'Windows Device', os: 'Windows 11', serial: '', severity: '', policy: '', connection_id: 1, transaction_id: 2, app_session_id: 3, count_i: 1, CononicalName: '', log_file_name: '', network: '' },
  },
  { table: 'NetskopeEventsApplication_CL', source: 'netskope', becomes: { '@timestamp': TIME, 'event.action': 'check-in', 'event.code': 'nspolicy', 'host.id': 'd-7' }, row: { timestamp: TIME / 1000, type_s: 'nspolicy', access_method: 'Client', alert: 'no', dlp_incident_id: 0, ccl: 'high', organization_unit: '', user: 'kim@acme.example', srcip: '198.51.100.23', hostname: 'LT-7', nsdeviceuid: 'd-7', count_i: 1, title_s: '' } },
  { table: 'NetskopeAlerts_CL', source: 'netskope', becomes: 'not our business: alert', row: { timestamp: TIME / 1000, type_s: 'nspolicy', access_method: 'Client', alert: 'yes', dlp_incidentid: '', ccl: 'high', user: 'kim@acme.example', srcip: '198.51.100.23', hostname: 'LT-7' } },
  {
    table: 'CloudflareV2_CL', source: 'cloudflare', becomes: { '@timestamp': TIME, 'event.action': 'check-in', 'host.id': 'd-7', 'source.ip': '198.51.100.23', 'user.email': 'kim@acme.example' },
    row: { SessionID: 's-1', SourceIP: '198.51.100.23', SessionStartTime: AT, DeviceID: 'd-7', DeviceName: 'LT-7', Email: 'kim@acme.example', UserID: 'u-1', Allowed: null, AppDomain: '', CreatedAt: null, RayID: '', QueryName: '', ResolverDecision: '', HTTPHost: '', RequestID: '', Transport: '', Timestamp: '' },
  },
  { table: 'CloudflareV2_CL', source: 'cloudflare', becomes: { ...SIGN_IN, 'event.outcome': 'failure' }, row: { Action: 'login', Allowed: false, AppDomain: 'app.acme.example', CreatedAt: AT, RayID: 'r', Email: 'kim@acme.example', IPAddress: '198.51.100.23', SessionID: '', SourceIP: '' } },
  { table: 'Cloudflare_CL', source: 'cloudflare', becomes: 'not our business: http_requests', row: { ClientIP_s: '198.51.100.23', ClientRequestHost_s: 'acme.example', EdgeStartTimestamp_t: AT, RayID_s: 'r' } },
  { table: 'CommonSecurityLog', source: 'zscaler', becomes: 'not our business: zscalernss-web', row: { DeviceVendor: 'Zscaler', DeviceProduct: 'NSSWeblog', DeviceVersion: '5.7', DeviceEventClassID: 'Allowed', Activity: 'Allowed', LogSeverity: '3', SourceUserName: 'kim@acme.example' } },
  { table: 'CommonSecurityLog', source: 'fortigate', becomes: { 'event.action': 'vpn-connected', 'user.name': 'kim', 'source.ip': '198.51.100.23' }, row: { DeviceVendor: 'Fortinet', DeviceProduct: 'Fortigate', DeviceVersion: 'v7.2', DeviceEventClassID: '39424', Activity: 'event:vpn tunnel-up', LogSeverity: '2', DeviceExternalID: 'FGT1', DeviceEventCategory: 'event:vpn', DeviceAction: 'tunnel-up', DestinationUserName: 'kim', AdditionalExtensions: 'FTNTFGTeventtime=1793628207000000000;FTNTFGTlogid=0101039424;FTNTFGTsubtype=vpn;FTNTFGTtunneltype=ssl-tunnel;FTNTFGTremip=198.51.100.23' } },
];

describe('a row of a workspace', () => {
  it.each(ROWS.map((row, nth) => [row.table, row.source, nth, row] as const))('%s is read by %s (%i)', (Type, source, _, { row, becomes }) => {
    const said = saidOf(source, { Type, ...row });

    if (isObject(becomes)) expect(said).toMatchObject(becomes);
    else expect(said).toBe(becomes);
  });
  it('of another table becomes nothing', () => {
    const others = [{ Type: 'JamfProtect_CL', input_host_hostname_s: 'LT-7', caid_g: 'x', input_eventType_s: 'GPProcessEvent' }, { Type: 'Cisco_Umbrella_dns_CL', Identities_s: 'LT-7', Domain_s: 'relay.example', EventType: 'dnslogs' }, { Type: 'Heartbeat', Computer: 'LT-7', ComputerIP: '198.51.100.23' }, { Type: 'Workday_CL', activityAction: 'READ' }];

    for (const other of others) for (const { id } of SOURCES.filter((source) => source.id !== 'table' && source.tableOf === undefined)) expect(typeof saidOf(id, other), `${id} of ${other.Type}`).toBe('string');
  });
});
