import { lookup } from '../../../core/lookup.ts';
import { cisco, citrix, checkPoint, cloudflare, commonEvent, fortinet, meraki, netskope, panos, prismaAccess, pulseSecure, sonicwall, zscalerInternet, zscalerPrivate } from './gateways.ts';
import { auth0, azure, ciscoDuo, googleWorkspace, office, okta, onePassword, pingOne, teleport } from './identity.ts';
import { corelight, crowdstrike, defenderEndpoint, intune, jamfPro, microsoftDefender, sentinelOne, sentinelOneFunnel, serviceNow, zeek } from './machines.ts';
import { isObject, memberOf } from '../../loose.ts';
import type { Restore } from './parts.ts';

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
const INTEGRATIONS: Readonly<Record<string, Restore>> = lookup({
  okta, azure, cisco, citrix, crowdstrike, fortinet, netskope, o365: office, panw: panos, prismaaccess: prismaAccess, sonicwall, zeek, checkpoint: checkPoint,
  ciscoduo: ciscoDuo, cloudflarelogpush: cloudflare, googleworkspace: googleWorkspace, gsuite: googleWorkspace, m365defender: microsoftDefender, microsoftdefenderendpoint: defenderEndpoint, microsoftintune: intune, pulsesecure: pulseSecure,
  cef: commonEvent, auth0, ciscomeraki: meraki, jamfpro: jamfPro, onepassword: onePassword, pingone: pingOne, teleport,
  // Corelight marks its documents in a label alone.
  labels: corelight,
  servicenow: serviceNow, sentinelone: sentinelOne, sentinelonecloudfunnel: sentinelOneFunnel, zscalerzia: zscalerInternet, zscalerzpa: zscalerPrivate,
});
