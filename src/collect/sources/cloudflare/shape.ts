import { isObject, memberOf, textAt } from '../../loose.ts';

/** A record of Cloudflare's Zero Trust logs. */
export interface CloudflareRecord {
  /** `access_requests`, `gateway_dns`, …, as Logpush calls the data set; fit to be counted and printed. */
  readonly kind: string;
  /** The text of a member by its folded name; undefined where it is missing or stands for nothing. */
  text(name: string): string | undefined;
  get(name: string): unknown;
}

/**
 * Data sets and the members by which each is known; first match wins. A record does not name its data set. The Access API
 * writes the members of `access_requests` in another way (`user_email`), which folds to `useremail`.
 */
const KINDS: readonly (readonly [kind: string, ...members: readonly string[]])[] = [
  ['access_requests', 'allowed', 'appdomain', 'createdat', 'rayid'],
  ['device_posture_results', 'deviceid', 'posturecheckname', 'timestamp'],
  ['gateway_dns', 'queryname', 'resolverdecision'],
  ['gateway_http', 'httphost', 'requestid', 'sourceip'],
  ['gateway_network', 'sessionid', 'sourceip', 'transport'],
  ['zero_trust_network_sessions', 'sessionid', 'sourceip', 'sessionstarttime'],
  ['warp_config_changes', 'deviceid', 'confignameto', 'timestamp'],
  ['dex_application_tests', 'deviceid', 'testid', 'timestamp'],
  ['dex_device_state_events', 'deviceid', 'warpcolocode', 'timestamp'],
  ['warp_toggle_changes', 'deviceid', 'toggled', 'timestamp'],
  ['audit_logs', 'actoremail', 'actiontype', 'when'],
  // Nobody's laptop, but Cloudflare's all the same.
  ['audit_logs', 'actiontype', 'actortype', 'when'],
  ['audit_logs_v2', 'actiontimestamp', 'actiontype', 'actortype'],
  ['biso_user_actions', 'useremail', 'domainname', 'decision', 'timestamp'],
  ['dlp_forensic_copies', 'forensiccopyid', 'gatewayrequestid'],
  ['email_security_alerts', 'alertid', 'finaldisposition'],
  ['ssh_logs', 'sessionid', 'targetid', 'clientaddress', 'serveraddress'],
  ['ipsec_logs', 'tunnelid', 'tunnelname', 'timestamp'],
  ['page_shield_events', 'cspdirective', 'pageurl'],
  ['zaraz_events', 'eventdetails', 'requesturl', 'timestampstart'],
  ['casb_findings', 'findingtypeid', 'assetdisplayname'],
  ['dns_firewall_logs', 'clusterid', 'queryname'],
  ['dns_logs', 'queryname', 'colocode', 'responsecode'],
  ['magic_ids_detections', 'signatureid', 'sourceip', 'destinationip'],
  ['nel_reports', 'phase', 'type', 'lastknowngoodcolocode'],
  ['network_analytics_logs', 'ipsourceaddress', 'verdict'],
  ['sinkhole_http_logs', 'sinkholeid'],
  ['spectrum_events', 'clientip', 'originip', 'connecttimestamp'],
  ['workers_trace_events', 'scriptname', 'eventtimestampms'],
  ['http_requests', 'rayid', 'clientip', 'edgestarttimestamp'],
  ['http_requests', 'clientip', 'clientrequesthost'],
];

const EMPTY: ReadonlySet<unknown> = new Set([undefined, null, '']);

/** Reads the outside of a record; undefined for what is none of Cloudflare's. */
export function cloudflareRecord(raw: unknown): CloudflareRecord | undefined {
  if (!isObject(raw)) return undefined;
  // A row of a table has the columns of every data set; those of others are empty.
  const isFilled = (name: string): boolean => !EMPTY.has(memberOf(raw, name));
  const found = KINDS.find(([, ...members]) => members.every(isFilled));
  return found && { kind: found[0], text: (name) => textAt(raw, name), get: (name) => memberOf(raw, name) };
}
