import { lookup } from '../core/lookup.ts';
import { cefLine } from './cef-columns.ts';
import { cisco, citrix, checkPoint, cloudflare, fortinet, meraki, netskope, panos, pulseSecure, sonicwall, zscalerInternet, zscalerPrivate } from './integrations/gateways.ts';
import { auth0, azure, ciscoDuo, googleWorkspace, office, okta, onePassword, pingOne, teleport } from './integrations/identity.ts';
import { crowdstrike, intune, jamfPro, microsoftDefender, sentinelOne, sentinelOneFunnel, zeek } from './integrations/machines.ts';
import { isObject, memberOf, textOf } from './loose.ts';

/**
 * What the vendor's record may have been, in a document that one of Elastic's integrations took apart without keeping the
 * original: most names are written with low lines below a member of the vendor's, some values have moved to common fields.
 *
 * @returns no record for a document of another integration; whether one is a vendor's record, its source tells
 * @see elastic/integrations, ingest pipelines and fields of each package
 */
export function restoredDocument(document: unknown): readonly unknown[] {
  if (!isObject(document)) return [];
  return Object.entries(INTEGRATIONS).flatMap(([name, restored]) => {
    const own = memberOf(document, name);
    return isObject(own) ? restored(document, own) : [];
  });
}

/** By the folded name of the member under which an integration keeps what is the vendor's own. */
const INTEGRATIONS: Readonly<Record<string, (document: unknown, own: Readonly<Record<string, unknown>>) => readonly unknown[]>> = lookup({
  okta, azure, cisco, citrix, crowdstrike, fortinet, netskope, o365: office, panw: panos, sonicwall, zeek, checkpoint: checkPoint,
  ciscoduo: ciscoDuo, cloudflarelogpush: cloudflare, googleworkspace: googleWorkspace, gsuite: googleWorkspace, m365defender: microsoftDefender, microsoftintune: intune, pulsesecure: pulseSecure,
  auth0, ciscomeraki: meraki, jamfpro: jamfPro, onepassword: onePassword, pingone: pingOne, teleport,
  sentinelone: sentinelOne, sentinelonecloudfunnel: sentinelOneFunnel, zscalerzia: zscalerInternet, zscalerzpa: zscalerPrivate,
});

/** Lines of syslog and CEF that a row of Log Analytics was made of, as a device may have written them; none for other tables. */
export function restoredLines(row: unknown): readonly string[] {
  if (!isObject(row)) return [];
  if (textOf(row['DeviceVendor']) !== undefined && textOf(row['DeviceProduct']) !== undefined) return [cefLine(row)].filter((line) => line !== undefined);
  const message = textOf(row['SyslogMessage']);
  if (message === undefined) return [];
  const [time, host, program] = [row['TimeGenerated'] ?? row['TimeGenerated [UTC]'], row['HostName'] ?? row['Computer'], row['ProcessName']].map(textOf);
  const head = [time, host].filter((word) => word !== undefined).join(' ');
  // What an appliance writes first is taken for the name of a program, such as Cisco's %ASA-6-722022.
  return [...(program === undefined ? [] : [`${head} ${program}: ${message}`]), `${head} ${message}`, message];
}
